import { inflateSync } from "node:zlib";
import { expect } from "vitest";
import { canonicalJson } from "../../src/base/canonical-json.ts";
import { sha256 } from "../../src/base/hash.ts";
import type { Host } from "../../src/base/host.ts";
import { FragmentReader } from "../../src/spool/fragment-reader.ts";
import { filesBelow } from "./e2e-run.ts";

/** By key of the record: what every rendition holds, as hashes. */
export type Renditions = ReadonlyMap<string, string>;

/** All renditions of a run's fragments; of two records with one key, those of the first. */
export function readRenditions(host: Host, out: string): Renditions {
  const found = new Map<string, { ordinal: number; parts: string[] }>();
  const add = (key: string, ordinal: number, part: string): void => {
    const before = found.get(key);
    if (before === undefined || ordinal < before.ordinal)
      found.set(key, { ordinal, parts: [part] });
    else if (ordinal === before.ordinal) before.parts.push(part);
  };
  for (const path of filesBelow(`${out}/shards`, ".frag")) {
    const reader = FragmentReader.open(host, path);
    for (let entry = 0; entry < reader.entries.length; entry += 1) {
      const { meta, pages } = reader.readPrint(entry);
      const { key, ordinal, ...facts } = meta.facts;
      add(key, ordinal, `print ${canonicalJson(facts)}`);
      for (const [index, page] of pages.entries())
        add(key, ordinal, `page ${pageHash(page, ordinal, index + 1, pages.length)}`);
    }
    for (const channel of ["email", "sms"] as const) {
      const index = reader.index(channel);
      for (let entry = 0; entry < index.length; entry += 1) {
        const ordinal = index.ordinal(entry);
        const { meta, bytes } = reader.readRendition(channel, entry);
        add(meta.key, ordinal, `${channel} ${messageHash(channel, bytes, ordinal)}`);
      }
    }
    reader.close();
  }
  // By key: in which order they lie depends on how the input was cut into shards.
  const sorted = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return new Map(sorted.map(([key, { parts }]) => [key, parts.join("\n")]));
}

/** Of a page's content without the ordinal, which is another where faults differ. */
function pageHash(page: Uint8Array, ordinal: number, number: number, count: number): string {
  const content = inflateSync(page).toString("latin1");
  const token = `/NPdoc<</O ${ordinal}/I ${number}/N ${count}>>DP\n`;
  expect(content.split(token)).toHaveLength(2);
  return sha256(Buffer.from(content.replace(token, ""), "latin1"));
}

function messageHash(channel: "email" | "sms", bytes: Uint8Array, ordinal: number): string {
  if (channel === "email") return sha256(bytes);
  const { ordinal: said, ...message } = JSON.parse(Buffer.from(bytes).toString()) as {
    ordinal: number;
  };
  expect(said).toBe(ordinal);
  return JSON.stringify(message);
}
