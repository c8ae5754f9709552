import type { Serial } from "../base/units.ts";
import { makeExecutor } from "../pool/make-executor.ts";
import { assert, defined } from "../base/assert.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { furnitureRules, type SpoolRules } from "../mail/piece-sorter.ts";
import type { SpoolPlan } from "../model/piece.ts";
import type { Priority } from "../model/shop.ts";
import type { CountsReport } from "../model/run-counts.ts";
import type {
  BalanceLine,
  RunReport,
  RunStanding,
  RunStatus,
  RunVerification,
} from "../model/run-report.ts";
import { assembleAll, planBatches } from "./assemble-stage.ts";
import { applyPulls } from "./apply-pulls.ts";
import { holdBeforeAssembly } from "../run/assembly-hold.ts";
import { beginAssembly } from "../run/assembly-mark.ts";
import { adoptOutputs } from "./adopt-outputs.ts";
import { certifyAtClose } from "../evidence/certificate/issue-certificate.ts";
import { beginAttempt, endAttempt, isoNow } from "../run/run-attempts.ts";
import { type ComposeCost, composeShards } from "./compose-stage.ts";
import { balanceSums } from "../run/balance-sums.ts";
import { MoneyFields } from "../run/money-sums.ts";
import { emailImages } from "../work/email-images.ts";
import { type FrozenRun, runName } from "../run/frozen-run.ts";
import { loadSubsetter } from "../work/load-subsetter.ts";
import { HistoryKeeper } from "./history-keeper.ts";
import { keepCycleCounts } from "../run/last-cycle.ts";
import { countsOf } from "./run-counts.ts";
import { openRunLedger } from "../run/open-run-ledger.ts";
import { madeArt } from "../work/made-resources.ts";
import type { Prepared } from "../work/prepare.ts";
import { endOf } from "../run/reject-limit.ts";
import { reserveSerials } from "../run/reserve-serials.ts";
import { buildResources } from "../work/resources.ts";
import { removeWork, type RunFolder } from "../run/run-folder.ts";
import { openAudit } from "../run/decision-session.ts";
import { makeReport } from "./run-report-maker.ts";
import { endStatus, runStanding } from "../run/run-standing.ts";
import { RUN_FACTS } from "../run/run-state.ts";
import { runTurn } from "../run/run-turn.ts";
import type { RunWatch } from "../run/run-watch.ts";
import { bookSettlement } from "./settle-ledger.ts";
import { type Settlement, settle } from "./settle-stage.ts";
import { settledWarnings } from "./settled-warnings.ts";
import { suppressionTotals } from "../run/suppression-report.ts";
import { intakeSuppressions } from "../run/suppressions.ts";
import { checkSameResources } from "../run/same-resources.ts";
import { syncRunFolders } from "../run/sync-run.ts";
import { storedReport, writeReport } from "../run/write-report.ts";
import { WORKER_BOUNDS, type WorkerBounds } from "../run/worker-bounds.ts";
import { WorkerPool } from "../pool/worker-pool.ts";
import { unbookMissing } from "../run/unbook-missing.ts";
import { verifyFailure } from "../run/verify-failure.ts";
import { balanceFailure } from "../proving/balance-failure.ts";
import {
  reportedVerification,
  skippedVerification,
  standingVerification,
  storedVerification,
} from "../run/stored-verification.ts";
import { isRed, verifyWithVerdict } from "./verify-with-verdict.ts";
import { enterShare, type WorkerShare } from "../pool/worker-share.ts";
import type { WorkerSetup } from "../run/worker-tasks.ts";

export interface Execution {
  readonly host: Host;
  readonly folder: RunFolder;
  readonly watch: RunWatch;
  readonly frozen: FrozenRun;
  readonly prepared: Prepared;
  readonly warnings: readonly Diagnostic[];
  readonly workers: number;
  /** Which of several runs of a shop goes first. */
  readonly priority: Priority;
  readonly stopped: () => boolean;
  readonly delay: WorkerSetup["delay"];
  readonly hostModule: string | undefined;
  /** Whether all output is read again before the run closes. */
  readonly verifies: boolean;
  readonly workerBounds?: Partial<WorkerBounds> | undefined;
  /** What the caller has to add to the warnings of the report. */
  readonly ownWarnings?: (() => readonly Diagnostic[]) | undefined;
  /** Makes nothing: books what lies there, as far as it goes, and then says that it stopped. */
  readonly bookOnly?: boolean;
}

/**
 * The stages of a run from composing to its report; each goes on from what is done. Throws a
 * `UsageError` where another process is at work on the same run.
 */
export async function executeRun(execution: Execution): Promise<RunReport> {
  const lock = await runTurn(execution);
  try {
    syncRunFolders(execution);
    return await executeLocked(execution);
  } finally {
    lock.release();
  }
}

async function executeLocked(execution: Execution): Promise<RunReport> {
  const { host, folder, frozen, prepared, watch, workers, delay, hostModule } = execution;
  checkSameResources(madeArt(prepared), frozen.art);
  const suppressed = intakeSuppressions(execution, frozen.suppressions);
  const logo = await emailImages(host, frozen.plan, frozen.job.layout);
  const { ledger, warnings } = openRunLedger(execution);
  const share = enterShare(execution, folder.root, execution.priority);
  watch.alsoTell((progress) => share.tell(progress));
  const setup = {
    frozen,
    outFolder: folder.root,
    compose: { statics: prepared.statics, emailImages: logo, suppressed },
    delay,
    hostModule,
  };
  const bounds = { ...WORKER_BOUNDS, ...execution.workerBounds };
  const threads = makeExecutor(workers, setup, bounds);
  const pool = new WorkerPool({ workers, threads, bounds, share, out: folder.root });
  try {
    const history = new HistoryKeeper(execution, ledger);
    const warned = { ...execution, warnings: [...execution.warnings, ...warnings] };
    const report = await new RunStages(warned, ledger, pool, share).run();
    if (execution.bookOnly !== true) endAttempt({ host, ledger });
    if (execution.bookOnly !== true) history.keep(report);
    return report;
  } finally {
    await pool.close();
    share.leave();
    ledger.close();
  }
}

interface ReportAdditions {
  readonly balance?: readonly BalanceLine[];
  /** Of a run that is held before assembly: what it would make. */
  readonly settlement?: Settlement;
  readonly counts?: CountsReport;
  readonly verification?: RunVerification;
}

class RunStages {
  readonly #execution: Execution;
  readonly #ledger: Ledger;
  readonly #pool: WorkerPool;
  readonly #share: WorkerShare;
  #cost: ComposeCost = { partMs: [], documents: 0 };
  #settled: readonly Diagnostic[] = [];
  #standing: RunStanding | undefined;
  /** That the certificate could not be signed. */
  #unsigned: readonly Diagnostic[] = [];
  #balance: readonly BalanceLine[] | undefined;

  constructor(execution: Execution, ledger: Ledger, pool: WorkerPool, share: WorkerShare) {
    this.#execution = execution;
    this.#share = share;
    this.#ledger = ledger;
    this.#pool = pool;
  }

  async run(): Promise<RunReport> {
    const { frozen, watch, stopped, bookOnly = false } = this.#execution;
    const units = Math.min(frozen.scan.unitCount, frozen.unitLimit);
    const seeds = frozen.seeds?.count ?? 0;
    if (!bookOnly)
      beginAttempt({ host: this.#execution.host, ledger: this.#ledger }, this.#execution.workers);
    this.#ledger.scanDone({ shards: frozen.scan.shards.length, units, seeds });
    const { host, folder } = this.#execution;
    this.#cost = await watch.stage(
      "compose",
      () =>
        composeShards({ host, folder, frozen, ledger: this.#ledger }, this.#pool, watch, stopped),
      () => units,
    );
    const isComposed = this.#ledger.shardsDone().size === frozen.scan.shards.length;
    if (bookOnly ? !isComposed : stopped()) return this.#report("stopped");
    const settlement = await this.#settle();
    const counts = this.#held(settlement);
    if (counts !== undefined) return this.#report("held-for-approval", { settlement, counts });
    const isAssembled = await this.#assemble(settlement);
    if (bookOnly ? !isAssembled : stopped()) return this.#report("stopped");
    const verification = await this.#verify(settlement);
    if (verification === undefined) return this.#report("stopped");
    return this.#close(endOf(settlement, frozen.job.limits.rejects), settlement, verification);
  }

  #settle(): Promise<Settlement> {
    const { host, frozen, folder, prepared, watch, bookOnly = false } = this.#execution;
    const work = (): Settlement => {
      const settlement = settle(this.#execution, prepared, !bookOnly);
      assert(settlement.unrendered === 0, "a good record has no rendition");
      this.#settled = settledWarnings(settlement);
      bookSettlement({ host, folder, frozen, ledger: this.#ledger }, settlement, !bookOnly);
      return settlement;
    };
    return watch.stage("settle", work, ({ units }) => units);
  }

  /** What people must approve first, where they must. */
  #held(settlement: Settlement): CountsReport | undefined {
    const { host, folder, frozen } = this.#execution;
    if (frozen.job.hold?.beforeAssembly !== true) return undefined;
    // Without serials: those are drawn once it is sure that the run goes on.
    const spools = settlement.sorter.spools(this.#cutRules(-1));
    const counts = countsOf({ frozen, ledger: this.#ledger }, settlement, spools);
    const { entries } = openAudit(this.#execution);
    return holdBeforeAssembly({ host, folder, frozen, ledger: this.#ledger }, entries, counts);
  }

  /** Whether all spools and batches are there. */
  async #assemble(settlement: Settlement): Promise<boolean> {
    const { host, folder, frozen, prepared, watch, stopped } = this.#execution;
    const work = async (): Promise<boolean> => {
      const spools = this.#planSpools(settlement);
      loadSubsetter(host);
      const resources = buildResources(frozen.plan, prepared, settlement.use);
      const { cycle, mode } = frozen.job;
      const base = `${mode === "test" ? "TEST-" : ""}${runName(frozen)}-${cycle}`;
      const batches = [
        ...planBatches("email", settlement.emails, base),
        ...planBatches("sms", settlement.sms, base),
      ];
      const { root } = openAudit(this.#execution);
      const { audit } = beginAssembly(this.#execution, root, resources.made);
      const ledger = this.#ledger;
      unbookMissing({ host, folder, ledger });
      adoptOutputs({ host, folder, frozen, ledger }, spools, batches);
      await assembleAll(spools, batches, resources, audit, ledger, this.#pool, watch, stopped);
      const isWhole = ledger.spools().length === spools.length;
      return isWhole && ledger.batches().length === batches.length;
    };
    return watch.stage("assemble", work, () => settlement.sheets);
  }

  #planSpools(settlement: Settlement): readonly SpoolPlan[] {
    const { sorter, pages, sheets } = settlement;
    const { frozen, folder } = this.#execution;
    const firstSerial = reserveSerials(this.#execution, folder.root, sorter.serialCount);
    const spools = sorter.spools(this.#cutRules(firstSerial));
    this.#ledger.setFact(
      RUN_FACTS.counts,
      countsOf({ frozen, ledger: this.#ledger }, settlement, spools),
    );
    const pieces = sorter.pieceCount;
    const totals = { spools: spools.length, documents: pieces, pieces, pages, sheets };
    this.#ledger.sequenceDone(totals);
    return spools;
  }

  #cutRules(firstSerial: Serial): SpoolRules {
    const { print } = this.#execution.frozen.job;
    return {
      sheetsMax: print.spoolSheetsMax,
      bytesMax: print.spoolBytesMax,
      ...furnitureRules(print),
      firstSerial,
    };
  }

  /** What was made, read again; undefined where the operator stopped it. */
  async #verify(settlement: Settlement): Promise<RunVerification | undefined> {
    const { host, folder, frozen, watch, verifies, bookOnly = false, stopped } = this.#execution;
    // Whoever books a run once more leaves its proof as it is.
    const earlier = bookOnly ? storedReport(this.#execution)?.verification : undefined;
    if (earlier !== undefined) return earlier;
    const run = { host, folder, frozen, ledger: this.#ledger };
    const wasRed = isRed(run);
    if (!verifies && !wasRed) return skippedVerification(this.#execution);
    const standing = wasRed ? undefined : standingVerification(run);
    if (standing !== undefined) return reportedVerification(standing);
    if (!bookOnly && host.exists(folder.auditFile))
      applyPulls({ host, folder, frozen, ledger: this.#ledger });
    const found = await watch.stage(
      "verify",
      () => {
        const balance = this.#balanceLines(settlement);
        const isStopped = bookOnly ? () => false : stopped;
        return verifyWithVerdict(run, this.#pool, watch, isStopped, { balance });
      },
      (verification) => verification?.leafCount ?? 0,
    );
    if (found?.ok === false) throw verifyFailure(folder, found);
    return found && reportedVerification(found);
  }

  /** A run closes only where every sum holds. */
  async #close(
    status: RunStatus,
    settlement: Settlement,
    verification: RunVerification,
  ): Promise<RunReport> {
    const { watch, host, folder, frozen } = this.#execution;
    const balance = await watch.stage("report", () => {
      const lines = this.#balanceLines(settlement);
      if (lines.every(({ ok }) => ok)) return lines;
      throw balanceFailure({ host, folder, frozen, ledger: this.#ledger }, lines);
    });
    const all = [...balance, ...(verification.found?.balance ?? [])];
    const ended = this.#letGo(status);
    if (ended !== "failed") this.#certify(all, verification);
    const report = this.#report(ended, { balance: all, verification });
    // Only now: until the run is closed, a resume may have to read the copies again.
    removeWork(this.#execution);
    return report;
  }

  /** The sums of the ledger; added up once, as nothing changes them any more. */
  #balanceLines({ sums }: Settlement): readonly BalanceLine[] {
    const { shape, currencyDigits } = this.#execution.frozen.plan;
    const { names } = new MoneyFields(shape, currencyDigits);
    this.#balance ??= [
      ...this.#ledger.balance().lines,
      ...balanceSums(sums, names, currencyDigits, this.#ledger),
    ];
    return this.#balance;
  }

  /**
   * Releases what nobody wants held, unless the run ended so that people must look at it first;
   * then does what an earlier ledger was told.
   */
  #letGo(ended: RunStatus): RunStatus {
    const { host, folder, frozen } = this.#execution;
    const ledger = this.#ledger;
    const isUnheld = frozen.job.hold?.beforeRelease !== true && ended === "finished";
    // Before the facts, which are on the disk with all that was booked before them: a run that says
    // it is done must not have lost its release to a loss of power.
    if (isUnheld) ledger.releaseUnheld();
    ledger.setFact(RUN_FACTS.ended, ended);
    ledger.setFact(RUN_FACTS.balanced, true);
    if (isUnheld)
      keepCycleCounts(this.#execution, defined(ledger.fact(RUN_FACTS.counts), "the run's counts"));
    const audit = applyPulls({ host, folder, frozen, ledger });
    this.#standing = runStanding({ host, folder, frozen, ledger, audit });
    return endStatus(this.#standing, ledger);
  }

  /** Before the report, which says that all is there. */
  #certify(balance: readonly BalanceLine[], { state }: RunVerification): void {
    const { host, folder, frozen, bookOnly } = this.#execution;
    const [ledger, audit] = [this.#ledger, openAudit(this.#execution)];
    if (bookOnly !== true) endAttempt({ host, ledger });
    const verification = state === "verified" ? storedVerification(this.#execution) : undefined;
    const run = { host, folder, frozen, ledger, entries: audit.entries, balance, verification };
    this.#unsigned = certifyAtClose(run, audit.root);
  }

  #report(status: RunStatus, more: ReportAdditions = {}): RunReport {
    const { balance = [], settlement, counts, verification } = more;
    const { frozen, watch, workers, folder, warnings, bookOnly = false } = this.#execution;
    const suppression = suppressionTotals(this.#execution);
    const ledger = this.#ledger;
    const facts = { frozen, ledger, watch, status, cost: this.#cost, workers, suppression };
    const ofWorkers = [...this.#share.warnings, ...this.#pool.warnings];
    const own = this.#execution.ownWarnings?.() ?? [];
    const all = [...warnings, ...own, ...this.#settled, ...ofWorkers, ...this.#unsigned];
    const made = makeReport({ ...facts, balance, out: folder.root, warnings: all, settlement });
    const standing = this.#standing;
    const additions = {
      ...(standing && this.#ended()),
      ...(counts && { counts }),
      ...(standing && { standing }),
      ...(verification && { verification }),
    };
    // What a run took is told by those who ran it, not by who booked it once more.
    const earlier = bookOnly && standing !== undefined ? storedReport(this.#execution) : undefined;
    const report: RunReport = { ...(earlier ?? made), status, balance, ...additions };
    // A report in the folder says that all is there.
    if (standing !== undefined) writeReport(this.#execution, report);
    return report;
  }

  /** What is made again later was there before. */
  #ended(): Pick<RunReport, "endedAtIso"> {
    const { host } = this.#execution;
    const { endedAtIso } = storedReport(this.#execution) ?? { endedAtIso: isoNow(host) };
    return endedAtIso === undefined ? {} : { endedAtIso };
  }
}
