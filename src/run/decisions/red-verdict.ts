import { shellWord } from "../../base/shell-word.ts";
import { detailsOf, type VerdictDetails } from "../../model/decision-details.ts";
import { AuditError } from "../../audit/audit-error.ts";
import { countText } from "../../report/figures.ts";
import type { AuditEntry } from "../../model/audit.ts";
import { readAudit } from "./decision-session.ts";
import { RunFailure } from "../run-failure.ts";
import { storedVerification } from "../folder/stored-verification.ts";
import { verifyFailure } from "./verify-failure.ts";
import type { BegunRun, RunPlace } from "../folder/open-run.ts";

/** A run's output failed verification, and nothing has ended that yet. */
export interface RedVerdict {
  readonly breachCount: number;
  /** The first files with breaches, relative to the run's folder. */
  readonly files: readonly string[];
  /**
   * When it was entered in the audit log, and as which decision; absent if a crash came between.
   */
  readonly atIso?: string;
  readonly seq?: number;
  /**
   * Sheets per spool that were rendered and inspected; a verification that ends it must inspect
   * them again.
   */
  readonly rasterSheets?: number | undefined;
}

const FILES_MAX = 20;

/**
 * The current verdict on a run, or undefined if it passed or was never verified. It is kept in the
 * audit log, which outlives the ledger, and in the run's reports: either suffices, so that neither
 * a crash between the two nor a rebuilt ledger turns a failed run into a good one.
 */
export function redVerdict(run: RunPlace, entries: readonly AuditEntry[]): RedVerdict | undefined {
  const last = lastVerdict(entries);
  if (last !== undefined && !last.details.ok) {
    const { details, atIso, seq } = last;
    const { breachCount, files, rasterSheets } = details;
    return { breachCount, files, atIso, seq, rasterSheets };
  }
  const found = storedVerification(run);
  if (found === undefined || found.ok) return undefined;
  const rasterSheets = found.raster?.sheetsPerSpool;
  return { breachCount: found.breachCount, files: breachedFiles(found.breaches), rasterSheets };
}

/** The same, for a run whose audit log may have been changed: then its reports alone are used. */
export function lastingVerdict(run: BegunRun): RedVerdict | undefined {
  return redVerdict(run, entriesOf(run));
}

function entriesOf(run: BegunRun): readonly AuditEntry[] {
  try {
    return readAudit(run).entries;
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return [];
  }
}

/** The last verdict that was entered, with its entry. */
export function lastVerdict(
  entries: readonly AuditEntry[],
): { readonly seq: number; readonly atIso: string; readonly details: VerdictDetails } | undefined {
  const entry = entries.findLast(({ action }) => action === "verify");
  const details = entry && detailsOf(entry, "verify");
  return details && { ...entry, details };
}

/** The first files with breaches, each once. */
export function breachedFiles(breaches: readonly { readonly file: string }[]): string[] {
  return [...new Set(breaches.map(({ file }) => file))].slice(0, FILES_MAX);
}

/** Why no output of a run may go out, and what ends that. */
export function redFailure(run: RunPlace, red: RedVerdict): RunFailure {
  const { folder } = run;
  const found = storedVerification(run);
  if (found?.ok === false) return verifyFailure(folder, found);
  const since = red.atIso === undefined ? "" : ` on ${red.atIso.slice(0, 10)}`;
  const message =
    `The run failed verification${since}: ` +
    `${countText(red.breachCount, "breach", "breaches")} in ${red.files.join(", ")}. ` +
    "None of it may be printed or sent.";
  const hint =
    `\`nightpress verify ${shellWord(folder.root)}\` names all breaches; the run is good again ` +
    "once it passes.";
  return new RunFailure(message, hint, folder.root);
}
