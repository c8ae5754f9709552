import { describe, expect, test } from "vitest";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { BreachList } from "../../src/verify/file/breach-list.ts";
import { readCrossReferences } from "../../src/verify/file/cross-references.ts";
import { HashedFile } from "../../src/verify/file/hashed-file.ts";
import { PdfObjects } from "../../src/verify/file/pdf-objects.ts";
import { printedMoney } from "../../src/verify/content/printed-money.ts";
import { readResources } from "../../src/verify/resources/read-resources.ts";
import type { FontDecoders } from "../../src/verify/content/shown-text.ts";
import { spoolFonts } from "../../src/verify/spool-fonts.ts";
import { filesBelow, readRecords } from "./e2e-run.ts";
import { finishedRun } from "./finished-runs.ts";
import { SpoolReader } from "./spool-reader.ts";
import { cents } from "./statement-values.ts";

/** What the retail layout names under `sums`, by its place among the money fields. */
const FIELDS = { 0: "opening", 4: "closing" } as const;

/** The fonts of a spool as the verifier reads them. */
function fontsOf(path: string): FontDecoders {
  const file = new HashedFile(new NodeHost(), path);
  const references = readCrossReferences(file);
  if (typeof references === "string") throw new Error(references);
  const breaches = new BreachList(path);
  const objects = new PdfObjects(file, references, breaches);
  const decoders = spoolFonts(readResources(objects, breaches).fonts);
  objects.close();
  file.finish();
  return decoders;
}

/** The amounts that each document of a spool shows, by ordinal and field; each field's are one. */
function shownIn(path: string): Map<number, Map<number, bigint>> {
  const decoders = fontsOf(path);
  const spool = new SpoolReader(path);
  const documents = new Map<number, Map<number, bigint>>();
  for (let page = 1; page <= spool.pageCount; page += 1) {
    const ordinal = spool.token(page)?.ordinal;
    if (ordinal === undefined) continue;
    const shown = documents.get(ordinal) ?? new Map<number, bigint>();
    documents.set(ordinal, shown);
    for (const content of spool.contents(page))
      for (const { field, units } of printedMoney(Buffer.from(content, "latin1"), decoders, 2)) {
        if (units === undefined) throw new Error(`page ${page} marks what is no amount`);
        expect(shown.get(field) ?? units).toBe(units);
        shown.set(field, units);
      }
  }
  return documents;
}

describe("a run's printed money", () => {
  test("read back from all its pages, is what the raw records of its documents add up to", async () => {
    const { input, out } = await finishedRun("rehearsal");
    const records = readRecords(input);
    const printed = { opening: 0n, closing: 0n };
    const raw = { opening: 0n, closing: 0n };
    let count = 0;
    for (const path of filesBelow(`${out}/print`, ".pdf"))
      for (const [ordinal, shown] of shownIn(path)) {
        count += 1;
        expect([...shown.keys()].toSorted((a, b) => a - b)).toEqual([0, 4]);
        const account = records.get(ordinal)?.account;
        for (const [field, name] of Object.entries(FIELDS)) {
          printed[name] += shown.get(Number(field)) ?? 0n;
          raw[name] += cents(account?.[name] ?? "");
        }
      }
    expect(count).toBeGreaterThan(100);
    expect(printed).toEqual(raw);
  });
});
