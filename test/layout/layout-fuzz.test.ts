import fc from "fast-check";
import { expect, test } from "vitest";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { host, shared, SMALL, writeLayout } from "./support.ts";

const LINES = SMALL.split("\n");
const SPLINTERS = [
  "",
  "null",
  "- 1",
  "{",
  "[[]]",
  "*alias",
  "{{",
  "{account}",
  "{transactions.map(t, t)}",
  "__proto__",
  "constructor: text",
  "1e999",
  "  - group: [{ columns: [{}, { blocks: 3 }] }]",
  "  - message: x",
  "  - table: { rows: account, columns: [] }",
  "    when: record.t.x",
  "  type: { int: { map: text } }",
];

/** Layouts with one to three places spoilt: cut, doubled, swapped or replaced by a splinter. */
const spoilt = fc
  .array(
    fc.record({
      line: fc.nat(LINES.length - 1),
      from: fc.nat(80),
      length: fc.nat(30),
      splinter: fc.constantFrom(...SPLINTERS),
      how: fc.constantFrom("cut", "drop", "replace", "insert"),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((spoils) => {
    const lines = [...LINES];
    for (const { line, from, length, splinter, how } of spoils) {
      const text = lines[line] ?? "";
      if (how === "cut") lines[line] = text.slice(0, from) + text.slice(from + length);
      else if (how === "drop") lines.splice(line, 1);
      else if (how === "replace") lines[line] = splinter;
      else lines[line] = text.slice(0, from) + splinter + text.slice(from);
    }
    return lines.join("\n");
  });

test("a spoilt layout gives a plan or errors with places, and never throws", () => {
  const folder = writeLayout(SMALL);
  fc.assert(
    fc.property(spoilt, (text) => {
      writeFileSync(join(folder, "layout.yaml"), text);
      const { plan, diagnostics } = checkLayout(host, folder, shared);
      expect(plan === undefined).toBe(diagnostics.length > 0);
      for (const { source, message } of diagnostics) {
        expect(source?.line).toBeGreaterThanOrEqual(1);
        expect(source?.line).toBeLessThanOrEqual(text.split("\n").length);
        expect(message.length).toBeGreaterThan(5);
      }
      if (plan !== undefined) structuredClone(plan);
    }),
    { numRuns: 150 },
  );
});
