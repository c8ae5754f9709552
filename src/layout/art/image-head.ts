import { exifOrientation } from "./exif-orientation.ts";

/** What an image file says about its picture before the pixels. */
export interface ImageHead {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 1 as it is, 2 to 8 as in Exif. */
  readonly orientation: number;
  /** Whether its inks are stored inverted, as Adobe's programs do in four-ink JPEG files. */
  readonly isInverted: boolean;
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * The head of a PNG (ISO/IEC 15948, 11.2.2 and, for its Exif chunk, the extensions of 2017);
 * undefined if the bytes are not a PNG.
 */
export function pngHead(bytes: Uint8Array): ImageHead | undefined {
  if (bytes.length < 33 || PNG_SIGNATURE.some((byte, index) => bytes[index] !== byte))
    return undefined;
  const view = viewOf(bytes);
  const [widthPx, heightPx] = [view.getUint32(16), view.getUint32(20)];
  if (widthPx === 0 || heightPx === 0) return undefined;
  return { widthPx, heightPx, orientation: pngOrientation(bytes, view), isInverted: false };
}

function pngOrientation(bytes: Uint8Array, view: DataView): number {
  let offset = 8;
  while (offset + 12 <= bytes.length) {
    const length = view.getUint32(offset);
    const type = asciiAt(bytes, offset + 4, 4);
    if (type === "eXIf") return exifOrientation(bytes.subarray(offset + 8, offset + 8 + length));
    offset += 12 + length;
  }
  return 1;
}

/**
 * The head of a JPEG up to its first frame (ISO/IEC 10918-1, B.2.2), with what its application
 * segments say (Exif in APP1, Adobe in APP14: ISO/IEC 10918-6, 6.5.3); undefined if the bytes are
 * not a JPEG or have no frame.
 */
export function jpegHead(bytes: Uint8Array): ImageHead | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = viewOf(bytes);
  let [offset, orientation, isAdobe] = [2, 1, false];
  while (offset + 9 < bytes.length) {
    if (bytes[offset] !== 0xff) return undefined;
    const marker = bytes[offset + 1] as number;
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (isFrame(marker)) {
      const [heightPx, widthPx] = [view.getUint16(offset + 5), view.getUint16(offset + 7)];
      const isInverted = isAdobe && bytes[offset + 9] === 4;
      return widthPx > 0 && heightPx > 0
        ? { widthPx, heightPx, orientation, isInverted }
        : undefined;
    }
    const length = view.getUint16(offset + 2);
    const segment = bytes.subarray(offset + 4, offset + 2 + length);
    if (marker === 0xe1 && asciiAt(segment, 0, 6) === "Exif\0\0")
      orientation = exifOrientation(segment.subarray(6));
    if (marker === 0xee && asciiAt(segment, 0, 5) === "Adobe") isAdobe = true;
    offset += 2 + length;
  }
  return undefined;
}

/** SOF0 to SOF15 except DHT (C4), JPG (C8) and DAC (CC). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function asciiAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
