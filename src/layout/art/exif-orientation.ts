const ORIENTATION_TAG = 0x0112;
const ENTRY_BYTES = 12;

/**
 * How a picture must be turned before it is shown, from its Exif data (a TIFF header and its first
 * directory; Exif 2.32, 4.6.4): 1 as it is, 2 to 8 mirrored or turned; 1 if it does not say.
 */
export function exifOrientation(exif: Uint8Array): number {
  if (exif.length < 8) return 1;
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  const isLittle = view.getUint16(0) === 0x4949;
  if (!isLittle && view.getUint16(0) !== 0x4d4d) return 1;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > exif.length) return 1;
  const count = view.getUint16(directory, isLittle);
  for (let entry = 0; entry < count; entry += 1) {
    const at = directory + 2 + entry * ENTRY_BYTES;
    if (at + ENTRY_BYTES > exif.length) return 1;
    if (view.getUint16(at, isLittle) !== ORIENTATION_TAG) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** Whether the displayed image has the picture's width as its height. */
export function isOnItsSide(orientation: number): boolean {
  return orientation >= 5;
}
