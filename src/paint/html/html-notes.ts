import type { BoundText, Document } from "../../model/document.ts";
import { NOTE_MARKS, noteOfMark } from "../../model/note.ts";
import { plain, TEXT_WIDTH, wrapLines } from "./text-layout.ts";

const SUP_CSS = "line-height:0;font-size:70%";
const NOTES_CSS = "margin:24px 0 0;padding:12px 0 0;border-top:1px solid #767b85";
const NOTE_CSS = "margin:0 0 6px";

/** The footnotes that a message names, numbered in the order in which their marks stand in it. */
class NoteNumbers {
  /** In the order of their numbers. */
  readonly named: BoundText[] = [];
  readonly #notes: Document["notes"];

  constructor({ notes }: Document) {
    this.#notes = notes;
  }

  /** The number of a mark's note, 0 for a note that says nothing; and whether it is the first. */
  of(mark: string): { readonly number: number; readonly isFirst: boolean } {
    const bound = this.#notes?.[noteOfMark(mark)];
    if (bound === undefined) return { number: 0, isFirst: false };
    const isFirst = !this.named.includes(bound);
    if (isFirst) this.named.push(bound);
    return { number: this.named.indexOf(bound) + 1, isFirst };
  }
}

/** The HTML of a document's blocks with its footnotes as links to notes at the end, and back. */
export function withHtmlNotes(
  document: Document,
  html: string,
  spansOf: (bound: BoundText) => { readonly css: string; readonly html: string },
): string {
  if (document.notes === undefined) return html;
  const numbers = new NoteNumbers(document);
  const marked = html.replace(NOTE_MARKS, (mark) => {
    const { number, isFirst } = numbers.of(mark);
    if (number === 0) return "";
    const id = isFirst ? ` id="mark-${number}"` : "";
    const link = `<a${id} href="#note-${number}" style="color:inherit">${number}</a>`;
    return `<sup style="${SUP_CSS}">${link}</sup>`;
  });
  if (numbers.named.length === 0) return marked;
  const notes = numbers.named.map((bound, index) => {
    const { css, html: text } = spansOf(bound);
    const back = `<a href="#mark-${index + 1}" style="color:inherit">${index + 1}</a>`;
    return `<p id="note-${index + 1}" style="${NOTE_CSS};${css}">${back} ${text}</p>\n`;
  });
  return `${marked}<div style="${NOTES_CSS}">\n${notes.join("")}</div>\n`;
}

/** The text of a document's blocks with its footnotes as numbers, and the notes at its end. */
export function withTextNotes(
  document: Document,
  text: string,
  textOf: (bound: BoundText) => string,
  width = TEXT_WIDTH,
): string {
  if (document.notes === undefined) return text;
  const numbers = new NoteNumbers(document);
  const marked = text.replace(NOTE_IN_BRACKETS, (_, mark: string) => {
    const { number } = numbers.of(mark);
    return number === 0 ? "" : `[${number}]`;
  });
  const notes = numbers.named.map((bound, index) => noteText(index + 1, textOf(bound), width));
  return notes.length === 0 ? marked : `${marked}\n${notes.join("")}`;
}

const NOTE_IN_BRACKETS = new RegExp(`\\[(${NOTE_MARKS.source})\\]`, "g");

function noteText(number: number, text: string, width: number): string {
  const mark = `[${number}] `;
  const lines = wrapLines(plain(text), width - mark.length);
  return lines
    .map((line, index) => `${index === 0 ? mark : " ".repeat(mark.length)}${line}\n`)
    .join("");
}
