import type { Mpt } from "../base/units.ts";
import { type Galley, SEGMENT_FLAGS, SEGMENT_STRIDE } from "./galley.ts";
import { noteOfSegment } from "./note-marks.ts";
import { numberOf } from "./page-items.ts";

/** Between the text of a page and its first note, with the rule that parts them. */
export const NOTES_HEAD_MPT = 10_000;
/** Notes with more lines than this may continue on the next page where they do not fit. */
const LINES_TOGETHER = 5;
/** So many of their lines stand on each of the two pages at least. */
const LINES_LEAST = 2;

/** Lines of a note that stand on one page: the galley's items from `first` up to `end`. */
interface NotePart {
  readonly note: number;
  readonly first: number;
  readonly end: number;
}

/** What stands at the foot of one page, and how high that is with its head; 0 for nothing. */
export interface NotesOfPage {
  readonly parts: readonly NotePart[];
  readonly heightMpt: Mpt;
}

const NOTHING: NotesOfPage = { parts: [], heightMpt: 0 };

/**
 * The footnotes of a document while it is paginated: each stands at the foot of every page that
 * has its mark, in the order of the marks. What a page has no room for continues on the next one.
 */
export class PageNotes {
  readonly #galley: Galley;
  /** Notes in the order in which items name them: by item where its notes begin and end. */
  readonly #starts: Int32Array;
  readonly #named: readonly number[];
  /** By note: its lines. */
  readonly #lines: ReadonlyMap<number, NotePart>;
  #pages: NotesOfPage[] = [];
  #parts: NotePart[] = [];
  #carried: NotePart[] = [];
  /** Of the lines on this page. */
  #linesMpt = 0;

  /** Items up to `count` are the flow; `lines` are further items. */
  constructor(galley: Galley, count: number, lines: readonly NotePart[]) {
    this.#galley = galley;
    this.#lines = new Map(lines.map((part) => [part.note, part]));
    const named: number[] = [];
    this.#starts = new Int32Array(count + 1);
    for (let item = 0; item < count; item += 1) {
      this.#starts[item] = named.length;
      const [from, end] = [galley.segmentStarts[item], galley.segmentEnds[item]];
      named.push(...notesIn(galley, from ?? 0, end ?? 0));
    }
    this.#starts[count] = named.length;
    this.#named = named;
  }

  begin(): void {
    this.#pages = [];
    this.#parts = [];
    this.#carried = [];
    this.#linesMpt = 0;
  }

  /** Whether lines of notes still wait for a page. */
  get isCarried(): boolean {
    return this.#carried.length > 0;
  }

  /** Whether the page at hand has notes, above all such as go on from the one before. */
  get isBegun(): boolean {
    return this.#parts.length > 0;
  }

  of(page: number): NotesOfPage {
    return this.#pages[page] ?? NOTHING;
  }

  /**
   * The height that the foot of the page needs if these items stand on it, below which there is
   * room for `spareMpt`. A long note, or any at the top of a page, needs no more than there is.
   */
  needMpt(first: number, last: number, spareMpt: Mpt, atTop: boolean): Mpt {
    const added = this.#newNotes(first, last);
    if (added.length === 0) return this.#areaMpt(this.#linesMpt);
    if (this.isCarried && !atTop) return Number.MAX_SAFE_INTEGER;
    const wholeMpt = this.#areaMpt(this.#linesMpt + sum(added.map((part) => this.#heightOf(part))));
    if (wholeMpt <= spareMpt) return wholeMpt;
    if (atTop) return Math.max(spareMpt, this.#areaMpt(this.#linesMpt));
    const long = added.at(-1);
    if (long === undefined || long.end - long.first <= LINES_TOGETHER) return wholeMpt;
    const leastMpt = wholeMpt - this.#heightOf({ ...long, first: long.first + LINES_LEAST });
    return leastMpt <= spareMpt ? spareMpt : wholeMpt;
  }

  /** Puts the notes of these items on the page, as far as there is room for them. */
  take(first: number, last: number, roomMpt: Mpt): void {
    for (const part of this.#newNotes(first, last)) this.#put(part, roomMpt);
  }

  /** Notes of what a page repeats of a table. */
  repeat(notes: readonly number[], roomMpt: Mpt): void {
    for (const note of notes) {
      const part = this.#lines.get(note);
      if (part !== undefined && !this.#isOnPage(note)) this.#put(part, roomMpt);
    }
  }

  /** Ends a page; what it had no room for comes first on the next, in at most `roomMpt`. */
  turn(roomMpt: Mpt): void {
    this.#endPage();
    const carried = this.#carried;
    this.#carried = [];
    for (const part of carried) this.#put(part, roomMpt);
    const [first] = carried;
    // A page that has no room for a line gets one all the same, so that there is an end.
    if (this.#parts.length > 0 || first === undefined) return;
    this.#place(first, first.first + 1);
    const rest = { ...first, first: first.first + 1 };
    this.#carried = [...(rest.first < rest.end ? [rest] : []), ...carried.slice(1)];
  }

  finish(): void {
    this.#endPage();
  }

  #endPage(): void {
    this.#pages.push({ parts: this.#parts, heightMpt: this.#areaMpt(this.#linesMpt) });
    this.#parts = [];
    this.#linesMpt = 0;
  }

  #put(part: NotePart, roomMpt: Mpt): void {
    if (this.isCarried) {
      this.#carried.push(part);
      return;
    }
    const end = this.#fittingEnd(part, roomMpt);
    if (end > part.first) this.#place(part, end);
    if (end < part.end) this.#carried.push({ ...part, first: end });
  }

  #place(part: NotePart, end: number): void {
    const placed = { ...part, end };
    this.#parts.push(placed);
    // What goes on from the page before comes first; all else by its number.
    this.#parts.sort((one, other) => this.#rank(one) - this.#rank(other));
    this.#linesMpt += this.#heightOf(placed);
  }

  #rank({ note, first }: NotePart): number {
    return first > (this.#lines.get(note)?.first ?? first) ? -1 : first;
  }

  /** Up to which line a note fits, with at least two lines on either side of the break. */
  #fittingEnd(part: NotePart, roomMpt: Mpt): number {
    let end = part.first;
    let linesMpt = this.#linesMpt;
    while (end < part.end) {
      linesMpt += numberOf(this.#galley.heightsMpt, end);
      if (this.#areaMpt(linesMpt) > roomMpt) break;
      end += 1;
    }
    if (end === part.end) return end;
    const fitting = Math.min(end, part.end - LINES_LEAST);
    return fitting - part.first < LINES_LEAST ? part.first : fitting;
  }

  #newNotes(first: number, last: number): NotePart[] {
    const from = numberOf(this.#starts, first);
    const end = numberOf(this.#starts, last + 1);
    if (from === end) return [];
    const notes = new Set(this.#named.slice(from, end));
    return [...notes].flatMap((note) =>
      this.#isOnPage(note) ? [] : (this.#lines.get(note) ?? []),
    );
  }

  #isOnPage(note: number): boolean {
    return [...this.#parts, ...this.#carried].some((part) => part.note === note);
  }

  #heightOf({ first, end }: NotePart): Mpt {
    return sum(Array.from(this.#galley.heightsMpt.subarray(first, end)));
  }

  #areaMpt(linesMpt: Mpt): Mpt {
    return linesMpt === 0 ? 0 : NOTES_HEAD_MPT + linesMpt;
  }
}

/** The notes that segments are the marks of. */
export function notesIn({ segments }: Galley, from: number, end: number): number[] {
  const notes: number[] = [];
  for (let segment = from; segment < end; segment += 1) {
    const note = noteOfSegment(numberOf(segments, segment * SEGMENT_STRIDE + SEGMENT_FLAGS));
    if (note >= 0) notes.push(note);
  }
  return notes;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
