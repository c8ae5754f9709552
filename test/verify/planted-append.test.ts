import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { PDFDict, PDFDocument, PDFName, PDFNumber } from "pdf-lib";
import { beforeAll, expect, test } from "vitest";
import type { RunReport } from "../../src/index.ts";
import type { SpoolExpectation } from "../../src/model/verification.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { termsPdf } from "../kit/terms-pdf.ts";
import type { SpoolEditor } from "./edit-spool.ts";
import { EditedSpools } from "./edited-spools.ts";

/** A run whose documents have the pages of another file behind them, and changes planted in those. */
const LAYOUT = `layout: terms
data:
  customer: { name: text, email: text?, address: address }
  isNew: boolean
format: { locale: en-US, currency: USD }
fonts: { sans: { regular: NotoSans-Regular.ttf } }
colors: { ink: { gray: 0 } }
styles: { body: { size: 9pt, leading: 12pt } }
title: Terms
print:
  stock: letter-60lb-duplex
  envelope: us-10-window-tall
  address: customer.address
  masters:
    - name: first
      body: [0.6in, 4in, 7in, 5in]
      boxes:
        - at: [0.6in, 9.5in, 3in, 0.3in]
          blocks: [{ paragraph: "Page {page} of {pages}" }]
append:
  - { file: blank.pdf, pages: 1, when: isNew, in-email: nothing }
  - file: terms.pdf
    pages: 2
    when: isNew
    in-email: "[Our terms and conditions](https://northbank.example/terms)"
blocks: [{ paragraph: "Dear {customer.name}" }]
email:
  to: customer.email
  from: { name: Northbank, address: mail@northbank.example }
  subject: Welcome
`;

let out = "";
let report: RunReport;
let spools: EditedSpools;
let spool: SpoolExpectation;

beforeAll(async () => {
  const folder = temporaryFolder();
  mkdirSync(`${folder}/terms/images`, { recursive: true });
  writeFileSync(`${folder}/terms/layout.yaml`, LAYOUT);
  writeFileSync(`${folder}/terms/images/terms.pdf`, await withSmallScale(await termsPdf()));
  writeFileSync(`${folder}/terms/images/blank.pdf`, await blankPdf());
  const lines = ["ZOE WEISS", "1 EXAMPLE ST", "SPRINGFIELD IL 62704-1234"];
  const address = { lines, zip: "62704", plus4: "1234", deliveryPoint: "01" };
  const records = ["A1", "A2", "A3", "A4"].map((name, at) => ({
    customer: { name, address, ...(at === 3 && { email: "a4@mail.example" }) },
    isNew: at < 2 || at === 3,
  }));
  writeFileSync(`${folder}/in.ndjson`, records.map((each) => `${JSON.stringify(each)}\n`).join(""));
  writeFileSync(
    `${folder}/job.yaml`,
    `job: terms
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: in.ndjson, key: customer.name }
layout: ${folder}/terms
mail: { mailer-id: "902123456", service-type: "270" }
register: register.db
channels: { email: { when: "true" } }
verify: { raster: 100 }
`,
  );
  out = `${folder}/out`;
  report = await runJob(`${folder}/job.yaml`, { out, workers: 1 });
  spools = new EditedSpools(out, temporaryFolder());
  spool = spools.largest();
});

/** Its gradient has a scale that few decimals make nothing of. */
async function withSmallScale(terms: Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.load(terms);
  const matrix = [1.25e-7, 0, 0, -4e-7, 72, 400].map((each) => PDFNumber.of(each));
  for (const [, object] of document.context.enumerateIndirectObjects())
    if (object instanceof PDFDict && object.has(PDFName.of("Shading")))
      if (object.has(PDFName.of("Matrix")))
        object.set(PDFName.of("Matrix"), document.context.obj(matrix));
  return document.save({ useObjectStreams: false });
}

/** One page that draws with nothing, as the back of another. */
async function blankPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.addPage([612, 792]).drawRectangle({ x: 100, y: 300, width: 200, height: 100 });
  const [page] = document.getPages();
  page?.node.set(PDFName.of("Resources"), document.context.obj({}));
  return document.save();
}

test("a right run verifies; the pages stand once in the spool and can be read", () => {
  expect(report.verification?.found).toMatchObject({ ok: true, breaches: [] });
  expect(report.documents).toBe(4);
  expect(report.pages).toBe(9);
});

test("numbers near nothing stay what they are", () => {
  expect(readFileSync(`${out}/${spool.file}`, "latin1")).toContain(
    "/Matrix [0.000000125 0 0 -0.0000004 72 400]",
  );
});

test("their text can be read, and e-mails have a link in their place", () => {
  const text = execFileSync("pdftotext", ["-layout", `${out}/${spool.file}`, "-"], {
    encoding: "utf8",
  });
  expect(text.match(/Terms and conditions, page 1/g)).toHaveLength(2);
  expect(text.match(/Terms and conditions, page 2/g)).toHaveLength(2);
  expect(text).toContain("Page 1 of 4");
  const files = readdirSync(`${out}/email`, { recursive: true, encoding: "utf8" });
  const mails = files.filter((file) => /\.(mbox|eml|batch|bin|mime)/.test(file));
  const mail = mails.map((file) => readFileSync(`${out}/email/${file}`, "latin1")).join("");
  expect(mail).toContain("Our terms and conditions");
});

/** The first object of the spool that says something, and what is done to it. */
function edit(says: RegExp, change: (pdf: SpoolEditor, id: number) => void): string {
  const found = spools.breaches(spool, (pdf) => {
    const ids = Array.from({ length: 200 }, (_, at) => at + 1);
    const id = ids.findLast((each) => says.test(headOf(pdf, each)));
    change(pdf, id ?? 0);
  });
  return found.map(({ code, message }) => `${code} ${message}`).join("\n");
}

function headOf(pdf: SpoolEditor, id: number): string {
  try {
    return pdf.head(id);
  } catch {
    return "";
  }
}

const PAGE_FORM = /\/Matrix\[/;
const CHANGED = /verify\.resource-changed .*I[12]: .*not what was made for the run/;

test("the verifier finds a word of the terms changed", () => {
  const found = edit(PAGE_FORM, (pdf, id) => pdf.change(id, / Tf\n/, " Tf\n2 Tr\n"));
  expect(found).toMatch(CHANGED);
});

test("the verifier finds a font of theirs changed", () => {
  const found = edit(/\/FontFile2 \d+ 0 R/, (pdf, id) => {
    const file = Number(/\/FontFile2 (\d+) 0 R/.exec(pdf.head(id))?.[1]);
    pdf.setText(file, `${pdf.text(file)} `);
  });
  expect(found).toMatch(CHANGED);
});

test("the verifier finds what they draw with changed, by however little", () => {
  const found = edit(/\/ca /, (pdf, id) => pdf.changeHead(id, /\/ca [\d.]+/, "/ca 0.31"));
  expect(found).toMatch(CHANGED);
});

test("the verifier finds a key that could do something", () => {
  const found = edit(/\/ca /, (pdf, id) => pdf.changeHead(id, "/ca ", "/JS<61>/ca "));
  expect(found).toMatch(/verify\.resource-unknown .*\/JS, which is never written/);
});

test("the verifier finds one page in place of the other", () => {
  const found = spools.breaches(spool, (pdf) => pdf.change(pdf.composed(5), "/I1 Do", "/I2 Do"));
  expect(found.length).toBeGreaterThan(0);
});
