import type { Generation, Ordinal, PieceNumber, Serial, SheetCount } from "../base/units.ts";
import { basename, dirname, resolve } from "node:path";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import { HostError, writeFileAtomic } from "../base/host.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { PieceRow } from "../ledger/ledger-view.ts";
import type { Printing } from "../model/reprint.ts";
import { actorNamed, checkRequest } from "../run/decisions/actor.ts";
import { checkComposedKeys } from "../run/pieces/composed-keys.ts";
import { copySent, type SentCopy } from "./copy-sent.ts";
import { destructionOf } from "../run/decisions/destruction.ts";
import { type DocumentAccount, printedAccounts } from "./document-account.ts";
import { type DocumentEvidence, evidenceOf } from "./document-evidence.ts";
import { fileHash } from "../base/file-hash.ts";
import { outputNames } from "./find-in-run.ts";
import { readFrozenRun } from "../run/folder/frozen-run.ts";
import { machine } from "../run/host/machine.ts";
import { printingOf } from "./printing-of.ts";
import { noLedger, noRun, openAudit } from "../run/decisions/decision-session.ts";
import { RunFailure } from "../run/run-failure.ts";
import { runFolder } from "../run/folder/run-folder.ts";
import { type DocumentChoice, sentDocument } from "./sent-document.ts";
import { enterForShop } from "../run/decisions/shop-audit.ts";
import type { OpenRun, RunPlace } from "../run/folder/open-run.ts";

export interface GetRequest extends DocumentChoice {
  /** Which printing of a piece; the current one if omitted. 0 is the first. */
  readonly generation?: Generation | undefined;
  /** The run's output folder. */
  readonly run: string;
  /** The file to be written; it must not exist. The evidence has the same name and `.json`. */
  readonly out: string;
  readonly by: string;
  readonly reason: string;
}

/** What is written beside the document, and where both files are. */
export interface GetReport extends DocumentEvidence {
  readonly document: {
    readonly key: string;
    readonly ordinal: Ordinal;
    readonly channel: string;
    readonly piece: PieceNumber;
    readonly sheets: SheetCount;
    readonly composedPages: number;
    readonly serial: Serial;
    readonly generation: Generation;
  };
  /** The spool or batch that contains it, with its SHA-256 as the ledger has it. */
  readonly output: { readonly name: string; readonly sha256: string };
  /** Of a document on paper; else null. */
  readonly shows: DocumentAccount | null;
  readonly copy: SentCopy;
  readonly file: { readonly name: string; readonly bytes: number; readonly sha256: string };
}

/**
 * Writes one document exactly as it was sent, and the evidence about it beside it. The retrieval is
 * entered in the shop's audit log first. Throws a `UsageError` if there is no such document, a
 * `RunFailure` if its bytes have changed.
 */
export async function getDocument(request: GetRequest): Promise<GetReport> {
  try {
    return await gotten(request);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw new RunFailure(error.message, "Fix what is named, then try again.", request.run);
  }
}

async function gotten(request: GetRequest): Promise<GetReport> {
  const host = machine().host;
  const folder = runFolder(resolve(request.run));
  const out = resolve(request.out);
  checkRequest(request.by, request.reason);
  refuse({ host, folder }, request, out);
  const frozen = readFrozenRun({ host, folder });
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    const { entries, root } = openAudit({ host, folder, frozen });
    ledger.applyDecisions(entries);
    const row = sentDocument(ledger, request);
    checkComposedKeys({ host, folder, frozen }, [row]);
    const output = outputNames(ledger)(row);
    const printing = printingOf(ledger, row, request.generation);
    const place = toldPlace(row, printing);
    enterForShop(host, frozen.job.registerFile, actorNamed(request.by), {
      action: "get",
      reason: request.reason,
      details: { ...toldRun({ folder, frozen }), key: row.key, ...place },
    });
    const copy = await copySent(
      { host, frozen, folder, ledger, row, output, printing, entries },
      out,
    );
    const jobSha256 = fileHash(host, folder.jobFile);
    const file = { name: basename(out), bytes: host.sizeBytes(out), sha256: fileHash(host, out) };
    const accounts =
      row.channel === "print"
        ? printedAccounts({ host, folder, frozen }, [row.ordinal], ledger.shardsDone())
        : undefined;
    const outputs = [...ledger.spools(), ...ledger.batches()];
    const report: GetReport = {
      document: { key: row.key, ...place },
      output: { name: output, sha256: outputs.find(({ name }) => name === output)?.sha256 ?? "" },
      shows: accounts?.get(row.ordinal) ?? null,
      copy,
      file,
      ...evidenceOf(frozen, jobSha256, row, output, entries, root),
    };
    writeFileAtomic(host, `${out}.json`, json(report));
    return report;
  } finally {
    ledger.close();
  }
}

function refuse(at: RunPlace, { run }: GetRequest, out: string): void {
  const { host, folder } = at;
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, run)]);
  const destruction = destructionOf(at);
  if (destruction !== undefined) throw new UsageError([destruction.diagnostic]);
  if (!host.exists(folder.ledgerFile)) throw new UsageError([noLedger(folder)]);
  const isUsed = host.exists(out) || host.exists(`${out}.json`);
  if (!isUsed && host.exists(dirname(out))) return;
  const message = isUsed
    ? `The file ${out} or its .json already exists.`
    : `There is no folder ${dirname(out)}.`;
  throw new UsageError([
    diagnostic("search.out-file", message, { hint: "Name a new file in an existing folder." }),
  ]);
}

function toldRun({ folder: { root }, frozen: { runId, job } }: Pick<OpenRun, "folder" | "frozen">) {
  return { run: root, runId, job: job.name, cycle: job.cycle };
}

function toldPlace(row: PieceRow, printing: Printing | undefined) {
  const { ordinal, channel, pieceNumber: piece, sheets, pages: composedPages } = row;
  const { serial, generation } = printing ?? { serial: row.serial, generation: 0 };
  return { ordinal, channel, piece, sheets, composedPages, serial, generation };
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
