import { defined } from "../../base/assert.ts";
import { sha256 } from "../../base/hash.ts";
import { makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import type { Ordinal } from "../../base/units.ts";
import { isMessageChannel } from "../../model/channel.ts";
import type { RawObject } from "../../model/record.ts";
import type { Sample, SampledItem } from "../../model/sample.ts";
import { documentInfo } from "../../pdf/document-info.ts";
import { textString } from "../../pdf/strings.ts";
import { type PageImage, reviewHtml, type ReviewedItem } from "../../report/review-html.ts";
import { SAMPLE_FILES } from "../../run/decisions/sample-files.ts";
import { channelFolder, fragmentPath } from "../../run/folder/run-folder.ts";
import type { BookedRun } from "../../run/folder/open-run.ts";
import { storedPlaces } from "../../run/pieces/stored-pieces.ts";
import { batchedMessage } from "../../spool/batched-message.ts";
import { FragmentReader } from "../../spool/fragment-reader.ts";
import { isTurnedContent } from "../../paint/pdf/turned-content.ts";
import { copyPieces, type PiecePages } from "../../spool/piece-pages.ts";
import { readControlFile } from "../../spool/read-control-file.ts";
import { pagePictures } from "../../work/raster/page-pictures.ts";
import { fieldsOf, forEachRecord } from "./document-kinds.ts";
import { maskPdf } from "../mask/mask-pdf.ts";
import { mailParts } from "./mail-parts.ts";
import { SampleMask } from "./sample-mask.ts";

/** Small print is legible, and a page takes some ten kilobytes. */
const REVIEW_DPI = 96;
const JSON_START = 0x7b;

/**
 * Writes what people need to judge a sample: the sample itself, the pages of its pieces copied from
 * the spools, and a page to judge them on. Throws a `HostError` if a spool or batch has changed.
 */
export async function writeSamplePack(
  run: BookedRun,
  sample: Sample,
  text: string,
  { pack, isMasked = false }: { readonly pack: string; readonly isMasked?: boolean | undefined },
): Promise<void> {
  const { host } = run;
  makeDurableFolder(host, pack);
  const printed = sample.items.filter(({ channel }) => channel === "print");
  const pieces = pieceRanges(run, printed);
  const records = sample.notStratified === undefined ? recordsOf(run, sample) : new Map();
  const mask = isMasked ? new SampleMask(run.frozen.plan, records) : undefined;
  const to = `${pack}/${SAMPLE_FILES.pages}`;
  const images = await copiedPages(run, sample, pieces, { to, mask });
  const items = sample.items.map((item) => {
    const shown = reviewedItem(run, item, images);
    if (mask !== undefined) return mask.item(shown);
    const record = records.get(item.document);
    return record === undefined ? shown : { ...shown, fields: fieldsOf(record) };
  });
  const review = reviewHtml(sample, sha256(text), items);
  writeFileAtomic(host, `${pack}/${SAMPLE_FILES.review}`, new TextEncoder().encode(review));
  writeFileAtomic(host, `${pack}/${SAMPLE_FILES.sample}`, new TextEncoder().encode(text));
}

interface PlacedPages extends PiecePages {
  readonly leaf: number;
  readonly document: Ordinal;
}

/** Where the pages of pieces lie, with what was composed, which the copy is held against. */
function pieceRanges(run: BookedRun, items: readonly SampledItem[]): PlacedPages[] {
  const { host, folder, ledger } = run;
  const documents = items.map(({ document }) => document);
  const places = storedPlaces(run, "print", documents, ledger.shardsDone());
  return [...Map.groupBy(items, ({ output }) => output)].flatMap(([output, own]) => {
    const from = `${folder.print}/${output}`;
    const { pieceSheets } = readControlFile(host, from.replace(/\.pdf$/, ".csv"));
    const sheetsOf = Map.groupBy(pieceSheets, ({ piece }) => piece);
    return own.map(({ leaf, piece, document }) => {
      const sheets = defined(sheetsOf.get(piece), "the sheets of a piece");
      const { shard, entry } = defined(places.get(document), "a document's fragment");
      const reader = FragmentReader.open(host, fragmentPath(folder, shard));
      try {
        const { pages: composed } = reader.readPrint(entry);
        const firstPage = defined(sheets[0], "a sheet").firstPage;
        return {
          leaf,
          document,
          from,
          firstPage,
          lastPage: defined(sheets.at(-1), "a sheet").lastPage,
          composed,
        };
      } finally {
        reader.close();
      }
    });
  });
}

/** Copies the pages to one file and draws that; the pictures by leaf. */
async function copiedPages(
  { host, frozen }: BookedRun,
  { number, root }: Sample,
  pieces: readonly PlacedPages[],
  { to, mask }: { readonly to: string; readonly mask: SampleMask | undefined },
): Promise<ReadonlyMap<number, readonly PageImage[]>> {
  if (pieces.length === 0) return new Map();
  const { job, plan, program } = frozen;
  const title = `${job.name} ${job.cycle}, sample ${number}`;
  const frame = {
    catalog: `/Lang${textString(plan.locale)}`,
    info: documentInfo({ title, version: program.nightpress, day: job.asOf }),
  };
  const fileId = sha256(`${root} sample ${number}`).slice(0, 32).toUpperCase();
  // Beside its place: what is to be masked never has the name of what people are handed.
  const copied = mask === undefined ? to : `${to}.partial`;
  copyPieces(host, pieces, { to: copied, ...frame, fileId, isTurned: isTurnedContent });
  if (mask !== undefined) {
    const documents = pieces.flatMap(({ document, firstPage, lastPage }) =>
      Array<Ordinal>(lastPage - firstPage + 1).fill(document),
    );
    const masked = maskPdf(host.readFile(copied), (page) => mask.keptOf(documents[page]), frame);
    host.remove(copied);
    writeFileAtomic(host, to, masked);
  }
  const pictures = await pagePictures(host.readFile(to), REVIEW_DPI);
  let next = 0;
  return new Map(
    pieces.map(({ leaf, firstPage, lastPage }) => {
      const first = next;
      next += lastPage - firstPage + 1;
      return [leaf, pictures.slice(first, next)];
    }),
  );
}

function recordsOf(run: BookedRun, { items }: Sample): Map<Ordinal, RawObject> {
  const records = new Map<Ordinal, RawObject>();
  const wanted = new Set(items.map(({ document }) => document));
  forEachRecord(run, wanted, ({ ordinal, values }) => records.set(ordinal, values));
  return records;
}

function reviewedItem(
  run: BookedRun,
  item: SampledItem,
  images: ReadonlyMap<number, readonly PageImage[]>,
): ReviewedItem {
  const base = {
    item,
    pages: images.get(item.leaf) ?? [],
    fields: [],
  };
  const { channel, output, document } = item;
  if (!isMessageChannel(channel)) return base;
  const batch = `${channelFolder(run.folder, channel)}/${output}`;
  const index = `${batch.slice(0, batch.lastIndexOf("."))}.csv`;
  const bytes = defined(batchedMessage(run.host, batch, index, document), "a message of its batch");
  // A line of JSON, or else a message of RFC 5322.
  if (bytes[0] !== JSON_START) return { ...base, ...mailParts(bytes) };
  const { text } = JSON.parse(Buffer.from(bytes).toString("utf8")) as { readonly text: string };
  return { ...base, text };
}
