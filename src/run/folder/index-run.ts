import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { hashValue } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import { Ledger } from "../../ledger/ledger.ts";
import { RunLock } from "../../ledger/run-lock.ts";
import { type SearchFacts, SearchIndex } from "../../register/search-index.ts";
import { destructionOf } from "../decisions/destruction.ts";
import { readFrozenRun } from "./frozen-run.ts";
import { machine } from "../host/machine.ts";
import { noLedger, noRun } from "../decisions/decision-session.ts";
import { type RunFolder, runFolder } from "./run-folder.ts";
import { RUN_FACTS } from "../decisions/run-state.ts";
import { runInUse } from "./run-turn.ts";
import { rejectRows, searchRows, serialRows, suppressedRows } from "./search-rows.ts";
import type { BegunRun, BookedRun, OpenRun, RunPlace } from "./open-run.ts";

export interface IndexReport extends Omit<SearchFacts, "madeFrom"> {
  readonly out: string;
  readonly bytes: number;
  /** False if a matching index existed already. */
  readonly made: boolean;
}

/**
 * Makes the search index of a finished run, unless it exists. Throws a `UsageError` if there is no
 * such run, or if it cannot be indexed (yet).
 */
export function indexRun(outFolder: string): IndexReport {
  const host = machine().host;
  const folder = runFolder(resolve(outFolder));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, outFolder)]);
  const before = identity({ host, folder });
  const opened = openSearch({ host, folder, frozen: readFrozenRun({ host, folder }) });
  if ("code" in opened) throw new UsageError([opened]);
  opened.index.close();
  const { documents, hasAccounts, hasNames } = opened.facts;
  const bytes = host.sizeBytes(folder.searchFile);
  const made = before !== opened.facts.madeFrom;
  return { out: folder.root, documents, hasAccounts, hasNames, bytes, made };
}

export interface OpenSearch {
  readonly index: SearchIndex;
  readonly facts: SearchFacts;
}

/**
 * The search index of a run, made first if it is missing or the run's output was made again since;
 * or the finding that prevents it.
 */
export function openSearch(run: BegunRun): OpenSearch | Diagnostic {
  const { host, folder, frozen } = run;
  const destruction = destructionOf(run);
  if (destruction !== undefined) return destruction.diagnostic;
  if (!host.exists(folder.ledgerFile)) return noLedger(folder);
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    if (!isComplete({ host, folder, ledger })) return unfinished(folder);
    const madeFrom = contentOf(ledger);
    return openMade(run, madeFrom) ?? makeIndex({ host, folder, frozen, ledger }, madeFrom);
  } finally {
    ledger.close();
  }
}

function openMade({ host, folder }: RunPlace, madeFrom: string): OpenSearch | undefined {
  if (!host.exists(folder.searchFile)) return undefined;
  const index = SearchIndex.open(host, folder.searchFile);
  const facts = index.facts();
  if (facts?.madeFrom === madeFrom) return { index, facts };
  index.close();
  return undefined;
}

/**
 * Built under another name and then renamed, so that a killed process leaves no incomplete index.
 */
function makeIndex(run: BookedRun, madeFrom: string): OpenSearch | Diagnostic {
  const { host, folder, frozen, ledger } = run;
  const lock = RunLock.take(host, folder.lockFile, "deciding");
  if (lock === undefined) return runInUse(folder);
  try {
    const partial = `${folder.searchFile}.partial`;
    for (const file of [partial, folder.searchFile]) removeDatabase(host, file);
    const index = SearchIndex.open(host, partial);
    try {
      const { search } = frozen.job;
      const [hasAccounts, hasNames] = [search?.account !== undefined, search?.name !== undefined];
      const apart = [...rejectRows(run), ...suppressedRows(ledger)];
      index.fill(searchRows(run), apart, serialRows(ledger), {
        madeFrom,
        hasAccounts,
        hasNames,
      });
    } finally {
      index.close();
    }
    host.rename(partial, folder.searchFile);
    host.syncFolder(folder.root);
  } finally {
    lock.release();
  }
  return openMade(run, madeFrom) ?? unfinished(folder);
}

/** Removes a database with the files that SQLite keeps beside it. */
export function removeDatabase(host: Host, file: string): void {
  for (const ending of ["", "-wal", "-shm"]) host.remove(`${file}${ending}`);
}

/** What the documents are in: if spools, batches or fragments differ, the index is outdated. */
export function contentOf(ledger: Ledger): string {
  return hashValue([
    [...ledger.shardsDone().values()].map(({ checksum }) => checksum),
    ledger.spools().map(({ sha256 }) => sha256),
    ledger.batches().map(({ sha256 }) => sha256),
  ]);
}

function identity({ host, folder }: RunPlace): string | undefined {
  if (!host.exists(folder.searchFile)) return undefined;
  const index = SearchIndex.open(host, folder.searchFile);
  try {
    return index.facts()?.madeFrom;
  } finally {
    index.close();
  }
}

function isComplete({
  host,
  folder,
  ledger,
}: Pick<OpenRun, "host" | "folder" | "ledger">): boolean {
  if (ledger.fact("sequence-totals") === undefined) return false;
  return ledger.fact(RUN_FACTS.balanced) === true || host.exists(`${folder.reports}/run.json`);
}

function unfinished({ root }: RunFolder): Diagnostic {
  return diagnostic("search.unfinished", `The run in ${root} has not made its spools yet.`, {
    hint: "Try again when it is finished; so far it has sent nothing.",
  });
}
