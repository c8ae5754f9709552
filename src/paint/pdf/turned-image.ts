import { asciiBytes } from "../../pdf/strings.ts";

/** Draws the image `J` on the unit square, turned by a matrix of it (ISO 32000-1, 8.9.5). */
export function turnedImage(matrix: string): Uint8Array {
  return asciiBytes(`q\n${matrix} cm\n/J Do\nQ\n`);
}
