/** Whole numbers, ascending, as text such as `17,40-52`. */
export function rangesText(numbers: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(",");
}

/** Ranges shown to people in one line. */
const SHOWN_MAX = 20;

/** The same for people: the first of many ranges. */
export function someRanges(numbers: readonly number[]): string {
  const ranges = rangesText(numbers).split(",");
  const shown = ranges.slice(0, SHOWN_MAX).join(",");
  return ranges.length > SHOWN_MAX ? `${shown} and others` : shown;
}

/** Reads what `rangesText` wrote. */
export function numbersOf(text: string): number[] {
  if (text === "") return [];
  return text.split(",").flatMap((part) => {
    const [from = 0, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
