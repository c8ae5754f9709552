import { NOTE_MARK, NOTE_MARKS, noteOfMark } from "../model/note.ts";
import type { BoundText, Document } from "../model/document.ts";
import type { StyledText } from "./styled-text.ts";
import { raisedStyle, type TypeStyle } from "./type-style.ts";

/** Above the flags that frames have, segments of a mark have the note that it names. */
const NOTE_SHIFT = 16;
/** What of a segment's flags is for its frame. */
export const FRAME_FLAGS = (1 << NOTE_SHIFT) - 1;

/** The note that a segment is the mark of, by its flags, or -1. */
export function noteOfSegment(flags: number): number {
  return (flags >> NOTE_SHIFT) - 1;
}

/** A text as it stands between two marks, and the note of the second, or -1 at its end. */
interface Stretch {
  readonly text: string;
  readonly note: number;
}

/** The style of marks in one style, and, made when it is first used, that of each note's. */
interface MarkStyles {
  readonly raised: TypeStyle;
  readonly byNote: Map<number, TypeStyle>;
}

/**
 * The marks of footnotes of one document: a note has its number from the first text that names it,
 * and all further ones share that.
 */
export class NoteMarks {
  /** In the order of their numbers. */
  readonly used: number[] = [];
  #notes: readonly (BoundText | undefined)[] = [];
  /** By style of the text around a mark; bounded by the plan. */
  readonly #styles = new Map<TypeStyle, MarkStyles>();

  begin({ notes = [] }: Pick<Document, "notes">): void {
    this.#notes = notes;
    this.used.length = 0;
  }

  text(note: number): BoundText | undefined {
    return this.#notes[note];
  }

  /** Texts with the marks in them as raised numbers. */
  shown(texts: readonly StyledText[]): readonly StyledText[] {
    if (!texts.some(({ text }) => NOTE_MARK.test(text))) return texts;
    return texts.flatMap((styled) =>
      stretchesOf(styled.text).flatMap(({ text, note }): StyledText[] => {
        const mark = this.#mark(styled.style, note);
        return [...(text === "" ? [] : [{ ...styled, text }]), ...(mark ? [mark] : [])];
      }),
    );
  }

  /** A note that says nothing has no mark. */
  #mark(style: TypeStyle, note: number): StyledText | undefined {
    if (this.#notes[note] === undefined) return undefined;
    if (!this.used.includes(note)) this.used.push(note);
    return { style: this.#styleOf(style, note), text: String(this.used.indexOf(note) + 1) };
  }

  #styleOf(style: TypeStyle, note: number): TypeStyle {
    let styles = this.#styles.get(style);
    if (styles === undefined)
      this.#styles.set(style, (styles = { raised: raisedStyle(style), byNote: new Map() }));
    let own = styles.byNote.get(note);
    if (own === undefined)
      styles.byNote.set(note, (own = { ...styles.raised, noteFlag: (note + 1) << NOTE_SHIFT }));
    return own;
  }
}

function stretchesOf(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(NOTE_MARKS)) {
    stretches.push({ text: text.slice(from, index), note: noteOfMark(mark) });
    from = index + 1;
  }
  return [...stretches, { text: text.slice(from), note: -1 }];
}
