import { defined } from "../../base/assert.ts";
import type { Piece } from "./document-pieces.ts";
import { splitText } from "./marked-plan.ts";

export type TextChangeKind = "gone" | "new" | "reworded" | "moved" | "value";

/** A difference in what two renditions of a document say. */
export interface TextChange {
  readonly kind: TextChangeKind;
  /** Wording, without values; empty where there is none. */
  readonly before: string;
  readonly after: string;
  /** Of a value: its names. */
  readonly names: readonly string[];
  /** The blocks that the pieces are of, in either layout. */
  readonly blocksBefore: readonly string[];
  readonly blocksAfter: readonly string[];
  /** As the documents have it, with marks around values. */
  readonly textBefore: string;
  readonly textAfter: string;
}

/** A piece, or rows of a table that say the same but for their values. */
interface Said {
  readonly piece: Piece;
  readonly wording: string;
  readonly names: readonly string[];
  readonly values: string[];
  text: string;
  rows: number;
}

/** A pair of places in two lists; -1 for none. */
type Pair = readonly [before: number, after: number];

const PAIRINGS_MAX = 1000;
/** Texts that have so much in common are one text, changed. */
const ALIKE = 0.4;

/**
 * Compares what documents say. How the wordings of two documents go together is found once for all
 * documents with the same wordings.
 */
export class PieceComparer {
  readonly #pairings = new Map<string, readonly Pair[]>();

  compare(before: readonly Piece[], after: readonly Piece[]): readonly TextChange[] {
    if (isSame(before, after)) return [];
    const [a, b] = [condensed(before), condensed(after)];
    const pairs = this.#pairing(a, b);
    return [...wordingChanges(a, b, pairs), ...valueChanges(a, b, pairs)];
  }

  #pairing(a: readonly Said[], b: readonly Said[]): readonly Pair[] {
    const key = [a, b].map((list) => list.map(wordingKey).join("\n")).join("\f");
    const known = this.#pairings.get(key);
    if (known !== undefined) return known;
    const pairs = paired(a.map(wordingKey), b.map(wordingKey));
    if (this.#pairings.size >= PAIRINGS_MAX) this.#pairings.clear();
    this.#pairings.set(key, pairs);
    return pairs;
  }
}

function wordingKey({ piece, wording }: Said): string {
  return `${piece.what}\v${wording}`;
}

function isSame(before: readonly Piece[], after: readonly Piece[]): boolean {
  if (before.length !== after.length) return false;
  for (let index = 0; index < before.length; index += 1) {
    const [a, b] = [before[index], after[index]];
    if (a?.text !== b?.text || a?.what !== b?.what) return false;
  }
  return true;
}

/** Rows that say the same but for their values are one, with a count. */
function condensed(pieces: readonly Piece[]): Said[] {
  const all: Said[] = [];
  for (const piece of pieces) {
    const { wording, names, values } = splitText(piece.text);
    const last = all.at(-1);
    const isRow = piece.what === "row" && last?.piece.what === "row";
    if (isRow && last.wording === wording && last.piece.block === piece.block) {
      for (const value of values) last.values.push(value);
      last.rows += 1;
      continue;
    }
    all.push({ piece, wording, names, values: [...values], text: piece.text, rows: 1 });
  }
  return all;
}

/** Which of two lists go together, and which are alone, in the order of both. */
function paired(a: readonly string[], b: readonly string[]): Pair[] {
  const common = commonOrder(a, b);
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  for (const [nextA, nextB] of [...common, [a.length, b.length] as const]) {
    pairs.push(...alike(a, b, range(i, nextA), range(j, nextB)));
    if (nextA < a.length) pairs.push([nextA, nextB]);
    [i, j] = [nextA + 1, nextB + 1];
  }
  return pairs;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Between two equal stretches: texts that have words in common, then what is alone. */
function alike(
  a: readonly string[],
  b: readonly string[],
  inA: readonly number[],
  inB: readonly number[],
): Pair[] {
  const pairs: Pair[] = [];
  let from = 0;
  for (const i of inA) {
    const at = inB.findIndex(
      (j, index) => index >= from && likeness(a[i] ?? "", b[j] ?? "") >= ALIKE,
    );
    if (at < 0) {
      pairs.push([i, -1]);
      continue;
    }
    for (const j of inB.slice(from, at)) pairs.push([-1, j]);
    pairs.push([i, defined(inB[at], "a place")]);
    from = at + 1;
  }
  for (const j of inB.slice(from)) pairs.push([-1, j]);
  return pairs;
}

/** The share of words that two texts of the same kind have in common. */
function likeness(a: string, b: string): number {
  const [kindA = "", wordsA = ""] = a.split("\v");
  const [kindB = "", wordsB = ""] = b.split("\v");
  if (kindA !== kindB) return 0;
  const [one, other] = [words(wordsA), words(wordsB)];
  let common = 0;
  for (const word of one) if (other.has(word)) common += 1;
  return common / Math.max(one.size, other.size, 1);
}

function words(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text]);
}

/** Beyond so many comparisons, texts are taken as they follow each other. */
const TABLE_MAX = 4_000_000;

/** The longest list of equal elements in the same order. */
function commonOrder(a: readonly string[], b: readonly string[]): Pair[] {
  const head: Pair[] = [];
  let [start, endA, endB] = [0, a.length, b.length];
  while (start < endA && start < endB && a[start] === b[start]) head.push([start, start++]);
  const tail: Pair[] = [];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
    tail.unshift([endA, endB]);
  }
  if ((endA - start) * (endB - start) > TABLE_MAX) return [...head, ...tail];
  const middle = longestCommon(a.slice(start, endA), b.slice(start, endB));
  return [...head, ...middle.map(([i, j]): Pair => [i + start, j + start]), ...tail];
}

function longestCommon(a: readonly string[], b: readonly string[]): Pair[] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length)
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  return pairs;
}

function wordingChanges(
  a: readonly Said[],
  b: readonly Said[],
  pairs: readonly Pair[],
): TextChange[] {
  const gone = new Map<string, Said[]>();
  const come = new Map<string, Said[]>();
  const changes: TextChange[] = [];
  for (const [i, j] of pairs) {
    const [before, after] = [a[i], b[j]];
    if (before === undefined && after !== undefined) gather(come, after);
    else if (before !== undefined && after === undefined) gather(gone, before);
    else if (before?.wording !== after?.wording) changes.push(change("reworded", before, after));
  }
  for (const [owner, list] of gone) {
    const same = [...come].find(([, others]) => saysSame(list, others));
    if (same !== undefined) come.delete(same[0]);
    changes.push(change(same === undefined ? "gone" : "moved", joined(list), joined(same?.[1])));
    gone.delete(owner);
  }
  for (const list of come.values()) changes.push(change("new", undefined, joined(list)));
  return changes;
}

/** What goes or comes of one block is one change. */
function gather(by: Map<string, Said[]>, said: Said): void {
  const { owner } = said.piece;
  by.set(owner, [...(by.get(owner) ?? []), said]);
}

function saysSame(a: readonly Said[], b: readonly Said[]): boolean {
  return a.length === b.length && a.every(({ wording }, index) => wording === b[index]?.wording);
}

function joined(list: readonly Said[] | undefined): Said | undefined {
  const [first] = list ?? [];
  if (list === undefined || first === undefined) return undefined;
  const wording = list.map((one) => one.wording).join("\n");
  return { ...first, wording, text: list.map((one) => one.text).join("\n") };
}

/** The same words with other values, or so many rows more or fewer. */
function valueChanges(
  a: readonly Said[],
  b: readonly Said[],
  pairs: readonly Pair[],
): TextChange[] {
  return pairs.flatMap(([i, j]) => {
    const [before, after] = [a[i], b[j]];
    if (before === undefined || after === undefined) return [];
    if (before.wording !== after.wording) return [];
    if (before.rows !== after.rows) {
      const rows = { ...change("value", before, after), names: ["rows"] };
      return [{ ...rows, textBefore: `${before.rows} rows`, textAfter: `${after.rows} rows` }];
    }
    const names = changedNames(before, after);
    return names.length === 0 ? [] : [{ ...change("value", before, after), names }];
  });
}

function changedNames(before: Said, after: Said): string[] {
  const { names, values } = before;
  const changed = values.flatMap((value, index) =>
    value === after.values[index] ? [] : [names[index % names.length] ?? ""],
  );
  return [...new Set(changed)];
}

function change(
  kind: TextChangeKind,
  before: Said | undefined,
  after: Said | undefined,
): TextChange {
  return {
    kind,
    names: [],
    before: before?.wording ?? "",
    after: after?.wording ?? "",
    blocksBefore: before === undefined ? [] : [before.piece.block, before.piece.owner],
    blocksAfter: after === undefined ? [] : [after.piece.block, after.piece.owner],
    textBefore: before?.text ?? "",
    textAfter: after?.text ?? "",
  };
}
