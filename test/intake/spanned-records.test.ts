import fc from "fast-check";
import { expect, test } from "vitest";
import type { FixedSpec } from "../../src/model/input-format.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { readForeign, rejectLines } from "./foreign-input.ts";
import { inputSpec } from "./retail.ts";
import { writeInput } from "./run-intake.ts";

const text = { kind: "text", optional: true } as const;
const shape = { kind: "object", fields: { id: { ...text, optional: false }, note: text } } as const;
const [WHOLE, FIRST, LAST, MIDDLE] = [0, 1, 2, 3];

function inputOf(content: Buffer, prefix: "rdw" | "bdw"): InputSpec {
  const field = (name: string, start: number, length: number) =>
    ({ name, start, length, form: { type: "text" } }) as const;
  const fields = [field("ID", 1, 4), field("NOTE", 5, 400)];
  const foreign: FixedSpec = {
    kind: "fixed",
    form: "rows",
    encoding: "iso-8859-1",
    hasLineEnds: false,
    prefix,
    fields,
  };
  return inputSpec(writeInput("spanned.vbs", content), {
    format: "csv",
    key: "id",
    order: "none",
    csv: { delimiter: ",", quote: '"', columns: { ID: "id", NOTE: "note" } },
    foreign,
  });
}

/** A record or segment behind its descriptor word. */
function described(content: string, segment: number): Buffer {
  const word = Buffer.alloc(4);
  word.writeUInt16BE(content.length + 4);
  word[2] = segment;
  return Buffer.concat([word, Buffer.from(content, "latin1")]);
}

function block(parts: readonly Buffer[]): Buffer {
  const word = Buffer.alloc(4);
  word.writeUInt16BE(parts.reduce((sum, { length }) => sum + length, 4));
  return Buffer.concat([word, ...parts]);
}

/** A record cut at some places. */
function segments(content: string, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % content.length))].sort((a, b) => a - b);
  const ends = [...places.filter((place) => place > 0), content.length];
  return ends.map((end, at) => {
    const part = content.slice(ends[at - 1] ?? 0, end);
    if (ends.length === 1) return described(part, WHOLE);
    return described(part, at === 0 ? FIRST : at === ends.length - 1 ? LAST : MIDDLE);
  });
}

test("records that were split over blocks come together again, however they were cut", async () => {
  const record = fc.record({
    note: fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 300 }),
    cuts: fc.array(fc.nat(300), { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (records, perBlock) => {
        const contents = records.map(({ note }, at) => `K${String(at).padStart(3, "0")}${note}`);
        const parts = records.flatMap(({ cuts }, at) => segments(contents[at] ?? "", cuts));
        const blocks = parts.flatMap((_, at) =>
          at % perBlock === 0 ? [block(parts.slice(at, at + perBlock))] : [],
        );
        for (const [content, prefix] of [
          [Buffer.concat(parts), "rdw"],
          [Buffer.concat(blocks), "bdw"],
        ] as const) {
          const read = await readForeign(inputOf(content, prefix), shape);
          expect(read.rejects).toEqual([]);
          expect(read.records.map(({ values }) => values)).toEqual(
            contents.map((one) => ({ id: one.slice(0, 4), note: one.slice(4) })),
          );
          for (const [at, { place }] of read.records.entries()) {
            expect(place.line).toBe(at + 1);
            const start = contents[at]?.slice(0, 1) ?? "";
            expect(content.toString("latin1", place.byteOffset + 4, place.byteOffset + 5)).toBe(
              start,
            );
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("a segment that is missing costs its record alone", async () => {
  const parts = [
    described("K001whole", WHOLE),
    described("K002be", FIRST),
    described("K003whole", WHOLE),
    described("gun", LAST),
    described("K004a", FIRST),
    described("b", MIDDLE),
    described("c", LAST),
    described("K005no end", FIRST),
  ];
  const { records, rejects } = await readForeign(inputOf(Buffer.concat(parts), "rdw"), shape);
  expect(records.map(({ values }) => values)).toEqual([
    { id: "K001", note: "whole" },
    { id: "K003", note: "whole" },
    { id: "K004", note: "abc" },
  ]);
  const of = (which: string): string =>
    `the ${which} segment of the record is missing: request the file again`;
  expect(rejectLines(rejects)).toEqual([
    `data.record-length | line 2 | K002 | ${of("last")}`,
    `data.record-length | line 4 | gun | ${of("first")}`,
    `data.record-length | line 6 | K005 | ${of("last")}`,
  ]);
  expect(Buffer.from(rejects[0]?.raw ?? "", "base64")).toEqual(parts[1]);
});
