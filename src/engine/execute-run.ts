import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { assert } from "../base/assert.ts";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { type Host, writeFileAtomic } from "../base/host.ts";
import { installSubsetter, SUBSETTER_MODULE } from "../font/subset-library.ts";
import { Ledger } from "../ledger/ledger.ts";
import { RunLock } from "../ledger/run-lock.ts";
import { furnitureRules } from "../mail/sequence.ts";
import type { SpoolPlan } from "../model/piece.ts";
import type { BalanceLine, RunReport, RunStatus } from "../model/run-report.ts";
import type { Priority } from "../model/shop.ts";
import { runHtml } from "../report/run-html.ts";
import { runJson } from "../report/run-json.ts";
import { assembleAll, planBatches } from "./assemble-stage.ts";
import { beginAssembly } from "./assembly-mark.ts";
import { type ComposeCost, composeShards } from "./compose-stage.ts";
import { balanceSums } from "./balance-sums.ts";
import { MoneyFields } from "./money-sums.ts";
import type { EmailImage } from "./email-maker.ts";
import type { FrozenRun } from "./frozen-run.ts";
import { HistoryKeeper } from "./history-keeper.ts";
import type { Prepared } from "./prepare.ts";
import { reserveSerials } from "./reserve-serials.ts";
import { buildResources } from "./resources.ts";
import type { RunFolder } from "./run-folder.ts";
import { openAudit, runInUse } from "./run-desk.ts";
import { makeReport } from "./run-report-maker.ts";
import type { RunWatch } from "./run-watch.ts";
import { bookSettlement } from "./settle-ledger.ts";
import { type Settlement, settle } from "./settle-stage.ts";
import { suppressionTotals } from "./suppression-report.ts";
import { intakeSuppressions } from "./suppressions.ts";
import { WorkerPool } from "./worker-pool.ts";
import { enterShare, type WorkerShare } from "./worker-share.ts";
import type { WorkerSetup } from "./worker-tasks.ts";

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
}

/**
 * The stages of a run from composing to its report; each goes on from what is done. Throws a
 * `UsageError` where another process is at work on the same run.
 */
export async function executeRun(execution: Execution): Promise<RunReport> {
  const { host, folder } = execution;
  const lock = RunLock.take(host, folder.lockFile);
  if (lock === undefined) throw new UsageError([runInUse(folder)]);
  try {
    return await executeLocked(execution);
  } finally {
    lock.release();
  }
}

async function executeLocked(execution: Execution): Promise<RunReport> {
  const { host, folder, frozen, prepared, watch, workers, delay, hostModule } = execution;
  const suppressed = intakeSuppressions(host, folder, frozen.suppressions);
  const emailImages = await emailImagesOf(host, frozen);
  const ledger = Ledger.open(host, folder.ledgerFile);
  const share = enterShare(host, frozen, folder.root, execution.priority);
  watch.alsoTell((progress) => share.tell(progress));
  const setup = {
    frozen,
    outFolder: folder.root,
    compose: { statics: prepared.statics, emailImages, suppressed },
    delay,
    hostModule,
  };
  const pool = new WorkerPool(workers, setup, share);
  try {
    const history = new HistoryKeeper(execution, ledger);
    const report = await new RunStages(execution, ledger, pool, share).run();
    history.keep(report);
    return report;
  } finally {
    await pool.close();
    share.leave();
    ledger.close();
  }
}

class RunStages {
  readonly #execution: Execution;
  readonly #ledger: Ledger;
  readonly #pool: WorkerPool;
  readonly #share: WorkerShare;
  #cost: ComposeCost = { partMs: [], documents: 0 };
  #substitutions = 0;

  constructor(execution: Execution, ledger: Ledger, pool: WorkerPool, share: WorkerShare) {
    this.#execution = execution;
    this.#share = share;
    this.#ledger = ledger;
    this.#pool = pool;
  }

  async run(): Promise<RunReport> {
    const { frozen, watch, stopped } = this.#execution;
    const units = Math.min(frozen.scan.unitCount, frozen.unitLimit);
    const seeds = frozen.seeds?.count ?? 0;
    this.#ledger.scanDone({ shards: frozen.scan.shards.length, units, seeds });
    const { host, folder } = this.#execution;
    this.#cost = await watch.stage(
      "compose",
      () => composeShards(host, frozen, folder, this.#ledger, this.#pool, watch, stopped),
      () => units,
    );
    if (stopped()) return this.#report("stopped");
    const settlement = await this.#settle();
    await this.#assemble(settlement);
    if (stopped()) return this.#report("stopped");
    const past = settlement.rejects > frozen.job.limits.rejectsMax;
    return this.#close(past ? "past-reject-limit" : "finished", settlement);
  }

  #settle(): Promise<Settlement> {
    const { host, frozen, folder, prepared, watch } = this.#execution;
    const work = (): Settlement => {
      const settlement = settle(host, frozen, folder, prepared);
      assert(settlement.unrendered === 0, "a good record has no rendition");
      this.#substitutions = settlement.substitutions;
      bookSettlement(host, frozen, folder, this.#ledger, settlement);
      return settlement;
    };
    return watch.stage("settle", work, ({ units }) => units);
  }

  async #assemble(settlement: Settlement): Promise<void> {
    const { host, folder, frozen, prepared, watch, stopped } = this.#execution;
    const work = (): Promise<void> => {
      const spools = this.#planSpools(settlement);
      installSubsetter(host.readFile(fileURLToPath(import.meta.resolve(SUBSETTER_MODULE))));
      const resources = buildResources(frozen.plan, prepared, settlement.usage);
      const { name, cycle, mode } = frozen.job;
      const base = `${mode === "test" ? "TEST-" : ""}${name}-${cycle}`;
      const batches = [
        ...planBatches("email", settlement.emails, base),
        ...planBatches("sms", settlement.sms, base),
      ];
      const { audit } = beginAssembly(host, folder, openAudit(host, folder, frozen).root);
      const ledger = this.#ledger;
      return assembleAll(spools, batches, resources, audit, ledger, this.#pool, watch, stopped);
    };
    await watch.stage("assemble", work, () => settlement.sheets);
  }

  #planSpools({ sorter, pages, sheets }: Settlement): readonly SpoolPlan[] {
    const { host, frozen, folder } = this.#execution;
    const { print } = frozen.job;
    const firstSerial = reserveSerials(host, frozen, folder.root, sorter.serialCount);
    const spools = sorter.spools({
      sheetsMax: print.spoolSheetsMax,
      bytesMax: print.spoolBytesMax,
      ...furnitureRules(print),
      firstSerial,
    });
    const pieces = sorter.pieceCount;
    const totals = { spools: spools.length, documents: pieces, pieces, pages, sheets };
    this.#ledger.sequenceDone(totals);
    return spools;
  }

  /** A run closes only where every sum holds. */
  async #close(status: RunStatus, { sums }: Settlement): Promise<RunReport> {
    const { watch, host, folder, frozen } = this.#execution;
    const { shape, currencyDigits } = frozen.plan;
    const { names } = new MoneyFields(shape, currencyDigits);
    const balance = await watch.stage("report", () => {
      const lines = [
        ...this.#ledger.balance().lines,
        ...balanceSums(sums, names, currencyDigits, this.#ledger),
      ];
      const broken = lines.filter((line) => !line.ok).map((line) => line.what);
      assert(broken.length === 0, `the run does not balance: ${broken.join("; ")}`);
      return lines;
    });
    const report = this.#report(status, balance);
    // Only now: until the run is closed, a resume may have to read the copies again.
    host.remove(folder.work);
    return report;
  }

  #report(status: RunStatus, balance: readonly BalanceLine[] = []): RunReport {
    const { frozen, watch, workers, folder, host, warnings } = this.#execution;
    const suppression = suppressionTotals(host, folder);
    const ledger = this.#ledger;
    const facts = { frozen, ledger, watch, status, cost: this.#cost, workers, suppression };
    const substituted = substitutionWarning(this.#substitutions);
    const all = [...warnings, ...substituted, ...this.#share.warnings];
    const report = makeReport({ ...facts, balance, out: folder.root, warnings: all });
    if (status === "stopped") return report;
    host.makeFolder(folder.reports);
    const write = (name: string, text: string): void =>
      writeFileAtomic(host, `${folder.reports}/${name}`, new TextEncoder().encode(text));
    write("run.html", runHtml(report));
    // Last, for it says that the run is closed.
    write("run.json", runJson(report));
    return report;
  }
}

function substitutionWarning(count: number): Diagnostic[] {
  if (count === 0) return [];
  const message = `${count} characters that no font has were replaced, as the job says.`;
  const hint = "Add a fallback font to the layout that has them.";
  return [diagnostic("compose.substituted", message, { severity: "warning", hint })];
}

/** The images that e-mails carry: the logo, as a PNG that every mail program shows. */
async function emailImagesOf(host: Host, { plan }: FrozenRun): Promise<readonly EmailImage[]> {
  const index = plan.email?.logo ?? -1;
  const image = plan.images[index];
  if (image === undefined) return [];
  const bytes = await sharp(host.readFile(image.file), { density: 144 })
    .resize({ width: Math.min(600, image.widthPx * 2) })
    .png({ compressionLevel: 9, palette: false })
    .toBuffer();
  return [{ index, contentId: "logo@nightpress", mediaType: "image/png", bytes }];
}
