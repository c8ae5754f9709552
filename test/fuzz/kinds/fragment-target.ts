import { crc32 } from "node:zlib";
import { HostError } from "../../../src/base/host.ts";
import type { Prng } from "../../../src/base/prng.ts";
import {
  encodeTail,
  readDirectory,
  SECTIONS,
  TAIL_BYTES,
} from "../../../src/spool/fragment-directory.ts";
import { CHANNEL_FACTS } from "../../../src/model/channel.ts";
import type { Section, SectionName } from "../../../src/spool/fragment-directory.ts";
import { ROW_BYTES } from "../../../src/spool/fragment-index.ts";
import { FragmentReader } from "../../../src/spool/fragment-reader.ts";
import { writeMixedFragment } from "../../spool/sample-fragment.ts";
import type { FuzzTarget, Verdict } from "../fuzz-kind.ts";
import { MemoryHost } from "../memory-host.ts";
import { mutateBytes } from "../mutate-bytes.ts";

const PATH = "/shards/shard-000003.frag";
const CRC_IN_ROW = 36;
const DATA_OFFSET_IN_ROW = 0;
const DATA_BYTES_IN_ROW = 28;

/** Spoilt fragments: some as a disk spoils them, most with all their checksums right again. */
export function openTarget(): FuzzTarget {
  const host = new MemoryHost();
  writeMixedFragment(host, PATH);
  const whole = host.readFile(PATH);
  return {
    mutate: (prng) => (prng.chance(0.4) ? mutateBytes(prng, whole) : resealed(prng, whole)),
    check: (input) => checkFragment(host, input),
  };
}

/** A fragment with one or two sections spoilt and everything that vouches for them made anew. */
function resealed(prng: Prng, whole: Uint8Array): Uint8Array {
  const parts = partsOf(whole);
  const times = prng.between(1, 2);
  for (let time = 0; time < times; time += 1) {
    const name = prng.pick(SECTIONS);
    parts.set(name, Buffer.from(mutateBytes(prng, parts.get(name) ?? Buffer.alloc(0), 3)));
  }
  if (prng.chance(0.8)) vouchForData(parts, whole);
  const sections = {} as Record<SectionName, Section>;
  let offset = 16;
  for (const name of SECTIONS) {
    const bytes = parts.get(name) as Buffer;
    const isData = Object.values(CHANNEL_FACTS).some(({ data }) => data === name);
    sections[name] = { offset, bytes: bytes.length, crc32: isData ? 0 : crc32(bytes) };
    offset += bytes.length;
  }
  const { tail } = encodeTail(3, sections);
  return Buffer.concat([
    whole.subarray(0, 16),
    ...SECTIONS.map((name) => parts.get(name) as Buffer),
    tail,
  ]);
}

function partsOf(whole: Uint8Array): Map<SectionName, Buffer> {
  const host = new MemoryHost();
  host.files.set(PATH, Buffer.from(whole));
  const { sections } = readDirectory(host.openRead(PATH), PATH, whole.length);
  const body = Buffer.from(whole.subarray(0, whole.length - TAIL_BYTES));
  return new Map(
    SECTIONS.map((name) => {
      const { offset, bytes } = sections[name];
      return [name, body.subarray(offset, offset + bytes)];
    }),
  );
}

/** Gives each row of the indexes the checksum of what now lies where it points. */
function vouchForData(parts: Map<SectionName, Buffer>, whole: Uint8Array): void {
  const data = new Map([...partsOf(whole)].map(([name]) => [name, parts.get(name) as Buffer]));
  let start = 16;
  for (const { index, data: name } of Object.values(CHANNEL_FACTS)) {
    const bytes = data.get(name) as Buffer;
    const rows = Buffer.from(parts.get(index) as Buffer);
    for (let at = 0; at + ROW_BYTES <= rows.length; at += ROW_BYTES) {
      const from = rows.readDoubleLE(at + DATA_OFFSET_IN_ROW) - start;
      const length = rows.readUInt32LE(at + DATA_BYTES_IN_ROW);
      if (!(from >= 0) || from + length > bytes.length) continue;
      rows.writeUInt32LE(crc32(bytes.subarray(from, from + length)), at + CRC_IN_ROW);
    }
    parts.set(index, rows);
    start += bytes.length;
  }
}

function checkFragment(host: MemoryHost, input: Uint8Array): Verdict {
  host.files.set(PATH, Buffer.from(input));
  try {
    const reader = FragmentReader.open(host, PATH);
    readAll(reader);
    return { kind: "accepted" };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { kind: "refused", codes: [error.code] };
  }
}

/** All that a run asks of a fragment. */
function readAll(reader: FragmentReader): void {
  reader.verifyAll();
  for (const reject of reader.rejects()) void reject.code;
  for (const font of reader.glyphFonts()) reader.glyphUsage(font);
  for (let entry = 0; entry < reader.entries.length; entry += 1) {
    reader.readMeta(entry);
    reader.readPrint(entry);
  }
  for (const channel of ["email", "sms"] as const) {
    const index = reader.index(channel);
    for (let entry = 0; entry < index.length; entry += 1) {
      reader.readRenditionMeta(channel, entry);
      reader.readRendition(channel, entry);
    }
  }
}
