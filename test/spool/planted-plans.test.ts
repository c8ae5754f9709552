import { expect, it } from "vitest";
import { assembleSpool } from "../../src/spool/assemble-spool.ts";
import { FragmentShelf } from "../../src/spool/fragment-shelf.ts";
import { FragmentWriter } from "../../src/spool/fragment-writer.ts";
import type { SpoolJob } from "../../src/spool/spool-job.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { sampleEntry, samplePage } from "./sample-fragment.ts";
import { planOf, sampleControl, sampleJob, samplePainter, writeFragments } from "./sample-spool.ts";
import { TestHost } from "./test-host.ts";

const host = new TestHost();
const folder = temporaryFolder();

/** Assembles a spool of two documents whose job was changed. */
function assembled(change: (job: SpoolJob) => Partial<SpoolJob>, paths: readonly string[]): void {
  const shelf = new FragmentShelf(host, paths);
  const job = sampleJob(planOf(host, paths), shelf, `${folder}/print`);
  try {
    assembleSpool(host, { ...job, ...change(job) }, samplePainter, sampleControl);
  } finally {
    shelf.close();
  }
}

function soundFragments(): string[] {
  const documents = [1, 2].map((ordinal) => ({ ordinal, pages: 3, postalKey: 0 }));
  return writeFragments(host, `${folder}/shards`, [documents]);
}

/** A fragment with one document that says other things of itself than its row does. */
function spoiltFragment(sheets: number): string[] {
  const path = `${folder}/spoilt.fragment`;
  const writer = new FragmentWriter();
  writer.begin(0);
  writer.beginPrint();
  for (let page = 0; page < 3; page += 1) writer.page(samplePage(1, page), "A0 I1");
  const entry = sampleEntry({ ordinal: 1, pages: 3, postalKey: 0 });
  writer.endPrint({ ...entry, facts: { ...entry.facts, sheets } });
  writer.commit(host, path);
  return [path];
}

it.each<[what: string, change: (job: SpoolJob) => Partial<SpoolJob>]>([
  ["sheets are not those planned", ({ plan }) => ({ plan: { ...plan, sheetCount: 5 } })],
  ["pages are not those planned", ({ plan }) => ({ plan: { ...plan, pageCount: 7 } })],
  [
    "furniture is not that planned",
    ({ plan }) => ({
      plan: {
        ...plan,
        furniture: { setUpSheets: 0, hasPattern: false, breaks: Uint32Array.of(9) },
      },
    }),
  ],
  [
    "only a sheet's back is left empty",
    ({ sheetPlan }) => ({
      sheetPlan: (pages) => ({ ...sheetPlan(pages), sides: [0, 3, 4] }),
    }),
  ],
])("is refused while it is assembled: %s", (what, change) => {
  const paths = soundFragments();
  expect(() => assembled(() => ({}), paths)).not.toThrow();
  expect(() => assembled(change, paths)).toThrow(what);
});

it("asserts that a document has the sheets that its pages take", () => {
  expect(() => assembled(() => ({}), spoiltFragment(2))).not.toThrow();
  expect(() => assembled(() => ({}), spoiltFragment(3))).toThrow("miscounted");
});
