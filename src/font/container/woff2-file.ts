import { FontError } from "../font-error.ts";
import { tooLarge } from "./woff-file.ts";

const HEADER_BYTES = 48;

/**
 * The font that a WOFF2 file packs (W3C Recommendation, section 4.1). The library is loaded only
 * now, as few layouts have such files. Throws a `FontError`.
 */
export async function unpackWoff2(bytes: Uint8Array, sizeBytesMax: number): Promise<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isWhole = view.byteLength >= HEADER_BYTES && view.getUint32(8) === view.byteLength;
  if (!isWhole)
    throw new FontError("font.truncated", "The WOFF2 file is truncated: copy it again.");
  if (view.getUint32(16) > sizeBytesMax) throw tooLarge(sizeBytesMax);
  const { default: decompress } = await import("woff2-encoder/decompress");
  let font: Uint8Array;
  try {
    font = await decompress(bytes);
  } catch {
    throw new FontError(
      "font.damaged",
      "The WOFF2 file cannot be unpacked: get it from its source again.",
    );
  }
  if (font.length > sizeBytesMax) throw tooLarge(sizeBytesMax);
  return font;
}
