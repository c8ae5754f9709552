import { codeOfPayment, codeOfText } from "../../src/barcode/bound-code.ts";
import { type BadPayload, isBadPayload } from "../../src/barcode/encoded-symbol.ts";
import { SYMBOLOGIES } from "../../src/barcode/symbology.ts";
import { assert } from "../../src/base/assert.ts";
import { limits } from "../../src/base/limits.ts";
import type { BarcodeKind, BoundCode } from "../../src/model/barcode.ts";
import type { CodeItem, Frame } from "../../src/model/frame.ts";
import { paintCode } from "../../src/paint/pdf/code-painter.ts";
import { ByteWriter } from "../../src/pdf/byte-writer.ts";
import { Deflater } from "../../src/pdf/deflater.ts";
import { composedForm } from "../../src/verify/content/composed-grammar.ts";
import { wrongCodeAt } from "../../src/verify/content/composed-codes.ts";
import { Inflater } from "../../src/verify/file/inflater.ts";
import type { MicroTask } from "./micro.ts";

const DEFLATE_LEVEL = 3;
const PAGE_HEAD = "q\n.01 0 0 .01 0 0 cm\n/NPdoc<</O 1/I 1/N 1>>DP\n";
const frame = { heightMpt: 792_000 } as Frame;

/**
 * What a code costs its page from the record to the verified output: encoded, drawn, compressed,
 * inflated again, and held against its digest. Each call has another payload; the page without a
 * code is the share that is not the code's.
 */
export function pageCodeTasks(): MicroTask[] {
  const page = new CodePage();
  let number = 0;
  const next = (): number => (number = (number + 7919) % 100_000);
  const text = (kind: BarcodeKind) => () =>
    codeOfText(kind, ticketText(next()), SYMBOLOGIES[kind].correction);
  return [
    ["page without a code", () => page.cost(undefined)],
    ["page with a Swiss QR bill", () => page.cost(swissBill(next()))],
    ["page with a QR code", () => page.cost(text("qr")())],
    ["page with a Data Matrix", () => page.cost(text("data-matrix")())],
    ["page with a PDF417", () => page.cost(text("pdf417")())],
    ["page with an Aztec code", () => page.cost(text("aztec")())],
    ["page with a Code 128", () => page.cost(text("code-128")())],
  ];
}

class CodePage {
  readonly #out = new ByteWriter();
  readonly #deflater = new Deflater(DEFLATE_LEVEL);
  readonly #inflater = new Inflater(limits.pdfStreamBytesMax);

  cost(code: BoundCode | BadPayload | undefined): void {
    const out = this.#out;
    out.clear();
    out.ascii(PAGE_HEAD);
    if (code !== undefined) {
      assert(!isBadPayload(code), "the bench's payloads are good");
      paintCode(frame, itemOf(code), out);
    }
    out.ascii("Q\n");
    const content = this.#inflater.inflate(Buffer.from(this.#deflater.deflate(out.view())));
    assert(content !== undefined, "what was deflated can be inflated");
    const read = content.toString("latin1");
    assert(composedForm(read) !== undefined, "the page keeps to its grammar");
    assert(wrongCodeAt(read) === undefined, "the code has its own modules");
  }
}

function itemOf(code: BoundCode): CodeItem {
  const place = { xMpt: 175_000, yMpt: 580_000, widthMpt: 130_393, heightMpt: 130_393 };
  return { ...place, quietXMpt: 14_000, quietYMpt: 14_000, code, mark: 3 };
}

function ticketText(number: number): string {
  return `NP1|INVOICE 2026-${number}|Robert Schneider AG|2501 Biel|EUR ${number}.50|${number * 31}`;
}

const PARTY = { street: "Grosse Marktgasse", number: "28", postcode: "9400", country: "CH" };

function swissBill(number: number): BoundCode | BadPayload {
  const fields = { iban: "CH5800791123000889012", currency: "CHF", amount: `${number}.50` };
  const party = (of: string, name: string, town: string): [string, string][] =>
    Object.entries({ ...PARTY, name, town }).map(([key, value]) => [`${of}.${key}`, value]);
  return codeOfPayment(
    "swiss-bill",
    new Map([
      ...Object.entries(fields),
      ...party("creditor", "Robert Schneider AG", "Biel"),
      ...party("debtor", "Pia-Maria Rutschmann-Schnyder", "Rorschach"),
      ["message", `Order ${number} of 15 October 2026, delivered on 20 October`],
    ]),
  );
}
