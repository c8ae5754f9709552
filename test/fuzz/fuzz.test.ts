import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import type { FuzzKind } from "./fuzz-kind.ts";
import { runFuzz } from "./run-fuzz.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const findingsFolder = temporaryFolder("fuzz-test");
afterAll(() => rmSync(findingsFolder, { recursive: true }));

/** A little of each kind that is cheap; `npm run fuzz` does the rest. */
const counts = new Map<FuzzKind, number>([
  ["csv", 200],
  ["json", 200],
  ["layout", 30],
  ["job", 30],
  ["font", 20],
  ["image", 60],
  ["fragment", 200],
  ["ledger", 40],
  ["spool", 30],
]);

test("mutated inputs are taken or refused with a code, and nothing crashes, hangs or grows", async () => {
  const seed = 2026;
  const results = await runFuzz({ seed, counts, findingsFolder });
  const findings = results.flatMap((result) => result.findings);
  expect(findings.map(({ kind, index, what }) => `${kind} ${index}: ${what}`)).toEqual([]);
  for (const { kind, cases, codes } of results) {
    expect(cases).toBe(counts.get(kind));
    expect(Object.keys(codes).length).toBeGreaterThan(0);
  }
});
