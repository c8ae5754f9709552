import {
  type Generation,
  type Ordinal,
  type PageCount,
  type PieceNumber,
  type SheetCount,
  NO_PIECE,
} from "../base/units.ts";
import type { DiagnosticCode } from "../base/diagnostic-code.ts";
import { imbTracking } from "../barcode/imb.ts";
import { type Host, HostError } from "../base/host.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { PieceRow } from "../ledger/ledger-view.ts";
import type { FoundDocument, SearchTerm } from "../register/search-index.ts";
import type { AuditEntry } from "../model/audit.ts";
import type { Channel } from "../model/channel.ts";
import type { PieceState } from "../model/piece-state.ts";
import type { Printing } from "../model/reprint.ts";
import { otherKeys } from "../run/pieces/composed-keys.ts";
import { type DocumentAccount, printedAccounts } from "./document-account.ts";
import type { FindCriteria } from "./find-criteria.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import { imbQuery } from "./imb-query.ts";
import { openSearch, type OpenSearch } from "../run/folder/index-run.ts";
import { evidenceOfMailing } from "./mailing-evidence.ts";
import { openAudit } from "../run/decisions/decision-session.ts";
import type { RunFolder } from "../run/folder/run-folder.ts";
import { SUPPRESSED } from "../run/folder/search-rows.ts";
import type { BegunRun, OpenRun, RunPlace } from "../run/folder/open-run.ts";

/** A document of a customer on one channel, or the statement that there is none. */
export interface FindHit {
  /** The run's output folder. */
  readonly run: string;
  readonly job: string;
  readonly cycle: string;
  readonly asOf: string;
  readonly mode: "test" | "production";
  readonly key: string;
  readonly ordinal: Ordinal;
  /** Null if nothing was made: the unit was rejected, or removed after it was composed. */
  readonly channel: Channel | null;
  /** As the ledger has it; `rejected`, `suppressed` or `left-out` if nothing was sent. */
  readonly state: PieceState | "rejected" | "suppressed" | "left-out";
  /** Code of the reject, or "". */
  readonly reject: string;
  /** Number of the mailpiece in the run, or -1. */
  readonly piece: PieceNumber;
  /** Name of the spool or batch, or "". */
  readonly output: string;
  /** 0-based place of its first sheet among the customers' sheets of the spool, or -1. */
  readonly firstSheet: number;
  readonly sheets: SheetCount;
  readonly pages: PageCount;
  /** Of the current printing: 0 is the first, others are reprints. */
  readonly generation: Generation;
  /** The 20 digits of tracking in the IMb of that printing, or "". */
  readonly imb: string;
  /** The day (YYYY-MM-DD) for which there is evidence of mailing, or "". */
  readonly mailedOn: string;
  /** Of a document on paper whose fragment is there, whole; else null. */
  readonly shows: DocumentAccount | null;
}

/** Why a run could not be searched, or not completely. */
export interface FindNote {
  readonly run: string;
  readonly code: DiagnosticCode;
  readonly message: string;
}

export interface FoundInRun {
  readonly hits: readonly FindHit[];
  readonly notes: readonly FindNote[];
  /** Whether `limit` was reached. */
  readonly more: boolean;
}

/** Looks up a customer in one run, at most `limit` units of its input. */
export function findInRun(at: BegunRun, criteria: FindCriteria, limit: number): FoundInRun {
  const { host, folder, frozen } = at;
  const term = termFor(frozen, criteria);
  if (term === undefined) return { hits: [], notes: [], more: false };
  const opened = openSearch(at);
  const run = folder.root;
  if ("code" in opened) {
    const { code, message } = opened;
    return { hits: [], notes: [{ run, code, message }], more: false };
  }
  const { found, notes } = lookUp(opened, run, withReprint(at, term), limit + 1);
  const hits = hitsOf(at, found.slice(0, limit));
  const changed = otherKeysIn({ host, folder, frozen }, hits, found);
  if (changed !== undefined)
    return { hits: [], notes: [...notes, { run, ...changed }], more: false };
  return { hits, notes, more: found.length > limit };
}

/**
 * Hits by keys that their documents were not composed with are unreliable: none is returned then.
 */
function otherKeysIn(
  run: { readonly host: Host; readonly folder: RunFolder; readonly frozen: FrozenRun },
  hits: readonly FindHit[],
  found: readonly FoundDocument[],
): Omit<FindNote, "run"> | undefined {
  const rows = hits.flatMap(({ ordinal, key, channel }) =>
    channel === null ? [] : [{ ordinal, key, channel }],
  );
  const indexed = new Map(found.map(({ ordinal, key }) => [ordinal, key]));
  const isOther = rows.some(({ ordinal, key }) => indexed.get(ordinal) !== key);
  if (!isOther && otherKeys(run, rows).length === 0) return undefined;
  const message =
    `Ledger or index of ${run.folder.root} has keys that its documents were not composed with: ` +
    "`nightpress rebuild` rebuilds the ledger, `index` the index.";
  return { code: "run.key-differs", message };
}

/** Undefined if the run cannot have the piece: its IMbs are another mailer's. */
function termFor({ job }: FrozenRun, criteria: FindCriteria): SearchTerm | undefined {
  const { key, account, name, imb } = criteria;
  if (imb === undefined) return { key, account, name };
  const { mailerId, serial } = imbQuery(imb);
  return mailerId === job.mail.mailerId ? { key, account, name, serial } : undefined;
}

/** A serial of a reprint is not in the index, which has first printings only. */
function withReprint({ host, folder }: RunPlace, term: SearchTerm): SearchTerm {
  if (term.serial === undefined) return term;
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    const printing = ledger.printings().find(({ serial }) => serial === term.serial);
    if (printing === undefined) return term;
    const { serial: _, ...others } = term;
    return { ...others, ordinal: printing.ordinal };
  } finally {
    ledger.close();
  }
}

function lookUp(
  { index, facts }: OpenSearch,
  run: string,
  term: SearchTerm,
  limit: number,
): { found: readonly FoundDocument[]; notes: FindNote[] } {
  try {
    const missing = [
      ...(term.account !== undefined && !facts.hasAccounts ? ["account"] : []),
      ...(term.name !== undefined && !facts.hasNames ? ["name"] : []),
    ];
    const notes = missing.map((what): FindNote => {
      const message = `The job of ${run} names no field for the ${what}; search by key.`;
      return { run, code: "search.not-declared", message };
    });
    return { found: missing.length > 0 ? [] : index.find(term, limit), notes };
  } finally {
    index.close();
  }
}

function hitsOf(run: BegunRun, found: readonly FoundDocument[]): FindHit[] {
  const { host, folder } = run;
  if (found.length === 0) return [];
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    const outputs = outputNames(ledger);
    const reprints = new Map(ledger.printings().map((printing) => [printing.piece, printing]));
    let entries: readonly AuditEntry[] | undefined;
    const mailedOn = (row: PieceRow, output: string): string => {
      if (row.state !== "mailed") return "";
      entries ??= openAudit(run).entries;
      return evidenceOfMailing(entries, output, row)?.date ?? "";
    };
    const accounts = accountsOf(run, found, ledger);
    return found.flatMap((document): FindHit[] => {
      const rows = ledger.piecesOfOrdinal(document.ordinal);
      if (rows.length === 0) return [nothingMade(run, document)];
      return rows.map((row) => {
        const output = outputs(row);
        const isPrint = row.channel === "print";
        const printing = isPrint ? reprints.get(row.pieceNumber) : undefined;
        const shows = (isPrint && accounts.get(row.ordinal)) || null;
        return { ...hitOf(run, row, printing, output, mailedOn(row, output)), shows };
      });
    });
  } finally {
    ledger.close();
  }
}

/** None where a fragment is damaged: `verify` says so, and `get` gives nothing of it. */
function accountsOf(
  run: BegunRun,
  found: readonly FoundDocument[],
  ledger: Ledger,
): ReturnType<typeof printedAccounts> {
  try {
    const ordinals = found.map(({ ordinal }) => ordinal);
    return printedAccounts(run, ordinals, ledger.shardsDone());
  } catch (error) {
    if (error instanceof HostError) return new Map();
    throw error;
  }
}

/** Names spools and batches by the places of their documents. */
export function outputNames(ledger: Ledger): (row: PieceRow) => string {
  const spools = new Map(ledger.spools().map(({ index, name }) => [index, name]));
  const batches = new Map(
    ledger.batches().map(({ channel, index, name }) => [`${channel} ${index}`, name]),
  );
  return ({ channel, spool, batch }) =>
    (channel === "print" ? spools.get(spool) : batches.get(`${channel} ${batch}`)) ?? "";
}

function runFacts({ folder: { root }, frozen: { job } }: Pick<OpenRun, "folder" | "frozen">) {
  return { run: root, job: job.name, cycle: job.cycle, asOf: job.asOf, mode: job.mode };
}

function hitOf(
  run: Pick<OpenRun, "folder" | "frozen">,
  row: PieceRow,
  printing: Printing | undefined,
  output: string,
  mailedOn: string,
): Omit<FindHit, "shows"> {
  const { frozen } = run;
  const { key, ordinal, channel, state, firstSheet, sheets, pages } = row;
  const { serial, generation } = printing ?? { serial: row.serial, generation: 0 };
  return {
    ...runFacts(run),
    key,
    ordinal,
    channel,
    state,
    reject: "",
    piece: row.pieceNumber,
    output,
    firstSheet,
    sheets,
    pages,
    generation,
    imb: serial < 0 ? "" : imbTracking({ ...frozen.job.mail, serial }),
    mailedOn,
  };
}

function nothingMade(run: Pick<OpenRun, "folder" | "frozen">, document: FoundDocument): FindHit {
  const { key, ordinal, reject } = document;
  return {
    ...runFacts(run),
    key,
    ordinal,
    channel: null,
    state: reject === "" ? "left-out" : reject === SUPPRESSED ? SUPPRESSED : "rejected",
    reject: reject === SUPPRESSED ? "" : reject,
    piece: NO_PIECE,
    output: "",
    firstSheet: -1,
    sheets: 0,
    pages: 0,
    generation: 0,
    imb: "",
    mailedOn: "",
    shows: null,
  };
}
