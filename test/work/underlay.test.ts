import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { PDFDocument } from "pdf-lib";
import { beforeAll, expect, test } from "vitest";
import { openLayout } from "../../src/index.ts";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { host, root, shared, SMALL, spoiled } from "../layout/support.ts";
import { EditedSpools } from "../verify/edited-spools.ts";

/** A layout on stock with a letterhead, which people see beneath pages and presses never print. */
const at = temporaryFolder();
const folder = `${at}/small`;

const customer = {
  name: "Zoe",
  address: {
    lines: ["ZOE WEISS", "1 EXAMPLE ST", "SPRINGFIELD IL 62704-1234"],
    zip: "62704",
    plus4: "1234",
    deliveryPoint: "01",
  },
};
const account = {
  id: "1",
  number: "12",
  closing: "5.00",
  fees: "0.00",
  from: "2026-10-01",
  apy: "1",
};
const rows = Array.from({ length: 120 }, () => ({
  date: "2026-10-02",
  kind: "fee",
  text: "Fee",
  amount: "1.00",
}));
const record = { account, customer, active: true, transactions: rows };

function write(underlay: string): void {
  const own = readFileSync(`${root}/layouts/stocks/letter-60lb-duplex.yaml`, "utf8");
  const stock = own.replace("letter-60lb-duplex", "letterhead");
  mkdirSync(`${folder}/stocks`, { recursive: true });
  mkdirSync(`${folder}/images`, { recursive: true });
  writeFileSync(`${folder}/stocks/letterhead.yaml`, `${stock}underlay: ${underlay}\n`);
  writeFileSync(`${folder}/layout.yaml`, spoiled("letter-60lb-duplex", "letterhead", SMALL));
}

beforeAll(async () => {
  write("head.pdf");
  writeFileSync(`${folder}/images/logo.svg`, '<svg viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>');
  const head = await PDFDocument.create();
  head.addPage([612, 792]).drawRectangle({ x: 60, y: 740, width: 300, height: 20 });
  writeFileSync(`${folder}/images/head.pdf`, await head.save({ useObjectStreams: false }));
});

/** How many pages draw the underlay, which is the first image behind the layout's own. */
async function drawnIn(options: { underlays?: boolean } = {}): Promise<number[]> {
  const layout = await openLayout(folder, { asOf: "2026-10-31", ...options });
  const { pdf, pages, diagnostics } = layout.compose(record, { channels: ["print"] });
  expect(diagnostics).toEqual([]);
  const text = Buffer.from(pdf ?? "").toString("latin1");
  return [pages, text.match(/\/I1 Do/g)?.length ?? 0];
}

test("letters show it on the front of each sheet, beneath all else", async () => {
  const [pages = 0, drawn] = await drawnIn();
  expect(pages).toBeGreaterThan(2);
  expect(drawn).toBe(Math.ceil(pages / 2));
  // Those that are printed on the stock do not.
  expect(await drawnIn({ underlays: false })).toEqual([pages, 0]);
});

test("an image does as well, and one that is not there is reported where the stock is named", () => {
  write("logo.svg");
  expect(checkLayout(host, folder, shared).plan?.underlays).toEqual([1]);
  write("logos.svg");
  const { diagnostics } = checkLayout(host, folder, shared);
  expect(diagnostics.map(({ code, source }) => [code, source?.path])).toEqual([
    ["layout.missing-image", "print.stock"],
  ]);
  expect(diagnostics[0]?.hint).toContain("logo.svg");
  write("head.pdf");
});

test("of a further paper the mistake is where its master names it", () => {
  const file = `${folder}/layout.yaml`;
  const before = readFileSync(file, "utf8");
  const main = spoiled("stock: letterhead", "stock: letter-60lb-duplex", before);
  const rest = "    - { name: rest, stock: letterhead, body: [0.6in, 1in, 7in, 8in] }";
  writeFileSync(file, spoiled("\nblocks:", `\n${rest}\nblocks:`, main));
  const own = `${folder}/stocks/letterhead.yaml`;
  writeFileSync(own, spoiled("head.pdf", "no.svg\ntray: lower", readFileSync(own, "utf8")));
  const { diagnostics } = checkLayout(host, folder, shared);
  expect(diagnostics.map(({ code, source }) => [code, source?.path])).toEqual([
    ["layout.missing-image", "print.masters.1.stock"],
  ]);
  writeFileSync(file, before);
  write("head.pdf");
});

test("a spool has nothing of it, and the verifier finds it if it had", async () => {
  writeFileSync(`${at}/in.ndjson`, `${JSON.stringify(record)}\n`);
  writeFileSync(
    `${at}/job.yaml`,
    `job: letterhead
mode: production
seed: 7
cycle: 2026-10
as-of: 2026-10-31
input: { format: ndjson, file: in.ndjson, key: account.id }
layout: ${folder}
mail: { mailer-id: "902123456", service-type: "270" }
register: register.db
`,
  );
  const { verification } = await runJob(`${at}/job.yaml`, { out: `${at}/out`, workers: 1 });
  expect(verification?.found).toMatchObject({ ok: true, breaches: [] });
  const spools = new EditedSpools(`${at}/out`, temporaryFolder());
  const spool = spools.largest();
  const bytes = readFileSync(`${at}/out/${spool.file}`, "latin1");
  expect(bytes).not.toMatch(/\/I1 \d+ 0 R/);
  const found = spools.breaches(spool, (pdf) => {
    pdf.change(
      pdf.composed(3),
      ">>DP\n",
      ">>DP\n/Artifact BMC\nq 61200 0 0 79200 0 0 cm /I1 Do Q\nEMC\n",
    );
  });
  expect(found.map(({ code }) => code)).toContain("verify.page-resources");
});
