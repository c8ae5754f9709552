import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { count, readControl } from "./control-rows.ts";

/** What a composed page says of itself. */
export interface PageToken {
  readonly ordinal: number;
  readonly page: number;
  readonly pages: number;
}

/** One piece as it lies in a spool. Pages count from 1 in the PDF file. */
export interface SpoolPiece {
  readonly spool: string;
  readonly pieceNumber: number;
  readonly firstPage: number;
  /** The last page of its last sheet, blank or not. */
  readonly lastPage: number;
  readonly sheets: number;
}

const TOKEN = /\/NPdoc<<\/O (\d+)\/I (\d+)\/N (\d+)>>DP\n/;

/**
 * Reads a spool's pages: a small reader of its own that follows cross-reference table, page tree and
 * contents, and knows nothing of how Nightpress writes them but that it does so in that form.
 */
export class SpoolReader {
  readonly path: string;
  readonly #bytes: Buffer;
  readonly #offsets: number[] = [];
  readonly #pages: number[] = [];

  constructor(path: string) {
    this.path = path;
    this.#bytes = readFileSync(path);
    const tail = this.#bytes.subarray(-1024).toString("latin1");
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(tail)?.[1]);
    const end = this.#bytes.indexOf("trailer", table);
    const lines = this.#bytes.subarray(table, end).toString("latin1").split("\n").slice(2, -1);
    for (const line of lines) this.#offsets.push(Number(line.slice(0, 10)));
    const root = Number(/\/Root (\d+) 0 R/.exec(tail)?.[1]);
    this.#walk(reference(this.#head(root), "Pages"));
  }

  get pageCount(): number {
    return this.#pages.length;
  }

  /** What the resources that a page names list: the object of the fonts, and names of drawings. */
  resourcesOf(page: number): { readonly fonts: number; readonly drawings: readonly string[] } {
    const head = this.#head(reference(this.#head(this.#pages[page - 1] as number), "Resources"));
    const list = /\/XObject<<([^>]*)>>/.exec(head)?.[1] ?? "";
    const drawings = [...list.matchAll(/\/(\w+) \d+ 0 R/g)].map(([, name = ""]) => name).sort();
    return { fonts: reference(head, "Font"), drawings };
  }

  /** The names of what a page's contents draw, each once. */
  drawnOn(page: number): readonly string[] {
    const drawn = this.contents(page)
      .join("")
      .matchAll(/\/(\w+) Do\b/g);
    return [...new Set([...drawn].map(([, name = ""]) => name))].sort();
  }

  /** The content streams of a page from 1, in the order they are painted. */
  contents(page: number): string[] {
    const head = this.#head(this.#pages[page - 1] as number);
    const list = /\/Contents\[([^\]]*)\]/.exec(head)?.[1] ?? "";
    return [...list.matchAll(/(\d+) 0 R/g)].map(([, id]) => this.#stream(Number(id)));
  }

  /** The token of a page's composed stream, where it has one. */
  token(page: number): PageToken | undefined {
    const match = TOKEN.exec(this.contents(page).join("\n"));
    if (match === null) return undefined;
    return { ordinal: Number(match[1]), page: Number(match[2]), pages: Number(match[3]) };
  }

  #walk(id: number): void {
    const head = this.#head(id);
    const kids = /\/Kids\[([^\]]*)\]/.exec(head)?.[1];
    if (kids === undefined) this.#pages.push(id);
    else for (const [, kid] of kids.matchAll(/(\d+) 0 R/g)) this.#walk(Number(kid));
  }

  /** An object up to its end or to the bytes of its stream. */
  #head(id: number): string {
    const offset = this.#offsets[id] as number;
    const ends = ["endobj", "stream\n"].map((end) => this.#bytes.indexOf(end, offset));
    const end = Math.min(...ends.filter((at) => at >= 0));
    const text = this.#bytes.subarray(offset, end).toString("latin1");
    if (!text.startsWith(`${id} 0 obj\n`))
      throw new Error(`object ${id} is not where it should be`);
    return text;
  }

  #stream(id: number): string {
    const head = this.#head(id);
    const start = (this.#offsets[id] as number) + head.length + "stream\n".length;
    const bytes = this.#bytes.subarray(start, start + Number(/\/Length (\d+)/.exec(head)?.[1]));
    const isPacked = head.includes("/FlateDecode");
    return (isPacked ? inflateSync(bytes) : bytes).toString("latin1");
  }
}

function reference(head: string, name: string): number {
  return Number(new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1]);
}

/** The pieces of a spool by its control file, in its order. */
export function piecesOf(spool: string): SpoolPiece[] {
  const { sheets } = readControl(spool);
  const fronts = sheets.filter((row) => row["sheet_of_piece"] === "1");
  return fronts.map((row) => {
    const [firstPage, own] = [count(row, "first_page"), count(row, "sheets_of_piece")];
    const lastPage = firstPage + own * 2 - 1;
    return { spool, pieceNumber: count(row, "piece"), firstPage, lastPage, sheets: own };
  });
}
