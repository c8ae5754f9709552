import { openFontFace } from "../../src/font/font-face.ts";
import { subsetFont } from "../../src/font/subset.ts";
import { fontBytes, noto, readySubsetter } from "../font/faces.ts";
import type { SpoolEditor } from "./edit-spool.ts";
import type { RunCopy } from "./run-copy.ts";
import { blessPart, SharedParts } from "./shared-parts.ts";

/** A spool of a run that is being changed. */
export interface Edited {
  readonly run: RunCopy;
  readonly pdf: SpoolEditor;
  readonly parts: SharedParts;
}

export type Edit = (edited: Edited) => void;

/** Of a form or an image. */
export function drawn(name: string, change: (text: string) => string): Edit {
  return ({ pdf, parts }) => {
    const id = parts.xObject(name);
    const text = pdf.text(id);
    const changed = change(text);
    if (changed === text) throw new Error(`${name} was not changed`);
    pdf.setText(id, changed);
  };
}

export function overpainted(name: string): Edit {
  return drawn(name, (text) => `${text}q 0 g 0 0 61200 79200 re f Q\n`);
}

export function emptied(name: string): Edit {
  return drawn(name, () => "");
}

/** All bytes of an image's pixels. */
export function blanked(name: string): Edit {
  return drawn(name, (text) => "\xff".repeat(text.length));
}

/** Entries of a form's or an image's dictionary. */
export function entries(name: string, from: string | RegExp, to: string): Edit {
  return ({ parts }) => parts.change(parts.xObject(name), from, to);
}

export function added(name: string, entry: string): Edit {
  return entries(name, "<<", `<<${entry}`);
}

export function listed(kind: "Font" | "XObject" | "ColorSpace", name: string): Edit {
  return ({ pdf, parts }) => {
    const box = "/BBox[0 0 100 100]/Resources<<>>";
    const id = pdf.addStream(`/Type/XObject/Subtype/Form${box}`, "0 g 0 0 100 100 re f\n");
    const entry = `/${name} ${id} 0 R`;
    if (kind === "XObject") parts.change(parts.drawing("A0"), "/XObject<<", `/XObject<<${entry}`);
    else parts.change(parts.list(kind), />>\nendobj/, `${entry}>>\nendobj`);
  };
}

export function ofResources(entry: string): Edit {
  return ({ parts }) => parts.change(parts.resources, "/ProcSet", `${entry}/ProcSet`);
}

/** Two entries of a list have each other's objects. */
export function swapped(kind: "Font" | "XObject", one: string, other: string): Edit {
  return ({ pdf, parts }) => {
    const lists = kind === "XObject" ? parts.lists : [parts.list(kind)];
    const find = (name: string): number =>
      kind === "XObject" ? parts.xObject(name) : parts.font(name);
    const [first, second] = [find(one), find(other)];
    for (const list of lists) {
      const marked = pdf.head(list).replace(`/${one} ${first} `, `/${one} @ `);
      const half = marked.replace(`/${other} ${second} `, `/${other} ${first} `);
      pdf.setHead(list, half.replace("@", String(second)));
    }
  };
}

export type FontPart = "program" | "toUnicode" | "codes" | "glyphIds";

/** A part of the font F0 as bytes. With `isWriters` the run says that it was made so. */
export function fontPart(
  part: FontPart,
  change: (bytes: Buffer) => Buffer,
  isWriters: boolean,
): Edit {
  return ({ run, pdf, parts }) => {
    const id = parts[part]("F0");
    const bytes = Buffer.from(pdf.text(id), "latin1");
    const changed = change(Buffer.from(bytes));
    if (changed.equals(bytes)) throw new Error(`${part} was not changed`);
    pdf.setText(id, changed.toString("latin1"));
    const hasLength = pdf.head(id).includes("/Length1 ");
    if (hasLength && changed.length !== bytes.length)
      parts.change(id, /\/Length1 \d+/, `/Length1 ${changed.length}`);
    if (isWriters) blessPart(run, "F0", part, changed);
  };
}

export function inText(from: string | RegExp, to: string): (bytes: Buffer) => Buffer {
  return (bytes) => Buffer.from(bytes.toString("latin1").replace(from, to), "latin1");
}

/** What two codes have, exchanged; in a map of glyphs by its bytes. */
export function exchangedGlyphs(one: number, other: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const first = bytes.readUInt16BE(one * 2);
    bytes.writeUInt16BE(bytes.readUInt16BE(other * 2), one * 2);
    bytes.writeUInt16BE(first, other * 2);
    return bytes;
  };
}

/** The widths of the font F0 by code. */
export function widths(change: (widths: Map<number, number>) => void, isWriters: boolean): Edit {
  return ({ run, pdf, parts }) => {
    const id = parts.descendant("F0");
    const array = /\/W\[((?:\d+\[[\d ]*\])*)\]/.exec(pdf.head(id))?.[1] ?? "";
    const found = new Map<number, number>();
    for (const [, first, list = ""] of array.matchAll(/(\d+)\[([\d ]*)\]/g))
      list.split(" ").forEach((width, index) => found.set(Number(first) + index, Number(width)));
    change(found);
    const written = [...found].map(([code, width]) => `${code}[${width}]`).join("");
    parts.change(id, `/W[${array}]`, `/W[${written}]`);
    const text = [...found].map(([code, width]) => `${code} ${width}\n`).join("");
    if (isWriters) blessPart(run, "F0", "widths", text);
  };
}

export function descendant(from: string | RegExp, to: string): Edit {
  return ({ parts }) => parts.change(parts.descendant("F0"), from, to);
}

export function descriptor(from: string | RegExp, to: string): Edit {
  return ({ parts }) => parts.change(parts.descriptor("F0"), from, to);
}

/** All edits, one after the other. */
export function all(...edits: readonly Edit[]): Edit {
  return (edited) => {
    for (const edit of edits) edit(edited);
  };
}

/** As a bug in the counting of glyphs would leave it: the font has nothing of a character. */
export function withoutCharacter(character: string): Edit {
  const code = character.charCodeAt(0);
  const hex = code.toString(16).toUpperCase();
  return all(
    widths((found) => found.delete(code), true),
    fontPart("glyphIds", (bytes) => Buffer.from(bytes.fill(0, code * 2, code * 2 + 2)), true),
    fontPart("toUnicode", withoutText(hex), true),
    fontPart("program", () => subset("NotoSans-Regular", character), true),
  );
}

/** Takes a code out of a ToUnicode map, and counts its section anew. */
export function withoutText(hex: string): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const text = bytes.toString("latin1");
    const section = [...text.matchAll(/(\d+) beginbfchar\n([^a-z]*)endbfchar\n/g)].find(
      ([, , lines]) => lines?.includes(`<${hex}><`),
    );
    const lines = (section?.[2] ?? "").split("\n").filter((line) => !line.startsWith(`<${hex}><`));
    const kept = `${lines.length - 1} beginbfchar\n${lines.join("\n")}endbfchar\n`;
    return Buffer.from(
      text.replace(section?.[0] ?? "", () => kept),
      "latin1",
    );
  };
}

/** A subset of a font with all of its ASCII but some characters. */
export function subset(name: string, without = ""): Buffer {
  readySubsetter();
  const face = noto(name);
  const codes = Array.from({ length: 0x250 - 0x20 }, (_, index) => 0x20 + index);
  const kept = codes.filter((code) => !without.includes(String.fromCharCode(code)));
  return Buffer.from(
    subsetFont(
      face,
      kept.map((code) => face.glyphOf(code)),
    ),
  );
}

/** Changes a value in a table of a font program, where it stands. */
export function inTable(
  tag: string,
  change: (table: DataView, program: Buffer) => void,
): (bytes: Buffer) => Buffer {
  return (bytes) => {
    change(tableOf(bytes, tag), bytes);
    return bytes;
  };
}

export function tableOf(bytes: Buffer, tag: string): DataView {
  for (let record = 12; record < 12 + bytes.readUInt16BE(4) * 16; record += 16)
    if (bytes.toString("latin1", record, record + 4) === tag)
      return new DataView(
        bytes.buffer,
        bytes.byteOffset + bytes.readUInt32BE(record + 8),
        bytes.readUInt32BE(record + 12),
      );
  throw new Error(`the program has no ${tag}`);
}

/** Where the outline of a glyph begins in the `glyf` table. */
export function outlineAt(program: Buffer, glyph: number): number {
  const loca = tableOf(program, "loca");
  const isLong = tableOf(program, "head").getInt16(50) !== 0;
  return isLong ? loca.getUint32(glyph * 4) : loca.getUint16(glyph * 2) * 2;
}

export function glyphOf(character: string): number {
  return openFontFace(fontBytes("NotoSans-Regular")).glyphOf(character.codePointAt(0) ?? 0);
}
