import { styleText } from "node:util";

export type Paint = Parameters<typeof styleText>[0];

/** Writes a line of the answer. */
export function printLine(text: string = ""): void {
  process.stdout.write(`${harmless(text)}\n`);
}

/** Writes a line about the work, beside the answer. */
export function noteLine(text: string = ""): void {
  process.stderr.write(`${harmless(text)}\n`);
}

/** Writes the one object that `--json` promises. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Text in colour where the stream is a terminal that wants it (NO_COLOR is respected). */
export function painted(paint: Paint, text: string, stream: NodeJS.WriteStream): string {
  return styleText(paint, text, { stream });
}

/** Control characters, and those that turn the direction of text round. */
const COMMANDS = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;
const ESCAPE = "\u001B";
/** What stands behind an escape in the colours that we give. */
const COLOR = /^\[\d{1,2}m/;

/**
 * A text that does nothing to a terminal but show itself. Names of files, keys and lines of layouts
 * come from others, and what they hold must not act. Our colours, tabs and line ends stay.
 */
export function harmless(text: string): string {
  return text.replaceAll(COMMANDS, (command, at: number) => {
    const isOwn = command === ESCAPE && COLOR.test(text.slice(at + 1, at + 5));
    if (isOwn || command === "\t" || command === "\n") return command;
    return `\\u${command.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
