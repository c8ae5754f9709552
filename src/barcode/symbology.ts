import { type Mpt, parseLength } from "../base/units.ts";
import type { BarcodeCorrection, BarcodeKind } from "../model/barcode.ts";

/** What is the same for all symbols of a kind. */
export interface Symbology {
  /** Rows are so many modules high; 0 for bars, whose height is free. */
  readonly rowModules: number;
  /** What scanners need blank at each side, in modules. */
  readonly quietModules: number;
  /** The finest module that office printers draw and common scanners read. */
  readonly moduleMinMpt: Mpt;
  readonly moduleMpt: Mpt;
  readonly correction: BarcodeCorrection;
  /** Of all symbols, where all are equally wide. */
  readonly columns?: number;
}

const mm = (millimetres: number): Mpt => parseLength(`${millimetres}mm`) ?? 0;

const bars = { rowModules: 0, moduleMpt: mm(0.33), correction: 0 };
const dots = { rowModules: 1, moduleMinMpt: mm(0.25), moduleMpt: mm(0.4) };

/**
 * Quiet zones by the standards of each kind: ISO/IEC 18004, 16022, 15438, 24778, 15417, 15420,
 * 16388 and 16390; modules of bars by the GS1 General Specifications, 5.12, and of others 0.19 mm.
 */
export const SYMBOLOGIES: Readonly<Record<BarcodeKind, Symbology>> = {
  qr: { ...dots, quietModules: 4, correction: "M" },
  "data-matrix": { ...dots, quietModules: 1, correction: 0 },
  aztec: { ...dots, quietModules: 0, correction: 23 },
  pdf417: {
    rowModules: 3,
    quietModules: 2,
    moduleMinMpt: mm(0.19),
    moduleMpt: mm(0.3),
    correction: 3,
  },
  "code-128": { ...bars, quietModules: 10, moduleMinMpt: mm(0.19) },
  "gs1-128": { ...bars, quietModules: 10, moduleMinMpt: mm(0.25) },
  "ean-13": { ...bars, quietModules: 11, moduleMinMpt: mm(0.264), columns: 95 },
  "ean-8": { ...bars, quietModules: 7, moduleMinMpt: mm(0.264), columns: 67 },
  "code-39": { ...bars, quietModules: 10, moduleMinMpt: mm(0.19) },
  "interleaved-2-of-5": { ...bars, quietModules: 10, moduleMinMpt: mm(0.19) },
};
