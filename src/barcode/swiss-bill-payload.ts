import { isCreditorReference, isIban, recursiveDigit } from "../base/check-digits.ts";
import type { PaymentFields } from "../model/barcode.ts";
import type { BadPayload } from "./encoded-symbol.ts";
import { builtPayload, FieldReader, paymentAmount } from "./payment-fields.ts";

const ADDRESS = ["name", "street", "number", "postcode", "town", "country"] as const;

/** The fields of a Swiss QR bill, as layouts name them. */
export const SWISS_BILL_FIELDS: readonly string[] = [
  "iban",
  ...ADDRESS.map((part) => `creditor.${part}`),
  "amount",
  "currency",
  ...ADDRESS.map((part) => `debtor.${part}`),
  "reference",
  "message",
  "bill-information",
  "alternative-1",
  "alternative-2",
];

/** Error correction, and the largest version (Implementation Guidelines QR-bill, 6.1 and 6.2). */
export const SWISS_BILL_LEVEL = "M";
export const SWISS_BILL_VERSION_MAX = 25;
const CHARACTERS_MAX = 997;
/** Latin letters as section 4.1.1 lists them. */
const LATIN = /^[\x20-\x7e\xa0-\u017f\u0218-\u021b\u20ac]*$/;
const UNSTRUCTURED_MAX = 140;

/**
 * The payload of a Swiss QR bill (Implementation Guidelines, version 2.3, section 4.2): a line for
 * each element, with structured addresses.
 */
export function swissBillPayload(fields: PaymentFields): string | BadPayload {
  return builtPayload(() => {
    const reader = new FieldReader(fields, LATIN);
    const iban = swissIban(reader);
    const creditor = addressLines(reader, "creditor");
    const amount = paymentAmount(reader).replace(/^0+(?=\d)/, "");
    const currency = reader.compact("currency");
    if (currency !== "CHF" && currency !== "EUR") reader.fail("currency", "is not CHF or EUR");
    const hasDebtor = ADDRESS.some((part) => reader.has(`debtor.${part}`));
    const debtor = hasDebtor ? addressLines(reader, "debtor") : noAddress();
    const lines = ["SPC", "0200", "1", iban, ...creditor, ...noAddress(), amount, currency];
    lines.push(...debtor, ...reference(reader, iban), ...information(reader));
    const payload = lines.join("\n");
    if (payload.length > CHARACTERS_MAX)
      reader.fail("bill-information", `makes the code longer than ${CHARACTERS_MAX} characters`);
    return payload;
  });
}

function swissIban(reader: FieldReader): string {
  const iban = reader.compact("iban");
  if (!isIban(iban)) reader.fail("iban", "is not an IBAN with its right check digits");
  if (!/^(?:CH|LI).{19}$/.test(iban)) reader.fail("iban", "is not an account of CH or LI");
  return iban;
}

function noAddress(): string[] {
  return ["", "", "", "", "", "", ""];
}

function addressLines(reader: FieldReader, of: "creditor" | "debtor"): string[] {
  const country = reader.compact(`${of}.country`);
  if (!/^[A-Z]{2}$/.test(country)) reader.fail(`${of}.country`, "is not a code of two letters");
  return [
    "S",
    reader.required(`${of}.name`, 70),
    reader.optional(`${of}.street`, 70),
    reader.optional(`${of}.number`, 16),
    reader.required(`${of}.postcode`, 16),
    reader.required(`${of}.town`, 35),
    country,
  ];
}

/** Whose bank number says that payments need a QR reference (section 4.2.2, QR-IID). */
function isQrIban(iban: string): boolean {
  const bank = Number(iban.slice(4, 9));
  return bank >= 30_000 && bank <= 31_999;
}

function reference(reader: FieldReader, iban: string): [kind: string, reference: string] {
  const written = reader.compact("reference");
  if (isQrIban(iban) && !/^\d{27}$/.test(written))
    reader.fail("reference", "must be a QR reference of 27 digits, as the account is a QR-IBAN");
  if (written === "") return ["NON", ""];
  if (written.startsWith("RF")) {
    if (isCreditorReference(written)) return ["SCOR", written];
    return reader.fail("reference", "has wrong check digits");
  }
  if (!/^\d{27}$/.test(written))
    reader.fail("reference", "is neither 27 digits nor a creditor reference (RF)");
  if (recursiveDigit(written.slice(0, -1)) !== written.at(-1))
    reader.fail("reference", "has a wrong check digit", "make it with mod10(...)");
  if (!isQrIban(iban)) reader.fail("iban", "must be a QR-IBAN, as the reference is a QR reference");
  return ["QRR", written];
}

function information(reader: FieldReader): string[] {
  const message = reader.optional("message", UNSTRUCTURED_MAX);
  const bill = reader.optional("bill-information", UNSTRUCTURED_MAX);
  if (message.length + bill.length > UNSTRUCTURED_MAX)
    reader.fail("message", `is with the bill information over ${UNSTRUCTURED_MAX} characters`);
  const lines = [message, "EPD"];
  const alternatives = ["alternative-1", "alternative-2"]
    .map((name) => reader.optional(name, 100))
    .filter((text) => text !== "");
  if (bill !== "" || alternatives.length > 0) lines.push(bill, ...alternatives);
  return lines;
}
