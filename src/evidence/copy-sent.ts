import type { PageCount } from "../base/units.ts";
import { isMessageChannel, type MessageChannel } from "../model/channel.ts";
import { basename, dirname, join } from "node:path";
import { defined } from "../base/assert.ts";
import { sha256 } from "../base/hash.ts";
import { type Host, HostError, writeFileAtomic } from "../base/host.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { PieceRow } from "../ledger/ledger-view.ts";
import type { AuditEntry } from "../model/audit.ts";
import type { Printing } from "../model/reprint.ts";
import { isTurnedContent } from "../paint/pdf/turned-content.ts";
import { documentInfo } from "../pdf/document-info.ts";
import { textString } from "../pdf/strings.ts";
import { batchedMessage } from "../spool/batched-message.ts";
import { FragmentReader } from "../spool/fragment-reader.ts";
import { readControlFile } from "../spool/read-control-file.ts";
import { copyPiece } from "../spool/piece-pages.ts";
import { fileHash } from "../base/file-hash.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import { reprintSpool } from "./printing-of.ts";
import { channelFolder, fragmentPath, type RunFolder } from "../run/folder/run-folder.ts";
import { repeatedPlan, type StoredPlace, storedPlaces } from "../run/pieces/stored-pieces.ts";
import { openReassembly } from "../work/reassembly.ts";

/** Where a document was copied from, and what it was compared with. */
export interface SentCopy {
  /** The existing spool or batch, or the fragment if that is gone. */
  readonly from: "spool" | "batch" | "fragment";
  /** Pages of the PDF, including blank backs; 0 for messages. */
  readonly pages: PageCount;
  /** Pages of the spool that were copied, from 1; 0 if the copy is not from the spool. */
  readonly firstPage: number;
  readonly lastPage: number;
  /** All digits of the IMb as the control file has them, or "". */
  readonly imb: string;
  readonly verified: {
    /** The stored bytes have the checksums that they were written with. */
    readonly fragment: boolean;
    /** The spool or batch has the SHA-256 that the ledger has for it. */
    readonly output: boolean;
    /** The composed bytes are the same in spool or batch and in the fragment. */
    readonly compared: boolean;
  };
}

export interface SentSource {
  readonly host: Host;
  readonly frozen: FrozenRun;
  readonly folder: RunFolder;
  readonly ledger: Ledger;
  readonly row: PieceRow;
  /** Name of the spool or batch. */
  readonly output: string;
  /** The requested reprint; undefined for the first printing, and for messages. */
  readonly printing: Printing | undefined;
  /** The run's audit log. */
  readonly entries: readonly AuditEntry[];
}

/** Writes a document as it was sent to the file `to`. Throws a `HostError` if it was changed. */
export async function copySent(source: SentSource, to: string): Promise<SentCopy> {
  const { host, folder, ledger, row } = source;
  const shards = ledger.shardsDone();
  const place = storedPlaces(source, row.channel, [row.ordinal], shards).get(row.ordinal);
  const stored = defined(place, `the fragment of document ${row.ordinal}`);
  if (isMessageChannel(row.channel)) return copyMessage(source, row.channel, stored, to);
  const { printing, entries } = source;
  const spool =
    printing === undefined
      ? `${folder.print}/${source.output}`
      : reprintSpool(source, entries, printing);
  return spool !== undefined && host.exists(spool)
    ? copyPages(source, stored, spool, to)
    : assemble(source, stored, to);
}

function copyMessage(
  { host, folder, ledger, row, output }: SentSource,
  channel: MessageChannel,
  { shard, entry }: StoredPlace,
  to: string,
): SentCopy {
  const reader = FragmentReader.open(host, fragmentPath(folder, shard));
  let bytes: Uint8Array;
  try {
    bytes = reader.readRendition(channel, entry).bytes;
  } finally {
    reader.close();
  }
  const batch = `${channelFolder(folder, channel)}/${output}`;
  const isThere = host.exists(batch);
  if (isThere) {
    const known = ledger.batches().find((one) => one.channel === channel && one.name === output);
    checkOutput(host, batch, known?.sha256);
    const index = `${batch.slice(0, batch.lastIndexOf("."))}.csv`;
    const sent = batchedMessage(host, batch, index, row.ordinal);
    if (sent === undefined || sha256(sent) !== sha256(bytes)) throw differs(batch);
  }
  writeFileAtomic(host, to, bytes);
  const nothing = { pages: 0, firstPage: 0, lastPage: 0, imb: "" };
  const verified = { fragment: true, output: isThere, compared: isThere };
  return { from: isThere ? "batch" : "fragment", ...nothing, verified };
}

function copyPages(
  { host, frozen, folder, ledger, row, output, printing }: SentSource,
  { shard, entry }: StoredPlace,
  spool: string,
  to: string,
): SentCopy {
  const list = readControlFile(host, spool.replace(/\.pdf$/, ".csv"));
  const sheets = list.pieceSheets.filter(({ piece }) => piece === row.pieceNumber);
  const [front, back] = [sheets[0], sheets.at(-1)];
  if (front === undefined || back === undefined) throw differs(spool);
  // A reprint's spool is not in the ledger; its control file, made with it, has its hash.
  const own = ledger.spools().find(({ name }) => name === output)?.sha256;
  checkOutput(host, spool, printing === undefined ? own : list.sha256);
  const reader = FragmentReader.open(host, fragmentPath(folder, shard));
  let composed: readonly Uint8Array[];
  try {
    composed = reader.readPrint(entry).pages;
  } finally {
    reader.close();
  }
  const { firstPage, imb } = front;
  const { lastPage } = back;
  const { pages } = copyPiece(host, {
    from: spool,
    firstPage,
    lastPage,
    composed,
    to,
    ...pdfFrame(frozen, row),
    isTurned: isTurnedContent,
  });
  const verified = { fragment: true, output: true, compared: true };
  return { from: "spool", pages, firstPage, lastPage, imb, verified };
}

/** The spool is gone, so the piece is assembled again from the bytes that went into it. */
async function assemble(source: SentSource, place: StoredPlace, to: string): Promise<SentCopy> {
  const { host, frozen, folder, row, printing } = source;
  const run = await openReassembly({ host, folder, frozen });
  try {
    const { pieceNumber } = row;
    const { serial, generation } = printing ?? { serial: row.serial, generation: 0 };
    const name = `${basename(to)}.assembled`;
    const stream = {
      name: "copy",
      addressClass: "machinable",
      sheetsMin: 1,
      sheetsMax: 1e9,
    } as const;
    const plan = repeatedPlan([{ place, pieceNumber, serial, generation }], {
      name,
      stream,
      index: 0,
    });
    const { result } = run.assemble(plan, { outFolder: dirname(to), pagesOnly: true });
    host.rename(join(dirname(to), `${name}.pdf`), to);
    host.syncFolder(dirname(to));
    const verified = { fragment: true, output: false, compared: false };
    const nowhere = { firstPage: 0, lastPage: 0, imb: "" };
    return { from: "fragment", pages: result.pages, ...nowhere, verified };
  } finally {
    run.close();
  }
}

function pdfFrame({ job, plan, program, runId }: FrozenRun, { pieceNumber, ordinal }: PieceRow) {
  const title = `${job.name} ${job.cycle} piece ${pieceNumber}, as sent`;
  return {
    catalog: `/Lang${textString(plan.locale)}`,
    info: documentInfo({ title, version: program.nightpress, day: job.asOf }),
    fileId: sha256(`${runId} ${ordinal} ${pieceNumber}`).slice(0, 32).toUpperCase(),
  };
}

function checkOutput(host: Host, path: string, known: string | undefined): void {
  if (fileHash(host, path) !== known) throw differs(path);
}

function differs(path: string): HostError {
  return new HostError(
    "spool.differs",
    path,
    `${path} has changed since the run made it; restore it from a copy`,
  );
}
