import { sha256 } from "../../base/hash.ts";
import type { BreachList } from "../file/breach-list.ts";
import { idOf } from "../file/cross-references.ts";
import type { PdfObjects } from "../file/pdf-objects.ts";
import type { PdfDictionary, PdfValue } from "../file/pdf-syntax.ts";
import { formFault, type Forms, isCount, isNamed } from "./value-forms.ts";

/** What is around the data of every deflated stream. */
export const PACKED: Forms = { Filter: isNamed("FlateDecode"), Length: isCount };

/** A stream's entries, its own object and its unpacked bytes, which the next reading overwrites. */
export interface ResourceStream {
  readonly id: number;
  readonly entries: PdfDictionary;
  readonly content: Buffer;
}

/** Reads the objects of shared resources, each of which must be named once. */
export class ResourceSource {
  readonly #objects: PdfObjects;
  readonly #breaches: BreachList;
  readonly #named = new Set<number>();

  constructor(objects: PdfObjects, breaches: BreachList) {
    this.#objects = objects;
    this.#breaches = breaches;
  }

  /** The dictionary that a value refers to, which must have these keys only. */
  dictionary(
    value: PdfValue | undefined,
    what: string,
    forms: Forms,
    optional?: Forms,
  ): { id: number; entries: PdfDictionary } | undefined {
    return this.dictionaryAt(this.#name(value, what), what, forms, optional);
  }

  /** The same for an object by its number; 0 for none. */
  dictionaryAt(
    id: number,
    what: string,
    forms: Forms,
    optional?: Forms,
  ): { id: number; entries: PdfDictionary } | undefined {
    const object = id > 0 ? this.#objects.read(id, false) : undefined;
    if (object === undefined) return undefined;
    if (!(object.value instanceof Map) || object.dataAt >= 0)
      return this.refuse(id, what, "it is not a dictionary");
    const entries: PdfDictionary = object.value;
    const fault = formFault(entries, forms, optional);
    return fault === undefined ? { id, entries } : this.refuse(id, what, fault);
  }

  /** A dictionary that may have any key whose name matches. */
  list(value: PdfValue | undefined, what: string, names: RegExp): PdfDictionary {
    const id = this.#name(value, what);
    const entries = id > 0 ? this.#objects.dictionary(id) : undefined;
    for (const name of entries?.keys() ?? [])
      if (!names.test(name)) this.refuse(id, what, `it has the entry /${name.slice(0, 20)}`);
    return entries ?? new Map();
  }

  stream(value: PdfValue | undefined, what: string): ResourceStream | undefined {
    const id = this.#name(value, what);
    const object = id > 0 ? this.#objects.read(id, false) : undefined;
    const stream = object && this.#objects.stream(id, false);
    if (stream === undefined || !(object?.value instanceof Map)) return undefined;
    return { id, entries: object.value, content: stream.content };
  }

  /** A copy of the bytes of a stream that has these entries only. */
  bytes(value: PdfValue | undefined, what: string, forms: Forms = {}): Buffer | undefined {
    const stream = this.stream(value, what);
    if (stream === undefined) return undefined;
    const fault = formFault(stream.entries, { ...PACKED, ...forms });
    return fault === undefined ? Buffer.from(stream.content) : this.refuse(stream.id, what, fault);
  }

  /** An object of any kind, with a copy of its unpacked bytes if it is a stream; it may recur. */
  any(id: number): { readonly value: PdfValue; readonly content?: Buffer } | undefined {
    const object = this.#objects.read(id, false);
    if (object === undefined) return undefined;
    if (object.dataAt < 0) return { value: object.value };
    const { value } = object;
    const stream = this.#objects.stream(id, false);
    return stream && { value, content: Buffer.from(stream.content) };
  }

  refuse(id: number, what: string, fault: string): undefined {
    const message = `Object ${id}, ${what}: ${fault}.`;
    this.#breaches.add("verify.resource-unknown", message);
    return undefined;
  }

  #name(value: PdfValue | undefined, what: string): number {
    const id = idOf(value);
    if (id === 0) this.refuse(0, what, "it is not referred to as an object of its own");
    else if (this.#named.has(id)) this.refuse(id, what, "it is named twice");
    this.#named.add(id);
    return id;
  }
}

export function hashOf(bytes: Uint8Array): string {
  return sha256(bytes);
}
