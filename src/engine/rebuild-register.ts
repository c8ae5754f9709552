import { detailsOf } from "../model/decision-details.ts";
import { NO_SERIAL, type Serial } from "../base/units.ts";
import { resolve } from "node:path";
import { canonicalJson } from "../base/canonical-json.ts";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import { sha256 } from "../base/hash.ts";
import type { Host } from "../base/host.ts";
import { AuditError } from "../audit/audit-error.ts";
import { Ledger } from "../ledger/ledger.ts";
import { Register } from "../register/register.ts";
import { RegisterError } from "../register/register-error.ts";
import { gapsBetween, type Span } from "../register/serial-gaps.ts";
import type { AuditEntry } from "../model/audit.ts";
import type { PieceState } from "../model/piece-state.ts";
import { actorNamed, checkRequest } from "../run/decisions/actor.ts";
import { lastPaperMailing } from "../run/decisions/mailings.ts";
import { earlierBody } from "../evidence/certificate/first-body.ts";
import { type FrozenRun, frozenRunOr } from "../run/folder/frozen-run.ts";
import { machine } from "../run/host/machine.ts";
import { chosenRegister, type RegisterChoice } from "../run/folder/register-file.ts";
import { registeredRun } from "../run/folder/registered-run.ts";
import { RUN_FACTS } from "../run/decisions/run-state.ts";
import { noRun, readAudit } from "../run/decisions/decision-session.ts";
import { type RunFolder, runFolder } from "../run/folder/run-folder.ts";
import { putAside } from "../shop/backup-register.ts";
import { enterBesideRegister, keepShopLog } from "../run/decisions/shop-audit.ts";

export interface RebuildRequest extends RegisterChoice {
  /** Folders of runs, or folders that contain such folders. */
  readonly from: readonly string[];
  readonly by: string;
  readonly reason: string;
}

export interface RebuildReport {
  readonly register: string;
  /** Where the damaged register is now; empty if there was none. */
  readonly keptAs: string;
  readonly runs: number;
  readonly ranges: number;
  readonly voids: number;
  /** What could not be recovered from the folders. */
  readonly unknown: readonly string[];
}

/**
 * Rebuilds a lost register from the folders of production runs: runs, inputs, cycles, printed
 * serials, mailing dates, voids, audit roots, and what the next cycle is compared with. All serials
 * found count as used. Throws a `UsageError` if a usable register exists, or if a folder holds no
 * run.
 */
export function rebuildRegister(request: RebuildRequest): RebuildReport {
  checkRequest(request.by, request.reason);
  const host = machine().host;
  const register = chosenRegister(host, request);
  refuseUsable(host, register);
  const folders = request.from.flatMap((folder) => runsIn(host, resolve(folder)));
  const arriving = `${register}.rebuilding`;
  host.remove(arriving);
  try {
    const unknown = Register.with(host, arriving, (open) =>
      folders.flatMap((folder) => new FolderReader(host, open, folder).read()),
    );
    const counts = Register.with(host, arriving, (open) => open.rowCounts());
    enterBesideRegister(host, register, actorNamed(request.by), {
      action: "register",
      reason: request.reason,
      details: { what: "rebuild", from: folders.map(({ root }) => root), unknown },
    });
    const keptAs = putAside(host, register);
    host.rename(arriving, register);
    keepShopLog(host, register);
    const { runs = 0, ranges = 0, voids = 0 } = counts;
    const late = "suppressions kept for the shop, and runs whose folders were not named";
    return { register, keptAs, runs, ranges, voids, unknown: [...unknown, late] };
  } finally {
    for (const end of ["", "-wal", "-shm"]) host.remove(`${arriving}${end}`);
  }
}

function refuseUsable(host: Host, register: string): void {
  if (!host.exists(register)) return;
  try {
    Register.open(host, register).close();
  } catch (error) {
    if (error instanceof RegisterError && error.code !== "register.busy") return;
    throw error;
  }
  throw new UsageError([
    diagnostic("register.in-place", `The register ${register} exists and is usable.`, {
      hint: "It knows more than the folders do. To rebuild it, move it away first.",
    }),
  ]);
}

function runsIn(host: Host, folder: string): RunFolder[] {
  if (host.exists(runFolder(folder).jobFile)) return [runFolder(folder)];
  const inner = host.list(folder).map((name) => runFolder(`${folder}/${name}`));
  const runs = inner.filter(({ jobFile }) => host.exists(jobFile));
  if (runs.length === 0) throw new UsageError([noRun(host, folder)]);
  return runs;
}

const OUT: readonly PieceState[] = ["released", "printed", "inserted", "mailed"];

/** Enters what one run's folder tells; what it lacks is reported. */
class FolderReader {
  readonly #host: Host;
  readonly #register: Register;
  readonly #folder: RunFolder;
  readonly #unknown: string[] = [];

  constructor(host: Host, register: Register, folder: RunFolder) {
    this.#host = host;
    this.#register = register;
    this.#folder = folder;
  }

  read(): string[] {
    const frozen = frozenRunOr({ host: this.#host, folder: this.#folder });
    if (frozen instanceof Error) {
      this.#say("anything about the run, because its job.json was changed");
      return this.#unknown;
    }
    const { job, runId } = frozen;
    if (job.mode !== "production") return [];
    const { runs, serials, auditRoots } = this.#register;
    const entries = this.#entries(frozen);
    const startedAtIso = entries[0]?.atIso ?? `${job.asOf}T00:00:00.000Z`;
    runs.record(registeredRun(frozen, this.#folder.root, startedAtIso));
    this.#say("the time at which it began");
    this.#enterSeals(frozen);
    this.#enterSerials(frozen, entries);
    const mailedOn = lastPaperMailing(entries);
    if (mailedOn !== undefined) serials.markMailed(runId, mailedOn);
    for (const { action, seq, hash } of entries) {
      if (action === "abandon") runs.abandon(runId);
      if (action === "close") runs.close(runId);
      auditRoots.keep(runId, { seq, hash });
    }
    return this.#unknown;
  }

  /** The folder's own record is the best there is: it is authoritative from now on. */
  #enterSeals({ runId, sha256: seal }: FrozenRun): void {
    const { seals } = this.#register;
    seals.keepJob(runId, seal);
    const body = earlierBody({ host: this.#host, folder: this.#folder });
    if (body === undefined) return this.#say("its first certificate, because there is none");
    seals.keepBody(runId, body.verification.result, sha256(canonicalJson(body)));
  }

  #entries(frozen: FrozenRun): readonly AuditEntry[] {
    try {
      return readAudit({ host: this.#host, folder: this.#folder, frozen }).entries;
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      this.#say("its decisions and mailing dates, because its audit log was changed");
      return [];
    }
  }

  #enterSerials(frozen: FrozenRun, entries: readonly AuditEntry[]): void {
    const { host, ledgerFile } = { host: this.#host, ledgerFile: this.#folder.ledgerFile };
    if (!host.exists(ledgerFile)) {
      this.#say("its serials, because its ledger is missing: rebuild that first");
      return;
    }
    const ledger = Ledger.open(host, ledgerFile);
    try {
      this.#enterCounts(frozen, entries, ledger);
      const span = ledger.serialSpan();
      if (span !== undefined) this.#enterRange(frozen, "", span);
      const isWhole = host.exists(`${this.#folder.reports}/run.json`);
      if (!isWhole) this.#say("serials it reserved but has not printed: do not resume it");
      this.#enterReprints(frozen, entries, ledger, span);
    } finally {
      ledger.close();
    }
  }

  /** What the next cycle is compared with: counts and profile of what went out. */
  #enterCounts(
    { job, runId, profile }: FrozenRun,
    entries: readonly AuditEntry[],
    ledger: Ledger,
  ): void {
    const value = ledger.fact(RUN_FACTS.counts);
    const isOut = ledger.stateCounts().some(({ state }) => OUT.includes(state));
    if (value === undefined || !isOut) return;
    const released = entries.findLast(({ action }) => action === "release");
    const keptAtIso = released?.atIso ?? `${job.asOf}T00:00:00.000Z`;
    const { counts, profiles } = this.#register;
    counts.keep({ runId, job: job.name, cycle: job.cycle, keptAtIso, counts: value });
    if (profile !== undefined) profiles.keep(runId, profile);
  }

  /** What reprints have voided, and the serials they used beyond the run's own. */
  #enterReprints(
    frozen: FrozenRun,
    entries: readonly AuditEntry[],
    ledger: Ledger,
    own: Span | undefined,
  ): void {
    const latest = new Map<number, Serial>();
    for (const entry of entries) {
      const details = detailsOf(entry, "reprint");
      if (details?.kind !== "reprint") continue;
      const { atIso } = entry;
      const { pieces, number } = details;
      const voids = pieces.map(({ piece, generation, cause }) => {
        const serial = latest.get(piece) ?? ledger.piecesOfNumber(piece)[0]?.serial ?? NO_SERIAL;
        return {
          runId: frozen.runId,
          pieceNumber: piece,
          generation: generation - 1,
          serial,
          cause,
          voidedAtIso: atIso,
        };
      });
      this.#register.voids.record(voids);
      const drawn = pieces.filter(({ serial }) => serial >= 0 && !isIn(own, serial));
      for (const { piece, serial } of pieces) latest.set(piece, serial);
      for (const [index, span] of spansOf(drawn.map(({ serial }) => serial)).entries())
        this.#enterRange(frozen, `rebuilt-reprint-${number}-${index + 1}`, span);
    }
  }

  #enterRange({ runId, job }: FrozenRun, purpose: string, { first, count }: Span): void {
    const { mailerId } = job.mail;
    const reservedAtIso = `${job.asOf}T00:00:00.000Z`;
    const state = "reserved" as const;
    const range = { runId, mailerId, purpose, first, count, state, reservedAtIso };
    this.#register.serials.enter({ ...range, mailingDate: "" });
  }

  #say(what: string): void {
    this.#unknown.push(`${this.#folder.root}: ${what}`);
  }
}

function isIn(span: Span | undefined, serial: Serial): boolean {
  return span !== undefined && serial >= span.first && serial < span.first + span.count;
}

/** Serials as spans of consecutive numbers. */
function spansOf(serials: readonly number[]): Span[] {
  const sorted = [...new Set(serials)].toSorted((a, b) => a - b);
  const last = sorted.at(-1);
  if (last === undefined) return [];
  const gaps = gapsBetween(
    sorted.map((first) => ({ first, count: 1 })),
    last,
  );
  return gapsBetween(gaps, last);
}
