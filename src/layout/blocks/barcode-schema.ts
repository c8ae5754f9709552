import { z } from "zod";
import { BARCODE_KINDS } from "../../model/barcode.ts";
import { expression, length, text } from "../../yaml/schema-values.ts";

const party = z.strictObject({
  name: text,
  street: text.optional(),
  number: text.optional(),
  postcode: text,
  town: text,
  country: text.describe("two letters, such as CH"),
});

const epc = z.strictObject({
  name: text.describe("of the payee"),
  iban: text,
  bic: text.optional(),
  amount: expression.optional().describe("an expression of kind money, in euros"),
  purpose: text.optional().describe("a code of up to four characters"),
  reference: text.optional().describe("a creditor reference (RF)"),
  message: text.optional().describe("what the payment is for, where there is no reference"),
  information: text.optional().describe("what the payer's bank shows"),
});

const swissBill = z.strictObject({
  iban: text.describe("of the payee, in CH or LI"),
  creditor: party,
  amount: expression.optional().describe("an expression of kind money"),
  currency: text.describe("CHF or EUR"),
  debtor: party.optional(),
  reference: text.optional().describe("27 digits with a QR-IBAN, or a creditor reference (RF)"),
  message: text.optional(),
  "bill-information": text.optional().describe("structured, for programs"),
  "alternative-1": text.optional(),
  "alternative-2": text.optional(),
});

/** What a barcode has beside the keys of all blocks. */
export const barcodeFields = {
  barcode: z.enum(BARCODE_KINDS),
  value: text.optional().describe("what it says: text with {expressions}"),
  epc: epc.optional().describe("begins a SEPA credit transfer"),
  "swiss-bill": swissBill.optional().describe("of a Swiss QR bill"),
  module: length.optional().describe("width of the finest bar or dot"),
  width: length.optional().describe("of the whole symbol without its quiet zone"),
  height: length.optional().describe("of bars"),
  "quiet-zone": z.number().int().min(0).max(40).optional().describe("in modules"),
  correction: z
    .union([z.enum(["L", "M", "Q", "H"]), z.number().int().min(0).max(90)])
    .optional()
    .describe("qr: L, M, Q or H; pdf417: 0 to 8; aztec: per cent"),
  "show-text": z.boolean().optional().describe("for people, beneath it"),
  alt: text.describe("what it is for, for people who cannot see it"),
};
