/** What a PICTURE says of a field. */
export interface Picture {
  readonly kind: "text" | "number";
  /** Characters, or digits. */
  readonly size: number;
  readonly decimals: number;
  readonly isSigned: boolean;
}

const REPEATED = /(.)\((\d+)\)/g;
const SIZE_MAX = 1_000_000;
const NUMBER = /^S?9*V?9*$/;
/** Alphanumeric, and numbers as they are printed: the job's converters read those. */
const TEXT = /^(?:CR|DB|[AXB90Z*$+\-,./V])+$/;

/** Reads a PICTURE such as `S9(7)V99`; undefined if it cannot be read. */
export function pictureOf(text: string): Picture | undefined {
  if ([...text.matchAll(REPEATED)].some(([, , count]) => Number(count) > SIZE_MAX))
    return undefined;
  const long = text.replaceAll(REPEATED, (_, sign: string, count: string) =>
    sign.repeat(Number(count)),
  );
  if (NUMBER.test(long) && long.includes("9")) {
    const [whole = "", decimals = ""] = long.replace("S", "").split("V");
    const size = whole.length + decimals.length;
    return { kind: "number", size, decimals: decimals.length, isSigned: long.startsWith("S") };
  }
  if (!TEXT.test(long)) return undefined;
  return { kind: "text", size: long.replace("V", "").length, decimals: 0, isSigned: false };
}
