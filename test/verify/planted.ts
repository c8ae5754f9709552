import { encodeDataMatrix, paintDataMatrixMask } from "../../src/barcode/data-matrix.ts";
import { paintImbMask } from "../../src/barcode/imb-geometry.ts";
import { encodeImb } from "../../src/barcode/imb.ts";
import type { SpoolEditor } from "./edit-spool.ts";

const IMB = /(\/W 580\/H 3 ID )([\s\S]{219})/;
const MATRIX = /(\/W 18\/H 18 ID )([\s\S]{54})/;

/** The masks of the marks on a page, as the PDF file has them. */
export function imbMask(spool: SpoolEditor, page: number): string {
  return maskIn(spool, page, IMB);
}

export function matrixMask(spool: SpoolEditor, page: number): string {
  return maskIn(spool, page, MATRIX);
}

export function setImb(spool: SpoolEditor, page: number, mask: string): void {
  setMask(spool, page, IMB, mask);
}

export function setMatrix(spool: SpoolEditor, page: number, mask: string): void {
  setMask(spool, page, MATRIX, mask);
}

/** The mask of an Intelligent Mail barcode with these digits. */
export function imbOf(digits: string): string {
  const [bars, mask] = [new Uint8Array(65), new Uint8Array(219)];
  encodeImb(digits.slice(0, 20), digits.slice(20), bars);
  paintImbMask(bars, mask);
  return Buffer.from(mask).toString("latin1");
}

/** The mask of a Data Matrix with this text, of the size that marks have. */
export function matrixOf(text: string): string {
  const mask = new Uint8Array(54);
  paintDataMatrixMask(encodeDataMatrix(text, { size: 18 }), mask);
  return Buffer.from(mask).toString("latin1");
}

/** A mask with some bits of one of its bytes turned over. */
export function flipped(mask: string, byte: number, bits: number): string {
  const bytes = Buffer.from(mask, "latin1");
  bytes[byte] = (bytes[byte] as number) ^ bits;
  return bytes.toString("latin1");
}

function maskIn(spool: SpoolEditor, page: number, pattern: RegExp): string {
  const mask = pattern.exec(spool.text(spool.overlay(page)))?.[2];
  if (mask === undefined) throw new Error(`page ${page} has no such mark`);
  return mask;
}

function setMask(spool: SpoolEditor, page: number, pattern: RegExp, mask: string): void {
  const id = spool.overlay(page);
  const text = spool.text(id);
  const changed = text.replace(pattern, (_, before: string) => `${before}${mask}`);
  if (changed === text) throw new Error(`page ${page} has this mark already`);
  spool.setText(id, changed);
}
