import { assert, assertNever } from "../base/assert.ts";
import type { BarcodeCorrection, BarcodeKind, QrLevel } from "../model/barcode.ts";
import { encodeAztec } from "./aztec.ts";
import { bwipDataMatrix } from "./bwip-data-matrix.ts";
import { encodeCode128, FNC1 } from "./code-128.ts";
import { encodeCode39 } from "./code-39.ts";
import { dataMatrixSizeFor, encodeDataMatrix, paintDataMatrixMask } from "./data-matrix.ts";
import { encodeEan } from "./ean.ts";
import { type BadPayload, type EncodedSymbol, isBadPayload } from "./encoded-symbol.ts";
import { gs1Payload } from "./gs1.ts";
import { encodeInterleaved2of5 } from "./interleaved-2-of-5.ts";
import { encodePdf417 } from "./pdf417.ts";
import { encodeQr } from "./qr.ts";

const EMPTY: BadPayload = { fault: "is empty" };

/** A payload as a symbol of a kind, or why it cannot be one. */
export function encodeSymbol(
  kind: BarcodeKind,
  text: string,
  correction: BarcodeCorrection,
): EncodedSymbol | BadPayload {
  if (text === "") return EMPTY;
  switch (kind) {
    case "qr":
      return orTooLong(encodeQr(text, { level: qrLevel(correction) }), text);
    case "data-matrix":
      return encodeMatrix(text);
    case "pdf417":
      return orTooLong(encodePdf417(text, amount(correction)), text);
    case "aztec":
      return orTooLong(encodeAztec(text, amount(correction)), text);
    case "code-128":
      return encodeCharacters(text);
    case "gs1-128":
      return encodeGs1(text);
    case "ean-13":
      return encodeEan(text, 13);
    case "ean-8":
      return encodeEan(text, 8);
    case "code-39":
      return encodeCode39(text);
    case "interleaved-2-of-5":
      return encodeInterleaved2of5(text);
    default:
      return assertNever(kind, "barcode");
  }
}

function qrLevel(correction: BarcodeCorrection): QrLevel {
  assert(typeof correction === "string", "a QR code has a level of correction");
  return correction;
}

function amount(correction: BarcodeCorrection): number {
  assert(typeof correction === "number", "the symbol has an amount of correction");
  return correction;
}

function orTooLong(
  modules: EncodedSymbol["modules"] | undefined,
  text: string,
): EncodedSymbol | BadPayload {
  if (modules !== undefined) return { modules, text, shown: text };
  return { fault: "is longer than the largest symbol holds", hint: "shorten it" };
}

function encodeMatrix(text: string): EncodedSymbol | BadPayload {
  const size = dataMatrixSizeFor(text);
  if (size === undefined) return orTooLong(bwipDataMatrix(text), text);
  const bits = new Uint8Array(size * ((size + 7) >> 3));
  paintDataMatrixMask(encodeDataMatrix(text), bits);
  return { modules: { columns: size, rows: size, bits }, text, shown: text };
}

function encodeCharacters(text: string): EncodedSymbol | BadPayload {
  const modules = text.includes(FNC1) ? undefined : encodeCode128(text);
  if (modules !== undefined) return { modules, text, shown: text };
  return { fault: "has characters beyond ASCII", hint: "leave them out, or use qr" };
}

function encodeGs1(text: string): EncodedSymbol | BadPayload {
  const payload = gs1Payload(text);
  if (typeof payload !== "string") return isBadPayload(payload) ? payload : EMPTY;
  const modules = encodeCode128(payload);
  if (modules === undefined) return EMPTY;
  return { modules, text: readText(payload), shown: text };
}

/** What readers give for a payload: separators as GS, the first of all not at all. */
function readText(payload: string): string {
  return payload.slice(1).replaceAll(FNC1, "\x1d");
}
