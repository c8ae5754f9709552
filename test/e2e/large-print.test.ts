import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import PostalMime from "postal-mime";
import { expect, it } from "vitest";
import { findDocuments } from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { runJob } from "../kit/in-process.ts";
import { host } from "../layout/support.ts";
import { filesBelow } from "./e2e-run.ts";
import { readBatch } from "./batches.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";

/** Text that fills most of a page, for those who prefer it large and for the others. */
const BLOCKS = `  - paragraph: "${"words ".repeat(400)}"
preferences:
  large-print: { when: 'mobile == "large"', scale: 140 }
`;

it("prints what some customers prefer large beside the others, and counts it", async () => {
  const address = addressOf({ zip: "62704" });
  const email = "ana@customer.example";
  const lines = ["usual", "large", "usual", "large"].map((mobile, index) =>
    JSON.stringify({
      id: `${index}`,
      by: index < 3 ? "paper" : "email",
      due: "1.00",
      address,
      mobile,
      email,
    }),
  );
  lines.push(JSON.stringify({ id: "4", by: "email", due: "1.00", address, email }));
  const job = writeSmallJob({ currency: "USD", lines, blocks: BLOCKS });
  const report = await runJob(job, { out: `${dirname(job)}/out` });
  expect(report.verification?.state).toBe("verified");
  expect([report.documents, report.pieces, report.inLargePrint]).toEqual([5, 3, 1]);
  const ledger = Ledger.open(host, `${report.out}/ledger.db`);
  try {
    const pages = ["0", "1", "2"].map((key) => ledger.piecesOfKey(key)[0]?.pages);
    expect(pages).toEqual([1, 2, 1]);
    expect(ledger.fact("in-large-print")).toBe(1);
    expect(ledger.fact("counts")).toContainEqual({
      group: "print",
      name: "in large print",
      value: 1,
    });
  } finally {
    ledger.close();
  }
  expect(readFileSync(`${report.out}/reports/run.html`, "utf8")).toContain(
    "<dt>In large print</dt><dd>1</dd>",
  );
  const asked = { by: "M. Frey", reason: "complaint" };
  const sizes = ["0", "1", "3"].map((key) => {
    const [hit] = findDocuments({ runs: [report.out], key, ...asked }).hits;
    return hit?.shows?.largePrint;
  });
  expect(sizes).toEqual([false, true, undefined]);
  // E-mails as well: text of 10 points is 15 pixels, and 21 in large print.
  const emails = filesBelow(report.out, ".eml-batch").flatMap(readBatch);
  const pixels = emails.map(
    ({ bytes }) => /font-size:(\d+)px;line-height:1.5/.exec(bytes.toString())?.[1],
  );
  expect(pixels).toEqual(["21", "15"]);
});

/** A wording that goes over pages of text for braille, and must be found in it all the same. */
const WORDING = Array.from({ length: 260 }, (_, index) => `term ${index}`).join(" ");
const TEXTS = `  - paragraph: "${WORDING}"
preferences:
  plain-text: { when: 'mobile == "text"' }
  braille: { when: 'mobile == "braille"' }
require: [{ id: terms, text: "${WORDING}", on: [email] }]
`;

it("sends e-mails of text alone to who wants them, proves their words, and counts them", async () => {
  const address = addressOf({ zip: "62704" });
  const email = "ana@customer.example";
  const lines = ["text", "braille", "usual"].map((mobile, index) =>
    JSON.stringify({ id: `${index}`, by: "email", due: "1.00", address, mobile, email }),
  );
  // On paper there is no such text: the record has its pages as others do.
  lines.push(JSON.stringify({ id: "3", by: "paper", due: "1.00", address, mobile: "braille" }));
  const job = writeSmallJob({ currency: "USD", lines, blocks: TEXTS });
  const report = await runJob(job, { out: `${dirname(job)}/out` });
  expect(report.verification?.found?.breaches ?? []).toEqual([]);
  expect(report.verification?.state).toBe("verified");
  expect(report.channels).toMatchObject({ print: 1, email: 3 });
  expect(report.textMessages).toEqual({ text: 1, braille: 1 });
  expect(readFileSync(`${report.out}/reports/run.html`, "utf8")).toContain(
    "<dt>For braille</dt><dd>1</dd>",
  );
  const emails = filesBelow(report.out, ".eml-batch").flatMap(readBatch);
  const read = await Promise.all(emails.map(({ bytes }) => PostalMime.parse(bytes)));
  expect(read.map(({ html }) => html !== undefined)).toEqual([false, false, true]);
  const [plain = "", braille = ""] = read.map(({ text }) => text ?? "");
  expect(Math.max(...plain.split(/\r?\n/).map((line) => line.length))).toBeLessThanOrEqual(72);
  const pages = braille.split("\f");
  expect(pages.length).toBeGreaterThan(2);
  for (const page of pages.slice(0, -1)) expect(page.split(/\r?\n/)).toHaveLength(26);
});
