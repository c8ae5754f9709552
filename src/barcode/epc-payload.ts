import { isCreditorReference, isIban } from "../base/check-digits.ts";
import type { PaymentFields } from "../model/barcode.ts";
import type { BadPayload } from "./encoded-symbol.ts";
import { builtPayload, FieldReader, paymentAmount } from "./payment-fields.ts";

/** EPC069-12: error correction, and the largest version. */
export const EPC_LEVEL = "M";
export const EPC_VERSION_MAX = 13;
const BYTES_MAX = 331;
const ONE_LINE = /^[^\p{Cc}\p{Co}\p{Cn}]*$/u;

/**
 * The payload of a code that begins a SEPA credit transfer (EPC069-12, version 2): lines of UTF-8,
 * the last of which are left out where they are empty.
 */
export function epcPayload(fields: PaymentFields): string | BadPayload {
  return builtPayload(() => {
    const reader = new FieldReader(fields, ONE_LINE);
    const iban = reader.compact("iban");
    if (!isIban(iban)) reader.fail("iban", "is not an IBAN with its right check digits");
    const bic = reader.compact("bic");
    if (bic !== "" && !/^[A-Z]{6}[\dA-Z]{2}(?:[\dA-Z]{3})?$/.test(bic))
      reader.fail("bic", "is not a BIC of 8 or 11 characters");
    const purpose = reader.compact("purpose");
    if (!/^[\dA-Z]{0,4}$/.test(purpose)) reader.fail("purpose", "is not a code of four characters");
    const reference = reader.compact("reference");
    if (reference !== "" && !isCreditorReference(reference))
      reader.fail("reference", "is not a creditor reference (RF) with its right check digits");
    const message = reader.optional("message", 140);
    if (reference !== "" && message !== "")
      reader.fail("message", "cannot stand beside a reference", "give one of them");
    const amount = paymentAmount(reader);
    const lines = ["BCD", "002", "1", "SCT", bic, reader.required("name", 70), iban];
    lines.push(amount === "" ? "" : `EUR${amount.replace(/^0+(?=\d)/, "")}`, purpose);
    lines.push(reference, message, reader.optional("information", 70));
    const payload = lines.join("\n").trimEnd();
    if (Buffer.byteLength(payload) > BYTES_MAX)
      reader.fail("message", `makes the code longer than ${BYTES_MAX} bytes`, "shorten it");
    return payload;
  });
}
