import { codeOfPayment, codeOfText } from "../../barcode/bound-code.ts";
import { type BadPayload, isBadPayload } from "../../barcode/encoded-symbol.ts";
import type { BarcodeBlock, BarcodePayload } from "../../model/block.ts";
import type { Path } from "../../yaml/yaml-source.ts";
import type { LayoutCheck } from "../layout-check.ts";

/** Texts as written, by the names of a payment's fields, or the `value` alone. */
export type WrittenTexts = ReadonlyMap<string, string>;

/** What is the same for all records is encoded now, so that its faults are the layout's. */
export function checkConstants(
  check: LayoutCheck,
  path: Path,
  { payload, symbology, correction }: BarcodeBlock,
  written: WrittenTexts,
): void {
  const constants = new Map([...written].filter(([, text]) => !/[{}]/.test(text)));
  if (payload.form !== "text") {
    checkPayment(check, [...path, payload.form], payload, constants);
    return;
  }
  const said = constants.get("value");
  if (said === undefined) return;
  const code = codeOfText(symbology, said, correction);
  if (isBadPayload(code)) report(check, [...path, "value"], code);
}

/** Samples stand where the record's values will: only a fault of the layout's own is reported. */
function checkPayment(
  check: LayoutCheck,
  path: Path,
  { form, fields }: Exclude<BarcodePayload, { form: "text" }>,
  constants: WrittenTexts,
): void {
  const samples = fields
    .filter(({ name }) => !constants.has(name))
    .map(({ name }) => [name, sampleOf(name, constants)] as const);
  const code = codeOfPayment(form, new Map([...constants, ...samples]));
  if (!isBadPayload(code)) return;
  const { field } = code;
  // One that is not written at all is the layout's, too.
  const isOwn = field === undefined || !samples.some(([name]) => name === field);
  if (isOwn) report(check, field === undefined ? path : [...path, ...field.split(".")], code);
}

const PLAIN_IBAN = "CH9300762011623852957";
const QR_IBAN = "CH4431999123000889012";
const QR_REFERENCE = "210000000003139471430009017";

/** What passes for a field that only records have, beside the constants there are. */
function sampleOf(name: string, constants: WrittenTexts): string {
  const written = (field: string): string => constants.get(field)?.replaceAll(/\s/g, "") ?? "";
  if (name === "iban") return /^\d{27}$/.test(written("reference")) ? QR_IBAN : PLAIN_IBAN;
  if (name === "reference") return /^.{4}3[01]/.test(written("iban")) ? QR_REFERENCE : "";
  if (name === "currency") return "CHF";
  if (name.endsWith(".country")) return "CH";
  return name === "bic" || name === "purpose" || name === "message" ? "" : "1";
}

function report(check: LayoutCheck, path: Path, { fault, hint }: BadPayload): void {
  const message = `The content of the barcode ${fault}; correct it.`;
  check.source.report("bad-barcode", path, message, { hint });
}
