import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openLayout } from "../../src/index.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { check, spoiled, writeLayout } from "./support.ts";

/** Pages for the screen alone: portals and archives show them, and nobody mails them. */
const UNMAILED = spoiled(
  "  envelope: us-10-window-tall\n  address: customer.address\n",
  "",
  spoiled("body: [0.6in, 4in, 7in, 6in]", "body: [0.1in, 1.6in, 8.3in, 9.3in]"),
);

describe("a layout without an envelope", () => {
  test("keeps neither window nor marks nor edges free", () => {
    const { plan, diagnostics } = check(UNMAILED);
    expect(diagnostics).toEqual([]);
    expect(plan).not.toHaveProperty("envelope");
    expect(plan).not.toHaveProperty("address");
  });

  test("may begin with a landscape page, within the sheet", () => {
    const wide = spoiled(
      "body: [0.1in, 1.6in, 8.3in, 9.3in]",
      "landscape: true\n      body: [0.1in, 1.6in, 10.8in, 6.8in]",
      UNMAILED,
    );
    expect(check(wide).diagnostics).toEqual([]);
    const large = spoiled("10.8in, 6.8in]", "10.8in, 7in]", wide);
    expect(check(large).diagnostics.map(({ code }) => code)).toEqual(["layout.off-page"]);
  });

  test.each([
    ["address: customer.address", "no window for `address`"],
    ["sender: Northbank", "no window for `sender`"],
    ["larger-envelopes: [us-9x12-window]", "no window for `larger-envelopes`"],
  ])("says nothing of a window: %s", (key, message) => {
    const { diagnostics } = check(spoiled("  masters:", `  ${key}\n  masters:`, UNMAILED));
    expect(diagnostics.map(({ code }) => code)).toEqual(["layout.misplaced-key"]);
    expect(diagnostics[0]?.message).toContain(message);
    expect(diagnostics[0]?.hint).toContain("`envelope: NAME`");
    expect(diagnostics[0]?.source?.line).toBe(26);
  });

  test("with an envelope, an address stands in its window", () => {
    const { diagnostics } = check(spoiled("  address: customer.address\n", ""));
    expect(diagnostics.map(({ code, source }) => [code, source?.path])).toEqual([
      ["layout.missing-key", "print.address"],
    ]);
  });

  const customer = { name: "Zoe", email: "zoe@mail.example", address: { lines: ["A", "B"] } };
  const account = {
    id: "1",
    number: "12",
    closing: "5.00",
    fees: "0.00",
    from: "2026-10-01",
    apy: "1",
  };
  const record = { account, customer, active: true, transactions: [] };

  test("makes pages with nothing but its content, and none that a run prints", async () => {
    const folder = writeLayout(UNMAILED);
    const layout = await openLayout(folder, { asOf: "2026-10-31" });
    const { pdf, pages, diagnostics } = layout.compose(record, { channels: ["print"] });
    expect([pages, diagnostics]).toEqual([1, []]);
    // One content stream: neither an address nor a mark is painted beside what was composed.
    expect(Buffer.from(pdf ?? "").toString("latin1")).toMatch(/\/Contents\[\d+ 0 R *\]/);
    const at = temporaryFolder();
    mkdirSync(at, { recursive: true });
    writeFileSync(`${at}/in.ndjson`, `${JSON.stringify(record)}\n`);
    const job = `job: portal
mode: production
seed: 7
channels: { email: { when: "true" } }
cycle: 2026-10
as-of: 2026-10-31
input: { format: ndjson, file: in.ndjson, key: account.id }
layout: ${folder}
mail: { mailer-id: "902123456", service-type: "270" }
register: register.db
`;
    writeFileSync(`${at}/job.yaml`, job);
    const run = runJob(`${at}/job.yaml`, { out: `${at}/out`, workers: 1 });
    await expect(run).rejects.toMatchObject({
      diagnostics: [{ code: "job.no-envelope", source: { line: 8, path: "layout" } }],
    });
  });
});
