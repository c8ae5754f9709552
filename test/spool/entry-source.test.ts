import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import { EntrySource } from "../../src/spool/entry-source.ts";
import { FragmentReader } from "../../src/spool/fragment-reader.ts";
import { FragmentShelf } from "../../src/spool/fragment-shelf.ts";
import { FragmentWriter } from "../../src/spool/fragment-writer.ts";
import { sampleEntry } from "./sample-fragment.ts";
import { TestHost } from "./test-host.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder();
const host = new TestHost();

const SHARDS = 6;
const PER_SHARD = 25;

/** Documents whose one page is from nothing to three read-ahead windows long. */
const paths = Array.from({ length: SHARDS }, (_, shard) => {
  const prng = new Prng(shard);
  const writer = new FragmentWriter();
  const path = `${folder}/${shard}.fragment`;
  writer.begin(shard);
  for (let index = 0; index < PER_SHARD; index += 1) {
    writer.beginPrint();
    const size = prng.chance(0.2) ? prng.below(24_000) : prng.below(3000);
    writer.page(
      Uint8Array.from({ length: size }, () => prng.below(256)),
      "",
    );
    const { facts, ...entry } = sampleEntry({
      ordinal: shard * PER_SHARD + index,
      pages: 1,
      postalKey: prng.below(9),
    });
    writer.endPrint({ ...entry, facts: { ...facts, sheets: prng.between(1, 3) } });
  }
  writer.commit(host, path);
  return path;
});

describe("an entry source", () => {
  it("reads any list of entries in any order, within any bounds", () => {
    const place = fc.tuple(fc.nat(SHARDS - 1), fc.nat(PER_SHARD - 1));
    const bounds = fc.record({
      openMax: fc.integer({ min: 1, max: 7 }),
      readAheadBytes: fc.integer({ min: 1, max: 200_000 }),
    });
    const readers = paths.map((path) => FragmentReader.open(host, path));
    fc.assert(
      fc.property(fc.array(place, { maxLength: 60 }), bounds, (places, shelfBounds) => {
        const shelf = new FragmentShelf(host, paths, shelfBounds);
        const source = new EntrySource(shelf, "print", {
          shards: Uint32Array.from(places, ([shard]) => shard),
          entries: Uint32Array.from(places, ([, entry]) => entry),
        });
        places.forEach(([shard, entry], position) => {
          const reader = readers[shard] as FragmentReader;
          const [page] = reader.readPrint(entry).pages;
          const stored = source.read(position);
          expect(stored.ordinal).toBe(reader.entries.ordinal(entry));
          expect(source.contentBytes(position)).toBe(page?.length);
          expect(Buffer.compare(stored.content, page as Uint8Array)).toBe(0);
        });
        shelf.close();
      }),
    );
    for (const reader of readers) reader.close();
  });
});
