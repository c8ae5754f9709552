import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { deflateSync, inflateSync } from "node:zlib";

const REFERENCE = /(\d+) 0 R/g;

/** An object of a PDF file: all of it before its stream's bytes, and those. */
interface PdfObject {
  id: number;
  head: string;
  data: Buffer | undefined;
}

/**
 * Changes a spool the way somebody would who knows PDF: whatever is done to it, the file that is
 * written has right lengths, numbers, page counts and cross-references. Pages count from 1.
 */
export class SpoolEditor {
  readonly #intro: Buffer;
  /** In the order of the file. */
  readonly #objects: PdfObject[];
  #trailer: string;

  constructor(path: string) {
    const bytes = readFileSync(path);
    const tail = bytes.toString("latin1", bytes.length - 1024);
    const tableAt = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(tail)?.[1]);
    const trailerAt = bytes.indexOf("trailer\n", tableAt);
    const lines = bytes.toString("latin1", tableAt, trailerAt).split("\n").slice(3, -1);
    const offsets = lines.map((line, at) => ({ id: at + 1, offset: Number(line.slice(0, 10)) }));
    offsets.sort((a, b) => a.offset - b.offset);
    this.#intro = bytes.subarray(0, offsets[0]?.offset);
    this.#objects = offsets.map(({ id, offset }, at) => {
      const text = bytes.subarray(offset, offsets[at + 1]?.offset ?? tableAt);
      return objectOf(id, text);
    });
    this.#trailer = bytes.toString("latin1", trailerAt, bytes.lastIndexOf("startxref"));
  }

  get pageCount(): number {
    return this.#pageIds().length;
  }

  /** The content streams of a page, in the order they are painted. */
  contents(page: number): number[] {
    const list = /\/Contents\[([^\]]*)\]/.exec(this.#page(page).head)?.[1] ?? "";
    return referencesIn(list);
  }

  setContents(page: number, ids: readonly number[]): void {
    const object = this.#page(page);
    const list = ids.map((id) => `${id} 0 R `).join("");
    object.head = object.head.replace(/\/Contents\[[^\]]*\]/, `/Contents[${list}]`);
  }

  /** The stream that was composed for a page, and the overlay on it. */
  composed(page: number): number {
    return this.#oneOf(page, (text) => text.includes("/NPdoc"));
  }

  overlay(page: number): number {
    return this.#oneOf(page, (text) => !text.includes("/NPdoc"));
  }

  /** What an object says before its stream, if it is one. */
  head(id: number): string {
    return this.#object(id).head;
  }

  setHead(id: number, head: string): void {
    this.#object(id).head = head;
  }

  /** Adds a deflated stream behind all others; its number. */
  addStream(entries: string, text: string): number {
    const id = Math.max(...this.#objects.map((one) => one.id)) + 1;
    const head = `${id} 0 obj\n<<${entries}/Filter/FlateDecode/Length 0>>stream\n`;
    this.#objects.push({ id, head, data: Buffer.alloc(0) });
    this.setText(id, text);
    return id;
  }

  /** What a stream says once it is inflated. */
  text(id: number): string {
    const { head, data } = this.#object(id);
    return (isPacked(head) ? inflateSync(bytesOf(data)) : bytesOf(data)).toString("latin1");
  }

  setText(id: number, text: string): void {
    const { head } = this.#object(id);
    const bytes = Buffer.from(text, "latin1");
    this.setData(id, isPacked(head) ? deflateSync(bytes) : bytes);
  }

  /** The bytes of a stream as they lie in the file. */
  data(id: number): Buffer {
    return bytesOf(this.#object(id).data);
  }

  setData(id: number, data: Buffer): void {
    const object = this.#object(id);
    object.data = data;
    object.head = object.head.replace(/\/Length \d+/, `/Length ${data.length}`);
  }

  /** Turns a stream's text into another one; it must become another one. */
  change(id: number, from: string | RegExp, to: string): void {
    const text = this.text(id);
    const changed = text.replace(from, () => to);
    if (changed === text) throw new Error(`object ${id} does not have what is to be changed`);
    this.setText(id, changed);
  }

  /** The object of a page, of the catalog, of the document information, of the root of pages. */
  pageId(page: number): number {
    return this.#page(page).id;
  }

  get catalogId(): number {
    return Number(/\/Root (\d+) 0 R/.exec(this.#trailer)?.[1]);
  }

  get infoId(): number {
    return Number(/\/Info (\d+) 0 R/.exec(this.#trailer)?.[1]);
  }

  get pagesId(): number {
    return Number(/\/Pages (\d+) 0 R/.exec(this.#object(this.catalogId).head)?.[1]);
  }

  /** Changes what an object says before its stream, if it is one; it must become another one. */
  changeHead(id: number, from: string | RegExp, to: string): void {
    const object = this.#object(id);
    const changed = object.head.replace(from, () => to);
    if (changed === object.head)
      throw new Error(`object ${id} does not have what is to be changed`);
    object.head = changed;
  }

  changeTrailer(from: string | RegExp, to: string): void {
    const changed = this.#trailer.replace(from, () => to);
    if (changed === this.#trailer)
      throw new Error("the trailer does not have what is to be changed");
    this.#trailer = changed;
  }

  /** Adds an object behind all others; its number. */
  add(body: string): number {
    const id = Math.max(...this.#objects.map((one) => one.id)) + 1;
    this.#objects.push({ id, head: `${id} 0 obj\n${body}\nendobj\n`, data: undefined });
    return id;
  }

  /** Puts copies of a page and its streams before a page, which may be another spool's. */
  insertPage(before: number, page: number, from: SpoolEditor = this): void {
    const next = this.#page(before);
    const copies = from.contents(page).map((id) => this.#copy(from.#object(id), next.id));
    const copy = this.#copy(from.#page(page), next.id);
    const parent = Number(/\/Parent (\d+) 0 R/.exec(next.head)?.[1]);
    copy.head = copy.head.replace(/\/Parent \d+/, `/Parent ${parent}`);
    const node = this.#object(parent);
    node.head = node.head.replace(
      new RegExp(`([[ ])${next.id} 0 R`),
      `$1${copy.id} 0 R ${next.id} 0 R`,
    );
    this.#recount(parent, 1);
    this.setContents(
      before,
      copies.map(({ id }) => id),
    );
  }

  removePage(page: number): void {
    const object = this.#page(page);
    const gone = new Set([object.id, ...this.contents(page)]);
    const parent = Number(/\/Parent (\d+) 0 R/.exec(object.head)?.[1]);
    const node = this.#object(parent);
    node.head = node.head.replace(new RegExp(`([[ ])${object.id} 0 R ?`), "$1");
    this.#recount(parent, -1);
    const kept = this.#objects.filter(({ id }) => !gone.has(id));
    this.#objects.splice(0, this.#objects.length, ...kept);
  }

  /** Writes the file anew; its size and SHA-256. */
  save(path: string): { bytes: number; sha256: string } {
    this.#renumber();
    const parts = [this.#intro];
    const offsets: number[] = [];
    let at = this.#intro.length;
    for (const { id, head, data } of this.#objects) {
      const text = Buffer.from(head, "latin1");
      const part =
        data === undefined
          ? text
          : Buffer.concat([text, data, Buffer.from("\nendstream\nendobj\n")]);
      offsets[id] = at;
      at += part.length;
      parts.push(part);
    }
    const rows = offsets.slice(1).map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
    const size = rows.length + 1;
    const trailer = this.#trailer.replace(/\/Size \d+/, `/Size ${size}`);
    const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows.join("")}`;
    parts.push(Buffer.from(`${table}${trailer}startxref\n${at}\n%%EOF\n`, "latin1"));
    const bytes = Buffer.concat(parts);
    writeFileSync(path, bytes);
    return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  }

  #oneOf(page: number, isIt: (text: string) => boolean): number {
    const id = this.contents(page).find((one) => isIt(this.text(one)));
    if (id === undefined) throw new Error(`page ${page} has no such stream`);
    return id;
  }

  #page(page: number): PdfObject {
    return this.#object(this.#pageIds()[page - 1] ?? 0);
  }

  #pageIds(): number[] {
    const walk = (id: number): number[] => {
      const kids = /\/Kids\[([^\]]*)\]/.exec(this.#object(id).head)?.[1];
      return kids === undefined ? [id] : referencesIn(kids).flatMap(walk);
    };
    const root = Number(/\/Root (\d+) 0 R/.exec(this.#trailer)?.[1]);
    return walk(Number(/\/Pages (\d+) 0 R/.exec(this.#object(root).head)?.[1]));
  }

  #object(id: number): PdfObject {
    const object = this.#objects.find((one) => one.id === id);
    if (object === undefined) throw new Error(`the spool has no object ${id}`);
    return object;
  }

  /** A copy of an object that lies before another one. */
  #copy({ id: from, head, data }: PdfObject, before: number): PdfObject {
    const id = Math.max(...this.#objects.map((one) => one.id)) + 1;
    const copy = { id, head: head.replace(`${from} 0 obj`, `${id} 0 obj`), data };
    this.#objects.splice(
      this.#objects.findIndex((one) => one.id === before),
      0,
      copy,
    );
    return copy;
  }

  /** Tells a node of the page tree, and those above it, that they have so many pages more. */
  #recount(id: number, more: number): void {
    const node = this.#object(id);
    node.head = node.head.replace(/\/Count (\d+)/, (_, count) => `/Count ${Number(count) + more}`);
    const parent = /\/Parent (\d+) 0 R/.exec(node.head)?.[1];
    if (parent !== undefined) this.#recount(Number(parent), more);
  }

  /** Numbers without gaps, as they were given out. */
  #renumber(): void {
    const ids = this.#objects.map(({ id }) => id).sort((a, b) => a - b);
    const numbers = new Map(ids.map((id, at) => [id, at + 1]));
    const renamed = (text: string): string =>
      text.replace(REFERENCE, (_, id) => `${numbers.get(Number(id)) ?? 0} 0 R`);
    for (const object of this.#objects) {
      const id = numbers.get(object.id) ?? 0;
      object.head = renamed(object.head).replace(`${object.id} 0 obj`, `${id} 0 obj`);
      object.id = id;
    }
    this.#trailer = renamed(this.#trailer);
  }
}

function objectOf(id: number, text: Buffer): PdfObject {
  const start = text.indexOf(">>stream\n");
  const isStream = start >= 0 && !text.subarray(0, start).includes("endobj");
  if (!isStream) return { id, head: text.toString("latin1"), data: undefined };
  const dataAt = start + ">>stream\n".length;
  const head = text.toString("latin1", 0, dataAt);
  const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
  return { id, head, data: text.subarray(dataAt, dataAt + length) };
}

function bytesOf(data: Buffer | undefined): Buffer {
  if (data === undefined) throw new Error("the object is no stream");
  return data;
}

function isPacked(head: string): boolean {
  return head.includes("/FlateDecode");
}

function referencesIn(text: string): number[] {
  return [...text.matchAll(REFERENCE)].map(([, id]) => Number(id));
}
