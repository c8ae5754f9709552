import { deflateSync } from "node:zlib";
import { limits } from "../../src/base/limits.ts";
import { Binder } from "../../src/bind/binder.ts";
import { Composer } from "../../src/compose/composer.ts";
import { contentPainter } from "../../src/work/content-painter.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { openFonts } from "../../src/work/open-fonts.ts";
import { prepare } from "../../src/work/prepare.ts";
import type { Document } from "../../src/model/document.ts";
import type { ContentPainter } from "../../src/paint/pdf/content-painter.ts";
import { ByteWriter } from "../../src/pdf/byte-writer.ts";
import { Deflater } from "../../src/pdf/deflater.ts";
import { standardJob } from "../statement/standard-job.ts";
import { standardRecords } from "../statement/bound-statements.ts";
import type { MicroTask } from "./micro.ts";

/** Different records in turn, so that no step sees the same text twice running. */
const RECORDS = 200;

/** One standard statement: bound, composed and painted, compressed. */
export async function documentTasks(): Promise<MicroTask[]> {
  const { job, plan } = standardJob();
  const records = [...standardRecords(RECORDS)];
  const binder = new Binder(plan);
  const documents = records.map((record) => binder.bind(record));
  const { statics } = await prepare(new NodeHost(), plan, job);
  const fonts = openFonts(new NodeHost(), plan);
  const composer = new Composer(plan, fonts, {
    missingGlyph: job.missingGlyph,
    pagesMax: limits.pagesPerDocumentMax,
    statics,
  });
  const paint = documentPainter(contentPainter(plan, fonts), composer);
  const [first] = documents;
  const page = paint(first as Document).slice();
  const level = job.print.deflateLevel;
  const deflater = new Deflater(level);
  const turn = turnsOf(RECORDS);
  return [
    ["bind a document", () => binder.bind(records[turn()] as (typeof records)[number])],
    ["compose and paint a document", () => paint(documents[turn()] as Document)],
    [`deflate ${page.length} bytes of it, stream reused`, () => deflater.deflate(page)],
    [`deflate ${page.length} bytes of it, deflateSync`, () => deflateSync(page, { level })],
  ];
}

/** Paints all pages of a document; the last page's bytes, which the next call overwrites. */
function documentPainter(
  painter: ContentPainter,
  composer: Composer,
): (document: Document) => Uint8Array {
  const out = new ByteWriter(64 * 1024);
  return (document) => {
    const { pageCount: pages } = composer.compose(document);
    for (let page = 0; page < pages; page += 1) {
      out.clear();
      const token = { ordinal: document.ordinal, page: page + 1, pages };
      painter.paintPage(composer.frame(page), token, out);
    }
    return out.view();
  };
}

function turnsOf(count: number): () => number {
  let next = -1;
  return () => (next = (next + 1) % count);
}
