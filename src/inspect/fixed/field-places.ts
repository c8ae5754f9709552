/** A field of a line, from 1, with what tells it. */
export interface FieldPlace {
  readonly start: number;
  readonly length: number;
}

const SPACE = 32;
const NUMBERS = /^[-+]?[\d.,]+[-+]?$/;

/**
 * Where the fields of lines of one length are: behind columns that are blank in all of them. Blanks
 * between two fields belong to the one before, as texts are filled up behind; those before numbers
 * that end in one column belong to the numbers.
 */
export function fieldPlaces(lines: readonly string[]): FieldPlace[] {
  const width = Math.max(0, ...lines.map(({ length }) => length));
  const runs = filledRuns(lines, width);
  const starts = runs.map((run, index) => {
    const before = runs[index - 1];
    if (before === undefined) return 0;
    return isNumber(lines, run) && isNumber(lines, before) ? before.end : run.start;
  });
  return starts.map((start, index) => ({
    start: start + 1,
    length: (starts[index + 1] ?? width) - start,
  }));
}

interface Run {
  readonly start: number;
  readonly end: number;
}

/** Columns beside each other of which each is filled in some line. */
function filledRuns(lines: readonly string[], width: number): Run[] {
  const isFilled = Array.from({ length: width }, (_, at) =>
    lines.some((line) => line.charCodeAt(at) > SPACE),
  );
  const runs: Run[] = [];
  for (let at = 0; at < width; at += 1) {
    if (isFilled[at] !== true) continue;
    const found = isFilled.indexOf(false, at);
    const end = found < 0 ? width : found;
    const before = runs.at(-1);
    const run = { start: at, end };
    if (before !== undefined && isContinued(lines, before, run))
      runs.splice(-1, 1, { start: before.start, end });
    else runs.push(run);
    at = end;
  }
  return runs;
}

/** Whether a run holds no more than the last words of a few long texts. */
function isContinued(lines: readonly string[], before: Run, run: Run): boolean {
  if (run.start - before.end > 1) return false;
  const isEndFilled = (line: string): boolean => line.charCodeAt(before.end - 1) > SPACE;
  const filled = lines.filter((line) => line.slice(run.start, run.end).trim() !== "");
  const few = lines.length / 2;
  const reaching = lines.filter(isEndFilled);
  return filled.length < few && reaching.length < few && filled.every(isEndFilled);
}

/** Whether all that stands there are numbers, each of which ends in the last column. */
function isNumber(lines: readonly string[], { start, end }: Run): boolean {
  const values = lines.map((line) => line.slice(start, end)).filter((text) => text.trim() !== "");
  return values.every((text) => text.trimEnd() === text && NUMBERS.test(text.trim()));
}
