import { styleText } from "node:util";

export type Paint = Parameters<typeof styleText>[0];

/** Writes a line of the answer. */
export function printLine(text: string = ""): void {
  process.stdout.write(`${text}\n`);
}

/** Writes a line about the work, beside the answer. */
export function noteLine(text: string = ""): void {
  process.stderr.write(`${text}\n`);
}

/** Writes the one object that `--json` promises. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Text in colour where the stream is a terminal that wants it (NO_COLOR is respected). */
export function painted(paint: Paint, text: string, stream: NodeJS.WriteStream): string {
  return styleText(paint, text, { stream });
}
