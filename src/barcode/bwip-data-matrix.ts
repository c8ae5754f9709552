import { createRequire } from "node:module";
import type * as Bwip from "bwip-js/node";
import type { SymbolModules } from "../model/barcode.ts";
import { setBit } from "./cells.ts";

let bwip: typeof Bwip | undefined;

/**
 * A Data Matrix larger than those that encoders of our own have, or undefined where the text does
 * not fit.
 */
export function bwipDataMatrix(text: string): SymbolModules | undefined {
  // A megabyte of code that few layouts need is loaded by the first that does.
  bwip ??= createRequire(import.meta.url)("bwip-js/node") as typeof Bwip;
  const [symbol] = rawOf(bwip, { bcid: "datamatrix", text });
  if (symbol === undefined) return undefined;
  const { pixs, pixx: columns } = symbol;
  const rows = Math.floor(pixs.length / columns);
  const rowBytes = (columns + 7) >> 3;
  const bits = new Uint8Array(rowBytes * rows);
  for (let at = 0; at < rows * columns; at += 1) {
    if (pixs[at] !== 1) continue;
    setBit(bits, rowBytes, at % columns, Math.floor(at / columns));
  }
  return { columns, rows, bits };
}

interface RawSymbol {
  readonly pixs: readonly number[];
  readonly pixx: number;
}

type Raw = readonly RawSymbol[];

/** The library says by an exception that a text does not fit. */
function rawOf(library: typeof Bwip, options: Parameters<typeof Bwip.raw>[0]): Raw {
  try {
    return library.raw(options) as Raw;
  } catch (error) {
    if (String(error).includes("bwipp.")) return [];
    throw error;
  }
}
