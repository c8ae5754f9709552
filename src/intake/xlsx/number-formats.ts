/** What a number of a cell stands for, by its format. */
export type NumberKind = "number" | "date" | "time" | "duration" | ZeroPattern;

/** Digits with leading zeros, such as `00000` for a ZIP code. */
export interface ZeroPattern {
  readonly zeros: string;
}

const ZEROS = /^0{2,}(-0+)*$|^0+(-0+)+$/;
/** What is shown as it stands, and what has no effect on the kind. */
const LITERALS = /"[^"]*"|\\.|_.|\*.|\[(?!(h+|m+|s+)\])[^\]]*\]/gi;

/** The kind of a format code (ECMA-376 part 1, 18.8.31). */
export function kindOfCode(code: string): NumberKind {
  const first = code.split(";")[0] ?? "";
  const plain = first.replace(LITERALS, "");
  if (ZEROS.test(plain)) return { zeros: plain };
  if (/\[(h+|m+|s+)\]/i.test(plain)) return "duration";
  if (/general/i.test(plain)) return "number";
  if (/[dy]/i.test(plain)) return "date";
  if (/[hs]/i.test(plain)) return "time";
  return /m/i.test(plain) ? "date" : "number";
}

/** The kind of a built-in format (18.8.30, those of East Asian languages included). */
export function kindOfBuiltIn(id: number): NumberKind {
  if (id === 46) return "duration";
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return "time";
  const isDate = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return isDate ? "date" : "number";
}
