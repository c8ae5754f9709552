import { defined } from "../../base/assert.ts";
import { sha256 } from "../../base/hash.ts";
import { makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import type { Ordinal } from "../../base/units.ts";
import { isMessageChannel } from "../../model/channel.ts";
import type { Sample, SampledItem } from "../../model/sample.ts";
import { documentInfo } from "../../pdf/document-info.ts";
import { textString } from "../../pdf/strings.ts";
import { type PageImage, reviewHtml, type ReviewedItem } from "../../report/review-html.ts";
import { refusal } from "../../run/decisions/decision-request.ts";
import { SAMPLE_FILES } from "../../run/decisions/sample-files.ts";
import { channelFolder, fragmentPath } from "../../run/folder/run-folder.ts";
import type { BookedRun } from "../../run/folder/open-run.ts";
import { storedPlaces } from "../../run/pieces/stored-pieces.ts";
import { batchedMessage } from "../../spool/batched-message.ts";
import { FragmentReader } from "../../spool/fragment-reader.ts";
import { copyPieces, type PiecePages } from "../../spool/piece-pages.ts";
import { readControlFile } from "../../spool/read-control-file.ts";
import { pagePictures } from "../../work/raster/page-pictures.ts";
import { fieldsOf, forEachRecord } from "./document-kinds.ts";
import { mailParts } from "./mail-parts.ts";

/** Small print is legible, and a page takes some ten kilobytes. */
const REVIEW_DPI = 96;
const JSON_START = 0x7b;

type Fields = ReviewedItem["fields"];

/**
 * Writes what people need to judge a sample: the sample itself, the pages of its pieces copied from
 * the spools, and a page to judge them on. Throws a `HostError` if a spool or batch has changed.
 */
export async function writeSamplePack(
  run: BookedRun,
  sample: Sample,
  text: string,
  pack: string,
): Promise<void> {
  const { host } = run;
  if (host.list(pack).length > 0)
    throw refusal("sample.out-used", `The folder ${pack} has files already.`, {
      hint: "They are in no decision of the run. Move them away.",
    });
  makeDurableFolder(host, pack);
  const printed = sample.items.filter(({ channel }) => channel === "print");
  const pieces = pieceRanges(run, printed);
  const images = await copiedPages(run, sample, pieces, `${pack}/${SAMPLE_FILES.pages}`);
  const fields = sample.notStratified === undefined ? recordFields(run, sample) : new Map();
  const items = sample.items.map((item) => reviewedItem(run, item, images, fields));
  const review = reviewHtml(sample, sha256(text), items);
  writeFileAtomic(host, `${pack}/${SAMPLE_FILES.review}`, new TextEncoder().encode(review));
  writeFileAtomic(host, `${pack}/${SAMPLE_FILES.sample}`, new TextEncoder().encode(text));
}

interface PlacedPages extends PiecePages {
  readonly leaf: number;
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
  to: string,
): Promise<ReadonlyMap<number, readonly PageImage[]>> {
  if (pieces.length === 0) return new Map();
  const { job, plan, program } = frozen;
  const title = `${job.name} ${job.cycle}, sample ${number}`;
  copyPieces(host, pieces, {
    to,
    catalog: `/Lang${textString(plan.locale)}`,
    info: documentInfo({ title, version: program.nightpress, day: job.asOf }),
    fileId: sha256(`${root} sample ${number}`).slice(0, 32).toUpperCase(),
  });
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

function recordFields(run: BookedRun, { items }: Sample): Map<Ordinal, Fields> {
  const fields = new Map<Ordinal, Fields>();
  const wanted = new Set(items.map(({ document }) => document));
  forEachRecord(run, wanted, ({ ordinal, values }) => fields.set(ordinal, fieldsOf(values)));
  return fields;
}

function reviewedItem(
  run: BookedRun,
  item: SampledItem,
  images: ReadonlyMap<number, readonly PageImage[]>,
  fields: ReadonlyMap<Ordinal, Fields>,
): ReviewedItem {
  const base = {
    item,
    pages: images.get(item.leaf) ?? [],
    fields: fields.get(item.document) ?? [],
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
