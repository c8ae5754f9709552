import { type PdfDictionary, PdfReference, type PdfValue } from "./pdf-syntax.ts";
import { isArray, isDictionary } from "./pdf-values.ts";

/** The numbers in which objects of a kind differ: their own, those they refer to, and lengths. */
const NUMBERS = /(?<![\d.+-])[1-9]\d{0,9}(?= 0 (?:obj|R)\b)|(?<=\/Length )[1-9]\d{0,9}(?=[/>])/g;
const DIGITS_MAX = 10;
const KNOWN_MAX = 8;
const [ZERO, NINE] = [0x30, 0x39];

/** Where the numbers under a key of a dictionary are among those of its skeleton. */
export interface NumberPlaces {
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes of an object without its numbers. An object that has the same bytes around other
 * numbers would read the same, so it need not be parsed again: of the thousands of pages of a spool
 * nearly all are alike.
 */
export class ObjectSkeleton {
  /** What was parsed of the first such object; the numbers in it are that object's own. */
  readonly value: PdfDictionary;
  /** The numbers of the object that matched last: its own, then those of its value in order. */
  readonly numbers: number[] = [];
  /** Where the object that matched last ends, or its stream begins. */
  end = 0;
  /** Where the length of its stream is among its numbers. */
  readonly lengthAt: number;
  readonly #parts: readonly Buffer[];

  constructor(value: PdfDictionary, parts: readonly Buffer[]) {
    this.value = value;
    this.#parts = parts;
    this.lengthAt = this.places("Length").start;
  }

  matches(bytes: Uint8Array): boolean {
    const parts = this.#parts;
    let at = 0;
    for (let index = 0; index < parts.length; index += 1) {
      const part = parts[index] as Buffer;
      for (let offset = 0; offset < part.length; offset += 1, at += 1)
        if (bytes[at] !== part[offset]) return false;
      if (index + 1 === parts.length) break;
      at = this.#number(index, bytes, at);
      if (at < 0) return false;
    }
    this.end = at;
    return true;
  }

  /** Reads a number at a place. Returns where it ends, or -1 if there is none. */
  #number(index: number, bytes: Uint8Array, start: number): number {
    let value = 0;
    let at = start;
    for (; at - start < DIGITS_MAX; at += 1) {
      const byte = bytes[at] ?? 0;
      if (!(byte >= ZERO && byte <= NINE)) break;
      value = value * 10 + byte - ZERO;
    }
    this.numbers[index] = value;
    return at === start || bytes[start] === ZERO ? -1 : at;
  }

  /** Where the numbers under a key are. */
  places(key: string): NumberPlaces {
    let start = 1;
    for (const [name, value] of this.value) {
      const end = start + numbersIn(name, value).length;
      if (name === key) return { start, end };
      start = end;
    }
    return { start, end: start };
  }
}

/** The skeletons of the objects that occur again and again. */
export class ObjectSkeletons {
  readonly #known: ObjectSkeleton[] = [];

  find(bytes: Uint8Array): ObjectSkeleton | undefined {
    const known = this.#known;
    for (let index = 0; index < known.length; index += 1) {
      const skeleton = known[index] as ObjectSkeleton;
      if (skeleton.matches(bytes)) return skeleton;
    }
    return undefined;
  }

  /**
   * Keeps the skeleton of an object that was parsed, if its numbers can be told apart from the
   * rest.
   */
  learn(id: number, bytes: Buffer, value: PdfDictionary): ObjectSkeleton | undefined {
    if (this.#known.length === KNOWN_MAX) return undefined;
    const text = bytes.toString("latin1");
    const numbers = [...text.matchAll(NUMBERS)];
    // Digits within a string are no numbers.
    const isBare = (numbers.at(-1)?.index ?? 0) < firstString(text);
    const read = [id, ...[...value].flatMap(([key, one]) => numbersIn(key, one))];
    const areAll =
      numbers.length === read.length && numbers.every(([one], at) => Number(one) === read[at]);
    if (!isBare || !areAll) return undefined;
    const parts: Buffer[] = [];
    let end = 0;
    for (const { 0: number, index } of numbers) {
      parts.push(Buffer.from(bytes.subarray(end, index)));
      end = index + number.length;
    }
    parts.push(Buffer.from(bytes.subarray(end)));
    const skeleton = new ObjectSkeleton(value, parts);
    this.#known.push(skeleton);
    return skeleton.matches(bytes) ? skeleton : undefined;
  }
}

function firstString(text: string): number {
  const at = text.indexOf("(");
  return at < 0 ? text.length : at;
}

/** The numbers in which a value may differ, in the order they are written. */
function numbersIn(key: string, value: PdfValue): number[] {
  if (value instanceof PdfReference) return [value.id];
  if (isArray(value)) return value.flatMap((one) => numbersIn("", one));
  if (isDictionary(value)) return [...value].flatMap(([name, one]) => numbersIn(name, one));
  return key === "Length" && typeof value === "number" ? [value] : [];
}
