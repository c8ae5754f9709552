import fc from "fast-check";
import { expect, test } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { readFileSync, writeFileSync } from "node:fs";
import type { InputSpec } from "../../src/model/job.ts";
import { retailRecord } from "./retail.ts";
import { csv, json, ndjson, runIntake } from "./run-intake.ts";
import type { IntakeResult } from "./run-intake.ts";

const wanted = Array.from({ length: 8 }, (_, index) => retailRecord(index, index % 4));
const lines = wanted.map((record) => JSON.stringify(record));

type Mutation = { at: number; kind: "set" | "drop" | "insert"; byte: number; count: number };

const byte = fc.oneof(
  fc.constantFrom(...Buffer.from('",\n\r{}[]:\\ 0a\0')),
  fc.integer({ min: 0, max: 255 }),
);
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom("set" as const, "drop" as const, "insert" as const),
  byte,
  count: fc.integer({ min: 1, max: 40 }),
});

function mutate(bytes: Buffer, { at, kind, byte: value, count }: Mutation): Buffer {
  const index = Math.floor(at * bytes.length);
  const head = bytes.subarray(0, index);
  if (kind === "insert") return Buffer.concat([head, Buffer.from([value]), bytes.subarray(index)]);
  if (kind === "drop") return Buffer.concat([head, bytes.subarray(index + count)]);
  return Buffer.concat([head, Buffer.from([value]), bytes.subarray(index + 1)]);
}

/** Runs an input of which one file has been spoilt; undefined where it was refused as a whole. */
function runSpoilt(
  input: InputSpec,
  file: string,
  mutations: Mutation[],
): IntakeResult | undefined {
  const whole = readFileSync(file);
  writeFileSync(file, mutations.reduce(mutate, whole));
  try {
    return runIntake(input);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.diagnostics.length).toBeGreaterThan(0);
    return undefined;
  } finally {
    writeFileSync(file, whole);
  }
}

function expectConserved({ scan, units }: IntakeResult): void {
  expect(units.length).toBe(scan.unitCount);
  expect(scan.shards.reduce((sum, shard) => sum + shard.unitCount, 0)).toBe(scan.unitCount);
  const ordinals = units.map((unit) => ("record" in unit ? unit.record : unit.reject).ordinal);
  expect(ordinals).toStrictEqual(units.map((_, index) => index));
}

const inputs: [string, (shardBytes: number) => InputSpec][] = [
  ["csv", (shardBytes) => csv(wanted, {}, { shardBytes })],
  ["unsorted csv", (shardBytes) => csv(wanted.toReversed(), { order: "none" }, { shardBytes })],
  ["ndjson", (shardBytes) => ndjson(lines, { shardBytes })],
  ["json", (shardBytes) => json(`{"customers":[${lines.join(",")}]}`, { shardBytes })],
];

test.each(inputs)("random damage to %s never loses a unit", (_format, make) => {
  const byShardBytes = [1, 700, 100_000].map(make);
  const mutations = fc.array(mutation, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(mutations, fc.boolean(), (damage, toDetails) => {
      const runs = byShardBytes.map((input) => {
        const file = (toDetails ? input.details[0]?.file : undefined) ?? input.file;
        return runSpoilt(input, file, damage);
      });
      const outcomes = runs.map((run) => {
        if (run === undefined) return "refused";
        expectConserved(run);
        return run.units.map((unit) =>
          "record" in unit
            ? [unit.record.key, unit.record.values]
            : [unit.reject.code, unit.reject.line, unit.reject.byteOffset, unit.reject.raw],
        );
      });
      expect(outcomes[1]).toStrictEqual(outcomes[0]);
      expect(outcomes[2]).toStrictEqual(outcomes[0]);
    }),
    { numRuns: 150 },
  );
});

test("one stray quote costs one line of NDJSON and of CSV", () => {
  for (const [, make] of [inputs[0], inputs[2]] as typeof inputs) {
    const input = make(1000);
    const whole = readFileSync(input.file);
    const headerBytes = input.format === "csv" ? whole.indexOf("\n") + 1 : 0;
    fc.assert(
      fc.property(fc.integer({ min: headerBytes, max: whole.length }), (offset) => {
        const [head, tail] = [whole.subarray(0, offset), whole.subarray(offset)];
        writeFileSync(input.file, Buffer.concat([head, Buffer.from('"'), tail]));
        const run = runIntake(input);
        const keys = new Set(run.records.map((record) => record.key));
        const lost = wanted.filter(({ account }) => !keys.has(account.id));
        expect(lost.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  }
});
