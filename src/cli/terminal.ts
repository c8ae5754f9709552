import { styleText } from "node:util";
import { visible, visibleJson } from "../base/visible-text.ts";
import { write } from "./console-output.ts";

export type Paint = Parameters<typeof styleText>[0];

/** Writes a line of the answer. */
export function printLine(text: string = ""): void {
  write("stdout", `${harmless(text)}\n`);
}

/** Writes a note about the work, apart from the answer. */
export function noteLine(text: string = ""): void {
  write("stderr", `${harmless(text)}\n`);
}

/** Writes the one object that `--json` promises. */
export function printJson(value: unknown): void {
  write("stdout", `${visibleJson(JSON.stringify(value))}\n`);
}

/** Coloured text if the stream is a terminal that takes colours (NO_COLOR is respected). */
export function painted(paint: Paint, text: string, stream: NodeJS.WriteStream): string {
  return styleText(paint, text, { stream });
}

const ESCAPE = "\u001B";
/** The colours that we use. */
const COLOR = new RegExp(`(${ESCAPE}\\[\\d{1,2}m)`);

/**
 * A text that a terminal only shows. File names, keys and layout lines come from others, and
 * nothing in them may act on the terminal. Our own colours, tabs and line ends stay.
 */
export function harmless(text: string): string {
  const parts = text.split(COLOR);
  return parts.map((part, at) => (at % 2 === 1 ? part : visible(part, "\t\n"))).join("");
}
