import { assert } from "../base/assert.ts";
import { ByteWriter } from "./byte-writer.ts";
import { asciiBytes } from "./strings.ts";

const FLUSH_BYTES = 256 * 1024;
/** Pages under one node of the page tree. */
const KIDS_MAX = 64;

/** Objects that stand at fixed numbers at the head of every file of a run, such as fonts. */
export interface ResourceChunk {
  /** Bodies of objects 1 to n in order, each complete but for its `n 0 obj` frame. */
  readonly bodies: readonly Uint8Array[];
  /** The number of the resource dictionary that pages name where they are not told another. */
  readonly resourcesId: number;
}

interface TreeNode {
  readonly id: number;
  readonly kids: readonly number[];
  /** Pages below it. */
  readonly count: number;
}

export interface PdfFileEnd {
  readonly sizeBytes: number;
}

/**
 * Writes a PDF file front to back: objects as they come, then page tree, catalog, classic
 * cross-reference table and trailer (ISO 32000-1, 7.5). Memory grows by 8 bytes an object.
 */
export class PdfFile {
  readonly #sink: (bytes: Uint8Array) => void;
  readonly #buffer: ByteWriter;
  #flushed = 0;
  #offsets = new Float64Array(1024);
  #count = 0;
  readonly #resourcesId: number;
  readonly #leafIds: number[] = [];
  readonly #leafKids: number[] = [];
  readonly #kids: number[][] = [];
  #pages = 0;

  /** A program that writes many files may give them one buffer, one after the other. */
  constructor(
    sink: (bytes: Uint8Array) => void,
    resources: ResourceChunk,
    buffer = new ByteWriter(FLUSH_BYTES + 64 * 1024),
  ) {
    this.#sink = sink;
    this.#buffer = buffer;
    buffer.clear();
    this.#resourcesId = resources.resourcesId;
    // PDF/X-4 rests on PDF 1.6 (ISO 15930-7, 6.2); the comment marks the file as binary.
    this.#buffer.ascii("%PDF-1.6\n%\u00e2\u00e3\u00cf\u00d3\n");
    for (const body of resources.bodies) this.object(this.allocate(), body);
  }

  get pageCount(): number {
    return this.#pages;
  }

  /** Bytes written so far. */
  get sizeBytes(): number {
    return this.#flushed + this.#buffer.length;
  }

  allocate(): number {
    this.#count += 1;
    if (this.#count >= this.#offsets.length) {
      const larger = new Float64Array(this.#offsets.length * 2);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    return this.#count;
  }

  object(id: number, body: Uint8Array): void {
    this.#open(id);
    this.#buffer.append(body);
    this.#close();
  }

  /** A stream that was deflated already (ISO 32000-1, 7.4.4). */
  packedStream(id: number, data: Uint8Array): void {
    this.stream(id, "/Filter/FlateDecode", data);
  }

  /** A stream whose dictionary is `entries` and the length. */
  stream(id: number, entries: string, data: Uint8Array): void {
    this.#open(id);
    const buffer = this.#buffer;
    buffer.ascii("<<");
    buffer.ascii(entries);
    buffer.ascii("/Length ");
    buffer.int(data.length);
    buffer.ascii(">>stream\n");
    buffer.append(data);
    buffer.ascii("\nendstream");
    this.#close();
  }

  /** Adds the next page. `entries` are further entries of its dictionary, such as `/Rotate 90`. */
  page(
    widthPt: string,
    heightPt: string,
    contentIds: readonly number[],
    entries = "",
    resourcesId = this.#resourcesId,
  ): number {
    const id = this.allocate();
    if (this.#leafKids.length === 0) this.#leafIds.push(this.allocate());
    this.#open(id);
    const buffer = this.#buffer;
    buffer.ascii("<</Type/Page/Parent ");
    buffer.int(this.#leafIds.at(-1) as number);
    buffer.ascii(` 0 R/MediaBox[0 0 ${widthPt} ${heightPt}]/TrimBox[0 0 ${widthPt} ${heightPt}]`);
    buffer.ascii("/Resources ");
    buffer.int(resourcesId);
    buffer.ascii(" 0 R/Contents[");
    for (const contentId of contentIds) {
      buffer.int(contentId);
      buffer.ascii(" 0 R ");
    }
    buffer.ascii(`]${entries}>>`);
    this.#close();
    this.#leafKids.push(id);
    this.#pages += 1;
    if (this.#leafKids.length === KIDS_MAX) this.#kids.push(this.#leafKids.splice(0));
    return id;
  }

  /** Writes what is left. `catalog` and `info` are further entries; `fileId` is 32 hex digits. */
  finish(catalog: string, info: string, fileId: string): PdfFileEnd {
    assert(/^[0-9A-F]{32}$/.test(fileId), "a file identifier is 32 hex digits");
    if (this.#leafKids.length > 0) this.#kids.push(this.#leafKids.splice(0));
    const pagesId = this.#pageTree();
    const catalogId = this.allocate();
    this.object(catalogId, asciiBytes(`<</Type/Catalog/Pages ${pagesId} 0 R${catalog}>>`));
    const infoId = this.allocate();
    this.object(infoId, asciiBytes(`<<${info}>>`));
    const tableOffset = this.sizeBytes;
    this.#crossReferences();
    this.#buffer.ascii(
      `trailer\n<</Size ${this.#count + 1}/Root ${catalogId} 0 R/Info ${infoId} 0 R` +
        `/ID[<${fileId}><${fileId}>]>>\nstartxref\n${tableOffset}\n%%EOF\n`,
    );
    this.#flush();
    return { sizeBytes: this.#flushed };
  }

  /** Writes the nodes of the page tree, level by level; the number of its root. */
  #pageTree(): number {
    let level: TreeNode[] = this.#leafIds.map((id, index) => {
      const kids = this.#kids[index] as number[];
      return { id, kids, count: kids.length };
    });
    if (level.length === 0) level = [{ id: this.allocate(), kids: [], count: 0 }];
    while (level.length > 1) {
      const parents: TreeNode[] = [];
      for (let first = 0; first < level.length; first += KIDS_MAX) {
        const children = level.slice(first, first + KIDS_MAX);
        const id = this.allocate();
        for (const child of children) this.#treeNode(child, id);
        const count = children.reduce((sum, child) => sum + child.count, 0);
        parents.push({ id, kids: children.map((child) => child.id), count });
      }
      level = parents;
    }
    const root = level[0] as TreeNode;
    this.#treeNode(root, 0);
    return root.id;
  }

  #treeNode({ id, kids, count }: TreeNode, parent: number): void {
    const parentEntry = parent === 0 ? "" : `/Parent ${parent} 0 R`;
    const kidsList = kids.map((kid) => `${kid} 0 R`).join(" ");
    this.object(id, asciiBytes(`<</Type/Pages${parentEntry}/Count ${count}/Kids[${kidsList}]>>`));
  }

  #crossReferences(): void {
    this.#buffer.ascii(`xref\n0 ${this.#count + 1}\n0000000000 65535 f \n`);
    for (let id = 1; id <= this.#count; id += 1) {
      const offset = this.#offsets[id] as number;
      assert(offset > 0, `object ${id} was never written`);
      this.#buffer.ascii(`${String(offset).padStart(10, "0")} 00000 n \n`);
      if (this.#buffer.length > FLUSH_BYTES) this.#flush();
    }
  }

  #open(id: number): void {
    assert(this.#offsets[id] === 0 && id <= this.#count, `object ${id} is written twice`);
    this.#offsets[id] = this.sizeBytes;
    this.#buffer.int(id);
    this.#buffer.ascii(" 0 obj\n");
  }

  #close(): void {
    this.#buffer.ascii("\nendobj\n");
    if (this.#buffer.length > FLUSH_BYTES) this.#flush();
  }

  #flush(): void {
    this.#flushed += this.#buffer.length;
    this.#sink(this.#buffer.view());
    this.#buffer.clear();
  }
}
