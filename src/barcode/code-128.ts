import { BarWriter } from "./bar-writer.ts";
import type { SymbolModules } from "../model/barcode.ts";

/** Stands for the function character 1 in a payload: a private character. */
export const FNC1 = "\uE0F1";

/** Bars and spaces by value (ISO/IEC 15417, Table 1). */
const PATTERNS = (
  "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 " +
  "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 " +
  "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 " +
  "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 " +
  "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 " +
  "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 " +
  "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 " +
  "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 " +
  "211214 211232"
).split(" ");
const STOP = "2331112";
const START_A = 103;
const FNC1_VALUE = 102;
/** Values that change to set A, B and C, the same in all sets that have them. */
const CHANGES = [101, 100, 99] as const;

const SETS = [0, 1, 2] as const;
type CodeSet = (typeof SETS)[number];
const SET_C: CodeSet = 2;
const UNREACHED = 1e9;

/** How a payload is written from a place on: how many values that takes, and in which set. */
interface Step {
  readonly cost: number;
  readonly set: CodeSet;
}

/** A text of ASCII characters, and FNC1, in as few values as the three code sets allow. */
export function encodeCode128(text: string): SymbolModules | undefined {
  const values = code128Values(text);
  if (values === undefined) return undefined;
  const sum = values.reduce((total, value, at) => total + value * Math.max(1, at), 0);
  const bars = new BarWriter();
  for (const value of [...values, sum % 103]) bars.widths(PATTERNS[value] ?? "");
  bars.widths(STOP);
  return bars.symbol();
}

function code128Values(text: string): number[] | undefined {
  const steps = plannedSteps(text);
  const first = cheapest(SETS.map((set) => steps[0]?.[set]?.cost ?? UNREACHED));
  if ((steps[0]?.[first]?.cost ?? UNREACHED) >= UNREACHED) return undefined;
  const values = [START_A + first];
  let set = first;
  for (let at = 0; at < text.length;) {
    const next = steps[at]?.[set]?.set ?? set;
    if (next !== set) values.push(CHANGES[next]);
    set = next;
    values.push(valueIn(text, at, set));
    at += lengthIn(text, at, set);
  }
  return values;
}

/** By place and set there: the cheapest way to the end, worked out from the end on. */
function plannedSteps(text: string): Step[][] {
  const steps: Step[][] = [];
  steps[text.length] = SETS.map((set) => ({ cost: 0, set }));
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const inSet = SETS.map((set) => {
      const length = lengthIn(text, at, set);
      return length === 0 ? UNREACHED : 1 + (steps[at + length]?.[set]?.cost ?? UNREACHED);
    });
    steps[at] = SETS.map((from): Step => {
      const costs = inSet.map((cost, set) => cost + (set === from ? 0 : 1));
      const set = cheapest(costs);
      return { cost: costs[set] ?? UNREACHED, set };
    });
  }
  return steps;
}

function cheapest(costs: readonly number[]): CodeSet {
  return SETS.reduce((best, set) =>
    (costs[set] ?? UNREACHED) < (costs[best] ?? UNREACHED) ? set : best,
  );
}

/** How many characters one value of a set takes at a place; 0 if the set lacks them. */
function lengthIn(text: string, at: number, set: CodeSet): number {
  if (text[at] === FNC1) return 1;
  const code = text.charCodeAt(at);
  if (set === SET_C) return isDigit(code) && isDigit(text.charCodeAt(at + 1)) ? 2 : 0;
  const isIn = set === 0 ? code < 96 : code >= 32 && code < 128;
  return isIn ? 1 : 0;
}

function valueIn(text: string, at: number, set: CodeSet): number {
  if (text[at] === FNC1) return FNC1_VALUE;
  if (set === SET_C) return Number(text.slice(at, at + 2));
  const code = text.charCodeAt(at);
  return code < 32 ? code + 64 : code - 32;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
