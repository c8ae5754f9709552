import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { HostError } from "../../src/base/host.ts";
import { FragmentReader } from "../../src/spool/fragment-reader.ts";
import { FragmentWriter } from "../../src/spool/fragment-writer.ts";
import {
  addSamplePrint,
  sampleEntry,
  sampleFacts,
  sampleMessage,
  samplePage,
  sampleReject,
  writeMixedFragment,
} from "./sample-fragment.ts";
import { CrashingHost, TestHost, writeBytes } from "./test-host.ts";
import type { CrashMode } from "./test-host.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder();
const host = new TestHost();

function openAll(path: string): void {
  const reader = FragmentReader.open(host, path);
  try {
    reader.verifyAll();
  } finally {
    reader.close();
  }
}

describe("a fragment", () => {
  const path = `${folder}/mixed.fragment`;
  const summary = writeMixedFragment(host, path);

  it("says what it holds", () => {
    const reader = FragmentReader.open(host, path);
    expect(reader.summary).toEqual(summary);
    expect(summary).toEqual({
      shardIndex: 3,
      job: "",
      bytes: host.sizeBytes(path),
      crc32: summary.crc32,
      units: 11,
      records: 9,
      rejects: 2,
      documents: 9,
      pages: 17,
      sheets: 10,
      prints: 6,
      emails: 3,
      sms: 3,
      substitutions: 0,
      drawn: ["", "A0 I1"],
      sums: { closing: "123456789012345678901234567890", opening: "-12" },
    });
    expect(host.list(folder)).toEqual(["mixed.fragment"]);
    reader.verifyAll();
    reader.close();
  });

  it("holds print documents in print order, whole", () => {
    const reader = FragmentReader.open(host, path);
    const { entries } = reader;
    const order = Array.from({ length: entries.length }, (_, entry) => entries.ordinal(entry));
    // Classes by ordinal % 4, then sheets (1 2 1 3 1 2), then the postal key 1000 - ordinal % 3.
    expect(order).toEqual([304, 300, 305, 301, 302, 303]);
    for (let entry = 0; entry < entries.length; entry += 1) {
      const { meta, pages } = reader.readPrint(entry);
      const { ordinal } = meta.facts;
      const document = sampleEntry({
        ordinal,
        pages: pages.length,
        postalKey: entries.postalKey(entry),
        addressClass: meta.facts.addressClass,
      });
      expect(ordinal).toBe(order[entry]);
      expect(meta.facts).toEqual(document.facts);
      expect(meta.place).toEqual(document.place);
      expect(pages.map((page) => [...page])).toEqual(
        pages.map((_, pageIndex) => [...samplePage(ordinal, pageIndex)]),
      );
      expect(reader.readMeta(entry)).toEqual(meta);
      expect(entries.keyHashHigh(entry)).toBe(document.keyHashHigh);
      expect(entries.keyHashLow(entry)).toBe(document.keyHashLow);
      expect(entries.pages(entry)).toBe(meta.facts.pages);
      expect(entries.sheets(entry)).toBe(meta.facts.sheets);
      expect(entries.isPrimary(entry)).toBe(true);
    }
    reader.close();
  });

  it("holds messages, rejects and glyph usage", () => {
    const reader = FragmentReader.open(host, path);
    const email = reader.readRendition("email", 1);
    expect([...email.bytes]).toEqual([...sampleMessage(307)]);
    expect(email.meta.key).toBe("NB307");
    expect(reader.index("email").contentBytes(1)).toBe(sampleMessage(307).length);
    expect(reader.index("sms").isPrimary(0)).toBe(false);
    expect(JSON.parse(new TextDecoder().decode(reader.readRendition("sms", 2).bytes))).toEqual({
      ordinal: 308,
      to: "+12025550143",
      text: "¡Hola!",
      encoding: "gsm-7",
      segments: 1,
    });
    expect(reader.readRenditionMeta("sms", 2).key).toBe("NB308");
    expect([...reader.rejects()]).toEqual([sampleReject(309), sampleReject(310)]);
    expect(reader.glyphFonts()).toEqual([0, 2]);
    expect([...reader.glyphUsage(2)]).toEqual([1, 2, 3]);
    expect(reader.glyphUsage(1).length).toBe(0);
    reader.close();
  });

  it("is found out wherever one byte of it is changed or it is cut", () => {
    const whole = host.readFile(path);
    const damaged = `${folder}/damaged.fragment`;
    const unnoticed: number[] = [];
    for (let at = 0; at < whole.length; at += 1) {
      const bytes = Uint8Array.from(whole);
      bytes[at] = (bytes[at] as number) ^ 0x41;
      writeBytes(damaged, bytes);
      try {
        openAll(damaged);
        unnoticed.push(at);
      } catch (error) {
        expect((error as HostError).code).toBe("fragment.corrupt");
      }
    }
    expect(unnoticed).toEqual([]);
    for (const length of [0, 1, 215, whole.length - 1]) {
      writeBytes(damaged, whole.slice(0, length));
      expect(() => openAll(damaged)).toThrow(HostError);
    }
    rmSync(damaged);
  });
});

describe("a fragment writer", () => {
  it("carries nothing from one shard to the next", () => {
    const writer = new FragmentWriter();
    writeMixedFragment(host, `${folder}/first.fragment`, 5, writer);
    writeMixedFragment(host, `${folder}/second.fragment`, 3, writer);
    expect(host.readFile(`${folder}/second.fragment`)).toEqual(
      host.readFile(`${folder}/mixed.fragment`),
    );
    writer.begin(9);
    const empty = writer.commit(host, `${folder}/empty.fragment`);
    expect(empty).toMatchObject({ units: 0, prints: 0, drawn: [], sums: {}, shardIndex: 9 });
    openAll(`${folder}/empty.fragment`);
  });

  it("takes a document back and counts records without one", () => {
    const writer = new FragmentWriter();
    writer.begin(0);
    writer.beginPrint();
    writer.page(samplePage(0, 0), "A9");
    writer.cancelPrint();
    writer.addReject(sampleReject(0));
    addSamplePrint(writer, { ordinal: 1, pages: 2, postalKey: 0 });
    writer.addUnrendered(2);
    const summary = writer.commit(host, `${folder}/cancelled.fragment`);
    expect(summary).toMatchObject({ units: 3, records: 2, documents: 1, rejects: 1, pages: 2 });
    expect(summary.drawn).toEqual(["", "A0 I1"]);
    openAll(`${folder}/cancelled.fragment`);
  });

  it("counts who was left out and who was added apart from records, and forgets both", () => {
    const writer = new FragmentWriter();
    writer.begin(0);
    addSamplePrint(writer, { ordinal: 0, pages: 1, postalKey: 0 });
    const left = { ordinal: 1, key: "K-1", reason: "moved" };
    writer.addSuppressed(left);
    expect(() => writer.addSuppressed(left)).toThrow("out of order");
    const summary = writer.commit(host, `${folder}/left.fragment`);
    expect(summary).toMatchObject({ units: 2, records: 1, documents: 1, suppressed: [left] });
    writer.begin(1);
    writer.setSeeds();
    addSamplePrint(writer, { ordinal: 2, pages: 3, postalKey: 0 });
    const seeds = writer.commit(host, `${folder}/seeds.fragment`);
    expect(seeds).toMatchObject({ units: 0, records: 0, documents: 0, seeds: 1, pages: 3 });
    writer.begin(2);
    const empty = writer.commit(host, `${folder}/none.fragment`);
    expect([empty.suppressed, empty.seeds]).toEqual([undefined, undefined]);
    for (const name of ["left", "seeds"]) openAll(`${folder}/${name}.fragment`);
  });

  it("refuses what cannot be right", () => {
    const writer = new FragmentWriter();
    writer.begin(0);
    writer.beginPrint();
    writer.page(samplePage(4, 0), "");
    expect(() => {
      writer.endPrint(sampleEntry({ ordinal: 4, pages: 2, postalKey: 0 }));
    }).toThrow("pages are not those it counts");
    writer.begin(0);
    addSamplePrint(writer, { ordinal: 4, pages: 1, postalKey: 0 });
    expect(() => addSamplePrint(writer, { ordinal: 3, pages: 1, postalKey: 0 })).toThrow(
      "out of order",
    );
    expect(sampleFacts({ ordinal: 4, pages: 1, postalKey: 0 }).sheets).toBe(1);
  });

  it.each<CrashMode>(["kept", "lost", "reordered"])(
    "leaves a whole fragment or none wherever the machine fails, names %s",
    (mode) => {
      const path = `${folder}/crash/one.fragment`;
      const counting = new CrashingHost(Number.POSITIVE_INFINITY);
      host.makeFolder(`${folder}/crash`);
      writeMixedFragment(counting, path, 1);
      const old = host.readFile(path);
      for (let crashAt = 1; crashAt <= counting.calls; crashAt += 1) {
        for (const before of [undefined, old]) {
          rmSync(`${folder}/crash`, { recursive: true });
          host.makeFolder(`${folder}/crash`);
          if (before !== undefined) writeBytes(path, before);
          const crashing = new CrashingHost(crashAt);
          expect(() => writeMixedFragment(crashing, path, 2)).toThrow("the machine has failed");
          crashing.settle(mode);
          if (host.exists(path)) openAll(path);
          else expect(before).toBeUndefined();
          // The next attempt succeeds over whatever was left.
          expect(writeMixedFragment(host, path, 2).shardIndex).toBe(2);
          openAll(path);
          expect(host.list(`${folder}/crash`)).toEqual(["one.fragment"]);
        }
      }
    },
  );
});
