import type { SymbolModules } from "../model/barcode.ts";
import { BitWriter } from "./bit-writer.ts";
import { wordAt } from "./cells.ts";
import { pdf417Data } from "./pdf417-data.ts";
import { PDF417_CLUSTERS, PDF417_CODEWORD_MODULES, pdf417Pattern } from "./pdf417-patterns.ts";

const FIELD = 929;
const FIELD_ROOT = 3;
const CODEWORDS_MAX = 928;
const ROWS_MIN = 3;
const ROWS_MAX = 90;
const COLUMNS_MAX = 30;
const LEVEL_MAX = 8;
const PADDING = 900;
/** Start pattern, stop pattern and the indicators on both sides of a row. */
const FRAME_MODULES = 17 + 18 + 2 * PDF417_CODEWORD_MODULES;
const START = 0x1fea8;
const STOP = 0x3fa29;

interface Shape {
  readonly columns: number;
  readonly rows: number;
  readonly level: number;
}

/**
 * A text as a PDF417 symbol (ISO/IEC 15438) with at least a level of error correction, or undefined
 * if none holds it. It is about three times as wide as high.
 */
export function encodePdf417(text: string, levelMin: number): SymbolModules | undefined {
  const data = pdf417Data(text);
  const shape = shapeFor(data.length + 1, levelMin);
  if (shape === undefined) return undefined;
  const checks = checkCount(shape.level);
  const codewords = new Int32Array(shape.columns * shape.rows);
  const counted = codewords.length - checks;
  codewords.fill(PADDING);
  codewords[0] = counted;
  codewords.set(data, 1);
  writeChecks(codewords, counted, checks);
  return modulesOf(codewords, shape);
}

function checkCount(level: number): number {
  return 2 << level;
}

/** The shape, and the highest level that its free codewords have room for. */
function shapeFor(dataCodewords: number, levelMin: number): Shape | undefined {
  const needed = dataCodewords + checkCount(levelMin);
  if (needed > CODEWORDS_MAX) return undefined;
  let columns = Math.max(1, Math.round(Math.sqrt((needed - 1) / 3)));
  while (columns < COLUMNS_MAX && columns * rowsFor(needed, columns) > CODEWORDS_MAX) columns += 1;
  const rows = rowsFor(needed, columns);
  if (rows > ROWS_MAX || columns * rows > CODEWORDS_MAX) return undefined;
  let level = levelMin;
  while (level < LEVEL_MAX && dataCodewords + checkCount(level + 1) <= columns * rows) level += 1;
  return { columns, rows, level };
}

function rowsFor(codewords: number, columns: number): number {
  return Math.max(ROWS_MIN, Math.ceil(codewords / columns));
}

const generators = new Map<number, Int32Array>();

/** The coefficients of the polynomial with the roots 3, 9 and so on, highest power first. */
function generator(count: number): Int32Array {
  const known = generators.get(count);
  if (known !== undefined) return known;
  const made = new Int32Array(count + 1);
  made[0] = 1;
  for (let index = 1, root = FIELD_ROOT; index <= count; index += 1) {
    for (let power = index; power > 0; power -= 1)
      made[power] = (wordAt(made, power) + (FIELD - root) * wordAt(made, power - 1)) % FIELD;
    root = (root * FIELD_ROOT) % FIELD;
  }
  const coefficients = made.subarray(1);
  generators.set(count, coefficients);
  return coefficients;
}

/** Reed-Solomon over the numbers modulo 929: what makes the whole divisible by the generator. */
function writeChecks(codewords: Int32Array, end: number, count: number): void {
  const coefficients = generator(count);
  const rest = new Int32Array(count + 1);
  for (let at = 0; at < end; at += 1) {
    const factor = FIELD - ((wordAt(codewords, at) + wordAt(rest, 0)) % FIELD);
    for (let index = 0; index < count; index += 1)
      rest[index] = (wordAt(rest, index + 1) + factor * wordAt(coefficients, index)) % FIELD;
  }
  for (let index = 0; index < count; index += 1)
    codewords[end + index] = (FIELD - wordAt(rest, index)) % FIELD;
}

function modulesOf(codewords: Int32Array, shape: Shape): SymbolModules {
  const { columns, rows } = shape;
  const width = columns * PDF417_CODEWORD_MODULES + FRAME_MODULES;
  const bits = new Uint8Array(((width + 7) >> 3) * rows);
  const writer = new BitWriter(bits);
  for (let row = 0; row < rows; row += 1) {
    const cluster = row % PDF417_CLUSTERS;
    const put = (codeword: number): void =>
      writer.write(pdf417Pattern(cluster, codeword), PDF417_CODEWORD_MODULES);
    writer.write(START, 17);
    put(indicator(shape, row, cluster));
    for (let column = 0; column < columns; column += 1)
      put(wordAt(codewords, row * columns + column));
    put(indicator(shape, row, (cluster + 2) % PDF417_CLUSTERS));
    writer.write(STOP, 18);
    writer.flush();
  }
  return { columns: width, rows, bits };
}

/** What tells a row's number, and one of three: rows, level or columns (5.11.3). */
function indicator({ columns, rows, level }: Shape, row: number, says: number): number {
  const group = 30 * Math.floor(row / PDF417_CLUSTERS);
  const last = rows - 1;
  if (says === 0) return group + Math.floor(last / 3);
  return says === 1 ? group + level * 3 + (last % 3) : group + columns - 1;
}
