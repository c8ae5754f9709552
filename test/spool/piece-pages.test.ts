import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { SpoolReader } from "../../src/pdf/spool-reader.ts";
import { assembleSpool } from "../../src/spool/assemble-spool.ts";
import { FragmentShelf } from "../../src/spool/fragment-shelf.ts";
import { isTurnedContent } from "../../src/paint/pdf/turned-content.ts";
import { copyPiece } from "../../src/spool/piece-pages.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { planOf, sampleControl, sampleJob, samplePainter, writeFragments } from "./sample-spool.ts";
import { TestHost } from "./test-host.ts";

const folder = temporaryFolder();
const host = new TestHost();
afterAll(() => rmSync(folder, { recursive: true }));

/** A spool of three documents of 2, 3 and 1 pages; its path. */
function sampleSpool(): string {
  const documents = [2, 3, 1].map((pages, ordinal) => ({ ordinal, pages, postalKey: ordinal }));
  const paths = writeFragments(host, `${folder}/shards`, [documents]);
  const plan = planOf(host, paths);
  const shelf = new FragmentShelf(host, paths);
  assembleSpool(host, sampleJob(plan, shelf, folder), samplePainter, sampleControl);
  shelf.close();
  return `${folder}/${plan.name}.pdf`;
}

const spool = sampleSpool();

/** Each page's contents and resources, as the file has them. */
function pagesOf(path: string, first: number, count: number) {
  const reader = SpoolReader.open(host, path);
  try {
    return Array.from({ length: count }, (_, index) => {
      const page = reader.page(first + index);
      const contents = page.contentIds.map((id) => Buffer.from(reader.object(id)).toString());
      const resources = Buffer.from(reader.object(page.resourcesId)).toString();
      return { size: [page.widthPt, page.heightPt], contents, resources };
    });
  } finally {
    reader.close();
  }
}

const choice = {
  from: spool,
  catalog: "",
  info: "/Producer(Nightpress)",
  composed: undefined,
  isTurned: isTurnedContent,
};

test("pages that are copied keep their contents and the resources that they name", () => {
  const to = `${folder}/piece.pdf`;
  const copy = { ...choice, firstPage: 5, lastPage: 8, to, fileId: "0".repeat(32) };
  const copied = copyPiece(host, copy);
  expect(copied).toEqual({ pages: 4, bytes: host.sizeBytes(to), compared: false });
  const pages = pagesOf(to, 1, 4);
  expect(pages).toEqual(pagesOf(spool, 5, 4));
  expect(pages.flatMap(({ contents }) => contents).length).toBeGreaterThan(4);
});

test("a composed page that is not the fragment's is refused, and nothing is written", () => {
  const to = `${folder}/wrong.pdf`;
  const composed = [Buffer.from("another page"), Buffer.from("and another")];
  const copy = { ...choice, firstPage: 3, lastPage: 4, to, fileId: "0".repeat(32), composed };
  expect(() => copyPiece(host, copy)).toThrow();
  expect(host.exists(to)).toBe(false);
});
