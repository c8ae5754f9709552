import type { Pdfium } from "./pdfium.ts";

/** An area of a page in points from its lower left corner. */
export interface PointBox {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** FPDF_PAGEOBJ_TEXT. */
const TEXT = 1;
const FLOAT_BYTES = 4;
const FLOATS = 6;
/** Half an inch: outlines may exceed the bounds that PDFium derives from fonts. */
const MARGIN = 36;

/**
 * The objects of a page that neither are drawn in an area nor have characters that begin in it.
 * PDFium finds the characters of all objects at once, which takes as long as reading the page.
 */
export function objectsBeside(pdfium: Pdfium, page: number, area: PointBox): number[] {
  const raw = pdfium.wasmExports;
  const at = pdfium._malloc(FLOATS * FLOAT_BYTES);
  const beside: number[] = [];
  const count = raw.FPDFPage_CountObjects(page);
  for (let index = 0; index < count; index += 1) {
    const object = raw.FPDFPage_GetObject(page, index);
    const reach = reachOf(pdfium, object, at);
    if (reach !== undefined && !touches(reach, area)) beside.push(object);
  }
  pdfium._free(at);
  return beside;
}

/** Inactive objects have no characters, and are not drawn. */
export function setActive({ wasmExports }: Pdfium, objects: readonly number[], to: boolean): void {
  for (const object of objects) wasmExports.FPDFPageObj_SetIsActive(object, to ? 1 : 0);
}

/**
 * The bounds of an object; of text, with the beginning of its baseline: the glyphs of a line may
 * all be far above it. Undefined if PDFium does not know them.
 */
function reachOf(pdfium: Pdfium, object: number, at: number): PointBox | undefined {
  const raw = pdfium.wasmExports;
  const [second, third, fourth] = [at + FLOAT_BYTES, at + 2 * FLOAT_BYTES, at + 3 * FLOAT_BYTES];
  if (raw.FPDFPageObj_GetBounds(object, at, second, third, fourth) === 0) return undefined;
  const [left = 0, bottom = 0, right = 0, top = 0] = floatsAt(pdfium, at);
  const box = { left, bottom, right, top };
  if (raw.FPDFPageObj_GetType(object) !== TEXT) return box;
  if (raw.FPDFPageObj_GetMatrix(object, at) === 0) return undefined;
  const [, , , , x = 0, y = 0] = floatsAt(pdfium, at);
  return {
    left: Math.min(left, x),
    bottom: Math.min(bottom, y),
    right: Math.max(right, x),
    top: Math.max(top, y),
  };
}

/** Its memory may have moved with each call. */
function floatsAt({ HEAPU8 }: Pdfium, at: number): Float32Array {
  return new Float32Array(HEAPU8.buffer, at, FLOATS);
}

function touches(one: PointBox, other: PointBox): boolean {
  return (
    one.left - MARGIN <= other.right &&
    one.right + MARGIN >= other.left &&
    one.bottom - MARGIN <= other.top &&
    one.top + MARGIN >= other.bottom
  );
}
