import { sha256 } from "../base/hash.ts";
import type { BarcodeCorrection, BarcodeKind, BoundCode, PaymentFields } from "../model/barcode.ts";
import { encodeSymbol } from "./encode-symbol.ts";
import { type BadPayload, type EncodedSymbol, isBadPayload } from "./encoded-symbol.ts";
import { EPC_LEVEL, EPC_VERSION_MAX, epcPayload } from "./epc-payload.ts";
import { encodeQr } from "./qr.ts";
import {
  SWISS_BILL_LEVEL,
  SWISS_BILL_VERSION_MAX,
  swissBillPayload,
} from "./swiss-bill-payload.ts";
import { SYMBOLOGIES } from "./symbology.ts";

const DIGEST_LENGTH = 32;
const MODULES_DIGEST_LENGTH = 16;

/** A text as a code of a kind, or why it cannot be one. */
export function codeOfText(
  kind: BarcodeKind,
  text: string,
  correction: BarcodeCorrection,
): BoundCode | BadPayload {
  const encoded = encodeSymbol(kind, text, correction);
  return isBadPayload(encoded) ? encoded : boundCode(kind, encoded, false);
}

/** The QR code of a payment, or why it cannot be one. */
export function codeOfPayment(
  form: "epc" | "swiss-bill",
  fields: PaymentFields,
): BoundCode | BadPayload {
  const isSwiss = form === "swiss-bill";
  const text = isSwiss ? swissBillPayload(fields) : epcPayload(fields);
  if (typeof text !== "string") return text;
  const modules = encodeQr(text, {
    level: isSwiss ? SWISS_BILL_LEVEL : EPC_LEVEL,
    versionMax: isSwiss ? SWISS_BILL_VERSION_MAX : EPC_VERSION_MAX,
    bytesOnly: true,
  });
  if (modules === undefined) return { fault: "is longer than the largest symbol holds" };
  return boundCode("qr", { modules, text, shown: "" }, isSwiss);
}

function boundCode(kind: BarcodeKind, encoded: EncodedSymbol, hasSwissCross: boolean): BoundCode {
  const { modules, text, shown } = encoded;
  const { rowModules } = SYMBOLOGIES[kind];
  // A verifier works this out again from what it reads: the kind, a line feed, the text.
  const digest = sha256(`${kind}\n${text}`).slice(0, DIGEST_LENGTH);
  const modulesDigest = sha256(modules.bits).slice(0, MODULES_DIGEST_LENGTH);
  return { kind, modules, rowModules, shown, digest, modulesDigest, hasSwissCross };
}
