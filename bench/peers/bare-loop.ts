import { closeSync, openSync, writeSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { DEFLATE_LEVEL_DEFAULT } from "../../src/job/job-values.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { BoundStatement } from "../statement/bound-statements.ts";
import { numbered } from "./statement-furniture.ts";
import type { Drawn, Peer, PeerRun } from "./peer.ts";

const FONT_OBJECT = 1;
const PAGES_OBJECT = 2;
const LINE_CHARACTERS = 100;
const LINES_PER_PAGE = 150;
const WRITE_BYTES = 256 * 1024;

/**
 * The least that any program must do: content streams from template strings, deflated page by
 * page, appended to a file on disk. It lays nothing out and measures nothing: one string after the
 * other at the next place of a grid, long ones cut by counting letters, in an unembedded font.
 */
export const bareLoop: Peer = {
  name: "bare loop",
  open: (plan, file) => new BareRun(plan, file),
};

class BareRun implements PeerRun {
  readonly #file: number;
  readonly #widthPt: number;
  readonly #heightPt: number;
  readonly #pageObjects: number[] = [];
  readonly #offsets: number[] = [];
  #parts: Buffer[] = [];
  #waitingBytes = 0;
  #bytes = 0;

  constructor(plan: LayoutPlan, file: string) {
    this.#file = openSync(file, "w", 0o600);
    this.#widthPt = plan.stock.widthMpt / 1000;
    this.#heightPt = plan.stock.heightMpt / 1000;
    this.#append(Buffer.from("%PDF-1.7\n"));
    this.#offsets.push(0, 0, 0);
    this.#object(FONT_OBJECT, FONT);
  }

  draw(statement: BoundStatement): void {
    const { texts, furnitureTexts } = statement;
    const lines = linesOf(texts);
    const pages = Math.ceil(lines.length / LINES_PER_PAGE);
    for (let page = 0; page < pages; page += 1) {
      const shown = lines.slice(page * LINES_PER_PAGE, (page + 1) * LINES_PER_PAGE);
      for (const text of furnitureTexts[Math.min(page, furnitureTexts.length - 1)] ?? [])
        shown.push(numbered(text, page + 1, pages));
      this.#page(contentOf(shown));
    }
  }

  close(): Promise<Drawn> {
    const kids = this.#pageObjects.map((object) => `${object} 0 R`).join(" ");
    const count = this.#pageObjects.length;
    this.#object(PAGES_OBJECT, `<</Type/Pages/Count ${count}/Kids[${kids}]>>`);
    const catalog = this.#offsets.length;
    this.#object(catalog, `<</Type/Catalog/Pages ${PAGES_OBJECT} 0 R>>`);
    const start = this.#bytes;
    const size = this.#offsets.length;
    const rows = this.#offsets.slice(1).map((at) => `${String(at).padStart(10, "0")} 00000 n \n`);
    const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows.join("")}`;
    const trailer = `trailer\n<</Size ${size}/Root ${catalog} 0 R>>\nstartxref\n${start}\n%%EOF\n`;
    this.#append(Buffer.from(table + trailer));
    this.#flush();
    closeSync(this.#file);
    return Promise.resolve({ pages: count, bytes: this.#bytes });
  }

  #page(content: string): void {
    const data = deflateSync(Buffer.from(content, "latin1"), { level: DEFLATE_LEVEL_DEFAULT });
    const stream = this.#offsets.length;
    const page = stream + 1;
    this.#offsets[stream] = this.#bytes;
    const head = `${stream} 0 obj\n<</Length ${data.length}/Filter/FlateDecode>>stream\n`;
    this.#append(Buffer.from(head, "latin1"));
    this.#append(data);
    this.#append(STREAM_END);
    const box = `0 0 ${this.#widthPt} ${this.#heightPt}`;
    const font = `/Resources<</Font<</F1 ${FONT_OBJECT} 0 R>>>>`;
    const parent = `/Parent ${PAGES_OBJECT} 0 R`;
    const entries = `/Type/Page${parent}/MediaBox[${box}]${font}/Contents ${stream} 0 R`;
    this.#object(page, `<<${entries}>>`);
    this.#pageObjects.push(page);
  }

  #object(number: number, body: string): void {
    this.#offsets[number] = this.#bytes;
    this.#append(Buffer.from(`${number} 0 obj\n${body}\nendobj\n`, "latin1"));
  }

  #append(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.#bytes += bytes.length;
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > WRITE_BYTES) this.#flush();
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#parts);
    let written = 0;
    while (written < bytes.length) written += writeSync(this.#file, bytes, written);
    this.#parts = [];
    this.#waitingBytes = 0;
  }
}

const FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
const STREAM_END = Buffer.from("\nendstream\nendobj\n");

function linesOf(texts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    let start = 0;
    while (text.length - start > LINE_CHARACTERS) {
      const space = text.indexOf(" ", start + LINE_CHARACTERS - 8);
      if (space < 0) break;
      lines.push(text.slice(start, space + 1));
      start = space + 1;
    }
    lines.push(start === 0 ? text : text.slice(start));
  }
  return lines;
}

function contentOf(lines: readonly string[]): string {
  let content = "BT\n/F1 6 Tf\n.07 g\n";
  let x = 0;
  let y = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const nextX = 40 + (index % 2) * 270;
    const nextY = 770 - (index >> 1) * 9;
    content += `${nextX - x} ${nextY - y} Td (${winAnsi(lines[index] as string)}) Tj\n`;
    x = nextX;
    y = nextY;
  }
  return `${content}ET\n`;
}

const ESCAPED = /[()\\]/g;
const BEYOND_LATIN = /[\u0100-\uffff]/g;

/** As one-byte literals, the fastest form; what the font lacks becomes a question mark. */
function winAnsi(text: string): string {
  return text.replace(ESCAPED, "\\$&").replace(BEYOND_LATIN, winAnsiSign);
}

/** The code of Windows-1252 for a character outside Latin-1. */
function winAnsiSign(character: string): string {
  return SIGNS.get(character) ?? "?";
}

const SIGNS: ReadonlyMap<string, string> = new Map([
  ["\u2022", "\x95"],
  ["\u2212", "\x96"],
  ["\u2013", "\x96"],
  ["\u2014", "\x97"],
  ["\u2018", "\x91"],
  ["\u2019", "\x92"],
  ["\u201c", "\x93"],
  ["\u201d", "\x94"],
  ["\u2026", "\x85"],
  ["\u20ac", "\x80"],
]);
