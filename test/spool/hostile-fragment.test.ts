import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { HostError } from "../../src/base/host.ts";
import { encodeHead, encodeTail, SECTIONS } from "../../src/spool/fragment-directory.ts";
import type { Section, SectionName } from "../../src/spool/fragment-directory.ts";
import { IndexRows } from "../../src/spool/fragment-index.ts";
import { FragmentReader } from "../../src/spool/fragment-reader.ts";
import { MemoryHost } from "../fuzz/memory-host.ts";

const PATH = "/shard-000000.frag";
const HEAD_BYTES = 16;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** A fragment of these sections whose checksums are right; the others are empty. */
function fragmentOf(parts: Partial<Record<SectionName, Uint8Array>>, lie = 0): MemoryHost {
  const bytesOf = (name: SectionName): Uint8Array =>
    parts[name] ?? (name === "summary" ? text("{}") : new Uint8Array(0));
  const sections = {} as Record<SectionName, Section>;
  let offset = HEAD_BYTES;
  for (const name of SECTIONS) {
    const bytes = bytesOf(name).length + (name === "prints" ? lie : name === "emails" ? -lie : 0);
    const isData = name === "prints" || name === "emails" || name === "sms";
    sections[name] = { offset, bytes, crc32: isData ? 0 : crc32(bytesOf(name)) };
    offset += bytes;
  }
  const host = new MemoryHost();
  const { tail } = encodeTail(0, sections);
  const file = [encodeHead(0), ...SECTIONS.map(bytesOf), tail];
  host.files.set(PATH, Buffer.concat(file));
  return host;
}

function rowOf(dataOffset: number, dataBytes: number, metaBytes: number): Uint8Array {
  const rows = new IndexRows();
  const counts = { pages: 1, sheets: 1, postalKey: 0, isPrimary: true } as const;
  const names = { ordinal: 0, keyHashHigh: 0, keyHashLow: 0, addressClass: "automation" } as const;
  rows.add({ ...counts, ...names, dataOffset, dataBytes, metaBytes, crc32: 0 });
  return rows.bytes();
}

function codeOf(host: MemoryHost, read: (reader: FragmentReader) => void = () => {}): string {
  try {
    read(FragmentReader.open(host, PATH));
  } catch (error) {
    return error instanceof HostError ? error.code : String(error);
  }
  return "";
}

const CORRUPT = "fragment.corrupt";

test("a fragment whose checksums hold and whose content does not is refused all the same", () => {
  expect(codeOf(fragmentOf({}))).toBe("");
  expect(codeOf(fragmentOf({ summary: text("{") }))).toBe(CORRUPT);
  expect(codeOf(fragmentOf({ summary: text("null") }))).toBe(CORRUPT);
  expect(codeOf(fragmentOf({}), (reader) => reader.drawn())).toBe(CORRUPT);
  const rejects = fragmentOf({ rejects: text('{"code":') });
  expect(codeOf(rejects, (reader) => [...reader.rejects()])).toBe(CORRUPT);
  const glyphs = fragmentOf({ glyphs: Uint8Array.of(1, 0, 0, 0, 255, 255, 255, 255) });
  expect(codeOf(glyphs, (reader) => reader.glyphUsage(1))).toBe(CORRUPT);
});

test("a row that leads out of its section is not followed, however much it asks for", () => {
  const prints = text("0123456789");
  for (const row of [
    rowOf(HEAD_BYTES, 0xffff_ffff, 1),
    rowOf(0, 10, 1),
    rowOf(Number.NaN, 10, 1),
    rowOf(HEAD_BYTES, 10, 11),
  ]) {
    const host = fragmentOf({ prints, printIndex: row });
    expect(codeOf(host, (reader) => reader.readPrint(0))).toBe(CORRUPT);
    expect(codeOf(host, (reader) => reader.readMeta(0))).toBe(CORRUPT);
  }
});

test("sections that overlap by a negative size are refused", () => {
  expect(codeOf(fragmentOf({ prints: text("0123456789") }, 5))).toBe(CORRUPT);
});
