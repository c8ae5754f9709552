import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PDFDocument, PDFName, PDFNumber } from "pdf-lib";
import { expect, test } from "vitest";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { tryImages } from "../../src/work/prepare-images.ts";
import { termsPdf } from "../kit/terms-pdf.ts";
import { host, placeOf, shared, SMALL, spoiled, writeLayout } from "./support.ts";

const APPEND = `append:
  - file: terms.pdf
    pages: 2
    when: active
    in-email: "[Our terms](https://bank.example/terms)"
`;
const WITH_TERMS = spoiled("blocks:\n  - heading", `${APPEND}blocks:\n  - heading`);

function folderOf(text: string, terms: Uint8Array = Buffer.from("%PDF")): string {
  const folder = writeLayout(text);
  mkdirSync(join(folder, "images"), { recursive: true });
  writeFileSync(join(folder, "images", "terms.pdf"), terms);
  return folder;
}

test("each page of a file is an image as large as the paper, and e-mails have a link", () => {
  const { plan, diagnostics } = checkLayout(host, folderOf(WITH_TERMS), shared);
  expect(diagnostics).toEqual([]);
  const [appended] = plan?.appended ?? [];
  expect(appended?.images.map((image) => plan?.images[image])).toMatchObject([
    { kind: "pdf", widthPx: 612, heightPx: 792, page: { number: 1, of: 2 } },
    { kind: "pdf", page: { number: 2 } },
  ]);
  expect(appended?.link).toMatchObject({ channels: { print: false, email: true } });
});

test.each<[string, string, string, RegExp, string]>([
  ["terms.pdf", "trems.pdf", "layout.missing-image", /no image file `trems.pdf`/, "trems.pdf"],
  ["terms.pdf", "logo.svg", "layout.bad-pdf", /must be a .pdf file/, "file: logo.svg"],
  ["pages: 2", "pages: 0", "layout.wrong-value", /./, "pages: 0"],
  ["when: active", "when: customer.name", "layout.wrong-type", /boolean/, "customer.name\n"],
  [
    '    in-email: "[Our terms](https://bank.example/terms)"\n',
    "",
    "layout.missing-key",
    /E-mails cannot show these pages/,
    "- file: terms.pdf",
  ],
  [
    "              style: fine\n",
    "              style: fine\n    - { name: last, when: last, body: [0.6in, 4in, 7in, 3in] }\n",
    "layout.misplaced-key",
    /has a master of its own/,
    "append:",
  ],
])("%s written as %s is found", (find, write, code, message, at) => {
  const text = spoiled(find, write, WITH_TERMS);
  const { diagnostics } = checkLayout(host, folderOf(text), shared);
  const found = diagnostics.find((each) => each.code === code);
  expect(found?.message, diagnostics.map((each) => each.message).join("; ")).toMatch(message);
  expect(found?.source?.line).toBe(placeOf(text, at)[0]);
});

test("`in-email: nothing` shows nothing", () => {
  const text = spoiled('"[Our terms](https://bank.example/terms)"', "nothing", WITH_TERMS);
  const { plan } = checkLayout(host, folderOf(text), shared);
  expect(plan?.appended).toMatchObject([{ images: [1, 2] }]);
  expect(plan?.appended?.[0]?.link).toBeUndefined();
});

async function faultsOf(terms: Uint8Array, text = WITH_TERMS): Promise<string[]> {
  const { plan } = checkLayout(host, folderOf(text, terms), shared);
  if (plan === undefined) throw new Error("the layout is right");
  const { faults } = await tryImages(host, plan, () => true);
  return faults.map(({ found, path }) => `${path.join(".")} ${found.message}`);
}

/** A file whose first page has a number among its resources. */
async function withNumber(terms: Uint8Array, value: number): Promise<Uint8Array> {
  const document = await PDFDocument.load(terms);
  document.getPage(0).node.Resources()?.set(PDFName.of("Number"), PDFNumber.of(value));
  return document.save({ useObjectStreams: false });
}

test("a file that does not fit is refused once, with the reason", async () => {
  expect(await faultsOf(await termsPdf())).toEqual([]);
  const of = (reason: string): string[] => [
    `append.0.file The pages of terms.pdf cannot be appended: ${reason}.`,
  ];
  expect(await faultsOf(await termsPdf({ pages: 3 }))).toEqual(
    of("it has 3 pages, and the layout says 2"),
  );
  expect(await faultsOf(await termsPdf({ pages: 1 }))).toEqual(
    of("it has 1 page, and the layout says 2"),
  );
  expect(await faultsOf(await termsPdf({ password: "x" }))).toEqual(
    of("it is encrypted; save it without a password"),
  );
  expect(await faultsOf(await termsPdf({ inkAt: [2, 300] }))).toEqual(
    of("page 1 has something in the edge that cannot be printed; keep that free"),
  );
  expect(await faultsOf(await withNumber(await termsPdf(), 1e21))).toEqual(
    of("it has a number that is too large; save it again"),
  );
  const whole = Buffer.from(await termsPdf()).toString("latin1");
  const changed = (from: string | RegExp, to: string): Buffer =>
    Buffer.from(whole.replace(from, to), "latin1");
  const unread = of("it is no whole PDF file; save it again");
  expect(await faultsOf(Buffer.from(whole.slice(0, 2000), "latin1"))).toEqual(unread);
  expect(await faultsOf(changed(/\/MediaBox \[[^\]]*\]/, "/MediaBox /None"))).toEqual(unread);
  expect(await faultsOf(changed("/UserUnit 1", "/UserUnit 2"))).toEqual(
    of("page 1 is 1224 by 1584 pt, and the paper 612 by 792 pt; save it in that size"),
  );
});

test("the small layout without them has none", () => {
  expect(checkLayout(host, folderOf(SMALL), shared).plan?.appended).toBeUndefined();
});
