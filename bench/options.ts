import { parseArgs } from "node:util";
import { READING_FORMATS, type ReadingFormat } from "./reading/reading-formats.ts";

/** The subjects in the order they run. */
export const SUBJECTS = [
  "micro",
  "peers",
  "verify",
  "formats",
  "workers",
  "size",
  "find",
  "reading",
  "million",
] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Only where they are asked for. */
const LONG: readonly Subject[] = ["find", "reading", "million"];

export interface BenchOptions {
  readonly subjects: readonly Subject[];
  /** A short run that shows that everything works; its figures are not kept. */
  readonly quick: boolean;
  readonly turns: number;
  /** Records of a Nightpress turn. */
  readonly records: number;
  readonly reading: ReadingOptions;
}

/** What is read alone. */
export interface ReadingOptions {
  /** All formats where left out. */
  readonly formats?: readonly ReadingFormat[];
  /** A folder whose data is read again if it is there, and that keeps what is written. */
  readonly data?: string;
}

export const USAGE = `npm run bench -- [options]
  --only NAME,...  ${SUBJECTS.join(", ")} (without it all but find, reading and million)
  --quick          one short turn of each, printed and not kept
  --turns N        turns of each contestant (5)
  --records N      records of a Nightpress turn (10000)
  --formats F,...  read these alone: ${READING_FORMATS.map(({ format }) => format).join(", ")}
  --data DIR       keep the data of \`reading\` in this folder, and read it again another time`;

/** Reads the command line. Throws an `Error` that says what is wrong. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      turns: { type: "string" },
      records: { type: "string" },
      formats: { type: "string" },
      data: { type: "string" },
    },
  });
  const { quick, only, formats, data } = values;
  return {
    subjects: only === undefined ? SUBJECTS.filter((name) => !LONG.includes(name)) : chosen(only),
    quick,
    turns: count("turns", values.turns, quick ? 1 : 5),
    records: count("records", values.records, quick ? 1000 : 10_000),
    reading: {
      ...(formats !== undefined && { formats: chosenFormats(formats) }),
      ...(data !== undefined && { data }),
    },
  };
}

function chosenFormats(list: string): ReadingFormat[] {
  const names = namesIn(list);
  const unknown = names.filter((name) => !READING_FORMATS.some(({ format }) => format === name));
  if (unknown.length > 0) throw new Error(`There is no format ${unknown.join(", ")}.`);
  return READING_FORMATS.filter(({ format }) => names.includes(format));
}

function namesIn(list: string): string[] {
  return list.split(",").map((name) => name.trim());
}

function chosen(only: string): Subject[] {
  const names = namesIn(only);
  const unknown = names.filter((name) => !SUBJECTS.some((subject) => subject === name));
  if (unknown.length > 0) throw new Error(`There is no subject ${unknown.join(", ")}.`);
  return SUBJECTS.filter((subject) => names.includes(subject));
}

function count(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} is a whole number.`);
  return value;
}
