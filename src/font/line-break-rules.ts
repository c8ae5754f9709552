import { CLASS_NAMES, classNumber } from "./line-break-table.ts";

/**
 * The rules of UAX #14 about two classes side by side, LB11 to LB30b, in order: of those that fit
 * the first one counts, and what none fits may break (LB31). `*` is every class, `-` leaves some
 * out. What needs more than two characters is in `unicode-breaks`.
 */
const PAIR_RULES = [
  "* × WJ", // LB11
  "WJ × *",
  "GL × *", // LB12
  "*-SP-BA-HY × GL", // LB12a
  "* × CL CP CPw EX IS SY", // LB13
  "OP OPw × *", // LB14
  "QU × OP OPw", // LB15
  "CL CP CPw × NS", // LB16
  "B2 × B2", // LB17
  "SP ÷ *", // LB18
  "* × QU", // LB19
  "QU × *",
  "* ÷ CB", // LB20
  "CB ÷ *",
  "* × BA HY NS", // LB21
  "BB × *",
  "SY × HL", // LB21b
  "* × IN", // LB22
  "AL SA HL × NU", // LB23
  "NU × AL SA HL",
  "PR × ID XP EB EM", // LB23a
  "ID XP EB EM × PO",
  "PR PO × AL SA HL", // LB24
  "AL SA HL × PR PO",
  "PR PO OP OPw HY NU × NU", // LB25, with what `isWithinNumber` adds
  "JL × JL JV H2 H3", // LB26
  "JV H2 × JV JT",
  "JT H3 × JT",
  "JL JV JT H2 H3 × PO", // LB27
  "PR × JL JV JT H2 H3",
  "AL SA HL × AL SA HL", // LB28
  "IS × AL SA HL", // LB29
  "AL SA HL NU × OP", // LB30
  "CP × AL SA HL NU",
  "EB XP × EM", // LB30b
];

/** The same of a class, spaces and another: LB11, LB13 to LB18. */
const SPACED_RULES = [
  "* × WJ CL CP CPw EX IS SY",
  "OP OPw × *",
  "QU × OP OPw",
  "CL CP CPw × NS",
  "B2 × B2",
];

/** For each pair of classes whether it stays together: a row for each class on the left. */
export interface PairTable {
  readonly direct: readonly Uint8Array[];
  readonly spaced: readonly Uint8Array[];
}

let table: PairTable | undefined;

/** Made when it is first needed. */
export function pairTable(): PairTable {
  table ??= { direct: madeFrom(PAIR_RULES), spaced: madeFrom(SPACED_RULES) };
  return table;
}

function madeFrom(rules: readonly string[]): Uint8Array[] {
  const together = CLASS_NAMES.map(() => new Uint8Array(CLASS_NAMES.length));
  // The last to write is the first in order.
  for (const rule of rules.toReversed()) {
    const isKept = rule.includes("×");
    const [left = "", right = ""] = rule.split(/ [×÷] /);
    for (const one of numbersOf(left))
      for (const other of numbersOf(right)) together[one]?.fill(isKept ? 1 : 0, other, other + 1);
  }
  return together;
}

function numbersOf(names: string): number[] {
  if (!names.startsWith("*")) return names.split(" ").map(classNumber);
  const omitted = names.split("-").slice(1);
  return CLASS_NAMES.filter((name) => !omitted.includes(name)).map(classNumber);
}
