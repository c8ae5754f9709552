import type { Host } from "../base/host.ts";
import { actorNamed, checkRequest } from "../run/decisions/actor.ts";
import { checkCriteria, type FindCriteria, sealedCriteria } from "./find-criteria.ts";
import { type FindHit, findInRun, type FindNote } from "./find-in-run.ts";
import { frozenRunOr } from "../run/folder/frozen-run.ts";
import { machine } from "../run/host/machine.ts";
import { runFolder } from "../run/folder/run-folder.ts";
import { runPlaces, type RunSelection } from "../run/folder/run-places.ts";
import { enterForShop } from "../run/decisions/shop-audit.ts";

export interface FindRequest extends FindCriteria, RunSelection {
  /** Who asks, and why: both are entered in the shop's audit log. */
  readonly by: string;
  readonly reason: string;
  /** How many units of input per run at most; 100 if omitted. */
  readonly limit?: number | undefined;
}

export interface FindReport {
  /** The latest run first. */
  readonly hits: readonly FindHit[];
  /** Runs that were searched, including those with notes. */
  readonly runs: number;
  readonly notes: readonly FindNote[];
  /** True if a run has more than `limit` matching units. */
  readonly more: boolean;
  readonly milliseconds: number;
}

const LIMIT = 100;
/** Keys of hits that an entry of the audit log names. */
const LOGGED_KEYS_MAX = 1000;

/**
 * Looks up a customer in all runs and channels. The query is in the shop's audit log before its
 * hits are returned. Throws a `UsageError` if the query is not valid.
 */
export function findDocuments(request: FindRequest): FindReport {
  const host = machine().host;
  checkRequest(request.by, request.reason);
  checkCriteria(request);
  const startMs = host.nowMs();
  const { registerFile, folders } = runPlaces(host, request);
  const [hits, notes]: [FindHit[], FindNote[]] = [[], []];
  let [more, runs] = [false, 0];
  for (const root of folders) {
    const folder = runFolder(root);
    if (!host.exists(folder.jobFile)) {
      notes.push(goneFolder(root));
      continue;
    }
    const frozen = frozenRunOr({ host, folder });
    // One run whose `job.json` was changed must not hide the results of the others.
    if (frozen instanceof Error) {
      notes.push({ run: root, code: "run.job-changed", message: frozen.message });
      continue;
    }
    if (!isAsked(frozen.job.asOf, request)) continue;
    const found = findInRun({ host, folder, frozen }, request, request.limit ?? LIMIT);
    hits.push(...found.hits);
    notes.push(...found.notes);
    more ||= found.more;
    runs += 1;
  }
  hits.sort((a, b) => (a.asOf === b.asOf ? 0 : a.asOf < b.asOf ? 1 : -1));
  logQuery(host, registerFile, request, { hits, runs });
  return { hits, runs, notes, more, milliseconds: Math.round(host.nowMs() - startMs) };
}

function isAsked(asOf: string, { from, to }: FindCriteria): boolean {
  return (from === undefined || asOf >= from) && (to === undefined || asOf <= to);
}

function goneFolder(run: string): FindNote {
  const message = `The run in ${run} no longer exists.`;
  return { run, code: "search.run-gone", message };
}

function logQuery(
  host: Host,
  registerFile: string,
  request: FindRequest,
  { hits, runs }: { readonly hits: readonly FindHit[]; readonly runs: number },
): void {
  const keys = [...new Set(hits.map(({ key }) => key))];
  enterForShop(host, registerFile, actorNamed(request.by), {
    action: "find",
    reason: request.reason,
    details: {
      criteria: sealedCriteria(request),
      runs,
      hits: hits.length,
      keys: keys.slice(0, LOGGED_KEYS_MAX),
    },
  });
}
