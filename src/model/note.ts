/**
 * Where a bound text shows the mark of a footnote: a stand-in for each of the plan's notes, which
 * has its number only when what is shown is known. No text has these characters (they are
 * noncharacters of Unicode): the values of a layout with footnotes are rid of them.
 */
const NOTE_MARK_FIRST = 0xfdd0;

/** As many as there are stand-ins. */
export const NOTES_MAX = 32;
export const NOTE_MARKS = /[\ufdd0-\ufdef]/g;
export const NOTE_MARK = /[\ufdd0-\ufdef]/;

/** The stand-in for a note, by its index in the plan. */
export function noteMark(note: number): string {
  return String.fromCharCode(NOTE_MARK_FIRST + note);
}

export function noteOfMark(mark: string): number {
  return mark.charCodeAt(0) - NOTE_MARK_FIRST;
}
