import { NOTE_MARKS } from "../../model/note.ts";

/** Columns of the plain text part (RFC 3676 wants lines of at most 78). */
export const TEXT_WIDTH = 72;

// Controls are matched to be dropped.
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const LINE_ENDS = /\r\n?/g;
// oxlint-disable-next-line no-control-regex
const HAS_CONTROL = /[\u0000-\u001f\u007f\ufdd0-\ufdef]/;

/**
 * Text without controls that have no place in a mail's text; line breaks become line feeds. What
 * stands for the mark of a footnote gets the brackets that its number will have.
 */
export function plain(text: string): string {
  if (!HAS_CONTROL.test(text)) return text;
  return text.replace(LINE_ENDS, "\n").replace(CONTROLS, "").replace(NOTE_MARKS, "[$&]");
}

/** As `plain`, with line breaks as spaces. */
export function oneLine(text: string): string {
  return HAS_CONTROL.test(text) ? plain(text).replaceAll("\n", " ") : text;
}

/** Lines of at most `width` characters, broken at spaces; a longer word stands alone. */
export function wrapLines(text: string, width: number): string[] {
  if (text.length <= width && !text.includes("\n")) return [text];
  return text.split("\n").flatMap((line) => wrapLine(line, width));
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
