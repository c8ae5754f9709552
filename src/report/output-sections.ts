import type {
  BatchReport,
  RunReport,
  SpoolReport,
  StreamBulk,
  StreamReport,
} from "../model/run-report.ts";
import { barChart } from "./bar-chart.ts";
import { dataTable } from "./data-table.ts";
import { grouped, sizeText } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";

const HASH_LENGTH = 12;

/** What was made: print streams, their spools, and the batches of the other channels. */
export function outputSections({ streams, spoolFiles, batchFiles }: RunReport): Markup {
  return markup`${streamSection(streams)}${spoolSection(spoolFiles)}${batchSection(batchFiles)}`;
}

function streamSection(streams: readonly StreamReport[]): Markup {
  if (streams.length === 0) return markup``;
  const bars = streams.map(({ name, sheets }) => ({
    label: name,
    value: sheets,
    text: grouped(sheets),
  }));
  return markup`<section>
<h2>Print streams</h2>
${barChart("Sheets by stream", bars)}${dataTable({
    caption: "Pieces that run together: one paper, one envelope, one class of sheets.",
    columns: [
      { head: "Stream" },
      ...["Pieces", "Sheets", "Pages", "Spools", "Weight", "Thickness"].map((head) => ({
        head,
        isNumber: true,
      })),
    ],
    rows: streams.map((stream) => [
      stream.name,
      ...[stream.pieces, stream.sheets, stream.pages, stream.spools].map(grouped),
      ...bulkCells(stream.bulk),
    ]),
  })}</section>
`;
}

/** Weight and thickness of a piece: on average, and of the heaviest and thickest. */
function bulkCells(bulk: StreamBulk | undefined): string[] {
  if (bulk === undefined) return ["–", "–"];
  const grams = (mg: number): string => (mg / 1000).toFixed(1);
  const millimetres = (microns: number): string => (microns / 1000).toFixed(2);
  const { weightMgAverage, weightMgMax, thicknessMicronsAverage, thicknessMicronsMax } = bulk;
  return [
    `${grams(weightMgAverage)} g, at most ${grams(weightMgMax)} g`,
    `${millimetres(thicknessMicronsAverage)} mm, at most ${millimetres(thicknessMicronsMax)} mm`,
  ];
}

function spoolSection(spools: readonly SpoolReport[]): Markup {
  if (spools.length === 0) return markup``;
  return markup`<section>
<h2>Spools</h2>
${dataTable({
  caption: "One PDF each, with its control file beside it. Sheets exclude furniture.",
  columns: [
    { head: "Spool" },
    { head: "Stream" },
    ...["Part", "Pieces", "Sheets", "Pages", "Size"].map((head) => ({ head, isNumber: true })),
    { head: "SHA-256" },
  ],
  rows: spools.map((spool) => [
    spool.name,
    spool.stream,
    `${spool.part} of ${spool.parts}`,
    ...[spool.pieces, spool.sheets, spool.pages].map(grouped),
    sizeText(spool.bytes),
    hashCell(spool.sha256),
  ]),
})}</section>
`;
}

function batchSection(batches: readonly BatchReport[]): Markup {
  if (batches.length === 0) return markup``;
  return markup`<section>
<h2>Digital batches</h2>
${dataTable({
  caption: "One file each, with an index beside it.",
  columns: [
    { head: "Batch" },
    { head: "Channel" },
    { head: "Messages", isNumber: true },
    { head: "Size", isNumber: true },
    { head: "SHA-256" },
  ],
  rows: batches.map((batch) => [
    batch.name,
    batch.channel,
    grouped(batch.count),
    sizeText(batch.bytes),
    hashCell(batch.sha256),
  ]),
})}</section>
`;
}

/** Short enough to compare by eye; the title has the whole hash. */
function hashCell(sha256: string): Markup {
  return markup`<code title="${sha256}">${sha256.slice(0, HASH_LENGTH)}…</code>`;
}
