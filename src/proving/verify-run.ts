import { makeDurableFolder, writeFileAtomic } from "../base/host.ts";
import { AuditError } from "../audit/audit-error.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { AuditEntry, AuditRoot } from "../model/audit.ts";
import type { BalanceLine } from "../model/run-report.ts";
import type { Breach, Verification, VerifySetup } from "../model/verification.ts";
import { PartialFile } from "../spool/partial-file.ts";
import { balanceCounts } from "../run/sums/balance-sums.ts";
import { assemblyMark } from "../run/folder/assembly-mark.ts";
import { openAudit, OTHER_JOB } from "../run/decisions/decision-session.ts";
import type { BookedRun } from "../run/folder/open-run.ts";
import { LEAVES_FILE, outputsHash, VERIFICATION_FILE } from "../run/folder/stored-verification.ts";
import type { RunWatch } from "../run/folder/run-watch.ts";
import type { WorkerPool } from "../pool/worker-pool.ts";
import { unbalancedBreaches } from "./unbalanced.ts";
import { BreachList } from "./breach-list.ts";
import { statedResourceBreaches } from "./check-stated-resources.ts";
import { stateBreaches } from "./check-states.ts";
import { DocumentAccount } from "./document-account.ts";
import { FragmentBook } from "./fragment-book.ts";
import { OutputExpectations } from "./output-expectations.ts";
import { outputFiles } from "./output-files.ts";
import {
  isQuarantined,
  type QuarantinedDocument,
  quarantinedIn,
} from "../run/pieces/quarantine.ts";
import { printedSums, readBalance } from "./read-balance.ts";
import { OutputReading, treeOf } from "./read-outputs.ts";
import { type RasterRequest, RasterStage, rasterSheets } from "./raster-stage.ts";
import { ReprintExpectations } from "./reprint-expectations.ts";
import { UnitAccount, unitsOf } from "./unit-account.ts";
import { verifySetup } from "../work/verify-setup.ts";

/**
 * Has workers read all outputs of a run with the verifier, and checks the results together against
 * ledger, input and decisions. Writes the result and the leaves of the Merkle tree to the run's
 * reports. Undefined if the operator stopped it. Throws a `HostError` if these cannot be written.
 */
export async function verifyRun(
  run: BookedRun,
  pool: WorkerPool,
  watch: RunWatch,
  stopped: () => boolean,
  balance: readonly BalanceLine[] = ledgerBalance(run),
  sample?: RasterRequest,
): Promise<Verification | undefined> {
  const { host, folder } = run;
  makeDurableFolder(host, folder.reports);
  const leaves = new PartialFile(host, `${folder.reports}/${LEAVES_FILE}`);
  try {
    const verifier = new RunVerifier(run, balance, sample);
    const verification = await verifier.verify(pool, watch, stopped, leaves);
    if (verification === undefined) {
      leaves.discard();
      return undefined;
    }
    leaves.seal();
    leaves.publish();
    // Last, because it implies that the leaves are written, too.
    const text = `${JSON.stringify(verification, null, 1)}\n`;
    const bytes = new TextEncoder().encode(text);
    writeFileAtomic(host, `${folder.reports}/${VERIFICATION_FILE}`, bytes);
    return verification;
  } catch (error) {
    leaves.discard();
    throw error;
  }
}

/** The sums of a run that was settled before, from its ledger alone. */
export function ledgerBalance({ ledger, frozen }: BookedRun): readonly BalanceLine[] {
  return [...ledger.balance().lines, ...balanceCounts(ledger, frozen.plan.currencyDigits)];
}

/** The decisions about a run, or the fault in their chain. */
interface RunDecisions {
  readonly entries: readonly AuditEntry[];
  readonly breach?: Breach;
}

class RunVerifier {
  readonly #run: BookedRun;
  readonly #setup: VerifySetup;
  readonly #balance: readonly BalanceLine[];
  readonly #breaches = new BreachList();
  readonly #notChecked: string[] = [];
  readonly #sample: RasterRequest | undefined;
  #quarantine: readonly QuarantinedDocument[] = [];

  constructor(run: BookedRun, balance: readonly BalanceLine[], sample: RasterRequest | undefined) {
    this.#run = run;
    this.#balance = balance;
    this.#sample = sample;
    this.#setup = verifySetup(run.frozen, run.folder.root);
  }

  async verify(
    pool: WorkerPool,
    watch: RunWatch,
    stopped: () => boolean,
    leaves: PartialFile,
  ): Promise<Verification | undefined> {
    const { host, folder, frozen, ledger } = this.#run;
    const begun = assemblyMark(this.#run);
    const onTrailers = begun?.audit;
    const states = ledger.decidedStates();
    const { entries, breach } = decisions(this.#run, onTrailers);
    if (breach !== undefined) this.#decisionsBroken(breach);
    else for (const state of stateBreaches(ledger, states, entries)) this.#breaches.add(state);
    this.#quarantine = quarantinedIn(entries);
    const book = new FragmentBook(this.#run);
    const account = { folder, frozen, ledger, book, entries, onTrailers };
    const reprints = new ReprintExpectations(account, this.#setup.sidesPerSheet);
    const files = outputFiles(this.#run, entries, reprints.entries);
    this.#breaches.addAll(files.breaches, files.breaches.length);
    const stated = statedResourceBreaches(frozen, begun);
    this.#breaches.addAll(stated, stated.length);
    for (const { details } of files.unmade)
      this.#notChecked.push(`${details.kind} ${details.number}: it was decided but is not made`);
    for (const { details } of files.unentered)
      this.#notChecked.push(`${details.kind} ${details.number}: no hash of it is entered yet`);
    if (frozen.job.mode === "production" && !host.exists(frozen.job.registerFile))
      this.#notChecked.push(
        "the register's hashes of job.json and audit log: there is no register",
      );
    const documents = new DocumentAccount(ledger, unitsOf(frozen).ordinalsEnd, lastPiece(ledger));
    const expectations = new OutputExpectations(account);
    const count = rasterSheets(frozen, this.#sample);
    const raster = new RasterStage(frozen.runId, count);
    const sources = { ledger, expectations, reprints, files, raster };
    const reading = new OutputReading(sources, documents, leaves);
    if (!(await reading.run(pool, watch, stopped))) return undefined;
    if (!(await raster.run(pool, stopped))) return undefined;
    documents.close();
    const units = new UnitAccount(this.#run);
    const lines = [
      ...readBalance(ledger, reading),
      ...units.close(documents),
      ...units.rejectLines(ledger),
    ];
    for (const list of [reading.breaches, raster.breaches, documents.breaches, units.breaches])
      this.#breaches.addAll(list.kept, list.count);
    const verification = this.#verification(reading, [...this.#balance, ...lines], lines);
    return { ...verification, raster: raster.sampling };
  }

  #decisionsBroken(breach: Breach): void {
    this.#breaches.add(breach);
    this.#notChecked.push("reprints and pulls: the audit log with these decisions was changed");
  }

  #verification(
    reading: OutputReading,
    all: readonly BalanceLine[],
    balance: readonly BalanceLine[],
  ): Verification {
    const { ledger } = this.#run;
    const sums = printedSums(ledger, reading, this.#setup);
    const money = sums.map(({ field, composed, printed }): BalanceLine => {
      const what = `sum of ${field} composed = printed`;
      return { stage: "verify", what, left: composed, right: printed, ok: composed === printed };
    });
    const unbalanced = unbalancedBreaches(this.#run, [...all, ...money]);
    this.#breaches.addAll(unbalanced, unbalanced.length);
    const borne = this.#breaches.kept.filter((one) => isQuarantined(one, this.#quarantine));
    const breachCount = this.#breaches.count - borne.length;
    return {
      ok: breachCount === 0,
      outputsHash: outputsHash(ledger),
      counts: reading.counts,
      spools: reading.spools,
      batches: reading.batches,
      breaches: this.#breaches.kept.filter((one) => !borne.includes(one)),
      breachCount,
      ...(borne.length > 0 && { quarantined: borne }),
      notChecked: [...this.#notChecked, ...reading.notChecked],
      sums,
      balance: [...balance, ...money],
      ...treeOf(reading.root),
      own: reading.own(),
    };
  }
}

function lastPiece(ledger: Ledger): number {
  return ledger.spools().reduce((sum, { pieces }) => sum + pieces, 0);
}

function decisions(run: BookedRun, onTrailers: AuditRoot | undefined): RunDecisions {
  const { folder } = run;
  try {
    const audit = openAudit(run);
    if (onTrailers !== undefined) audit.checkRoot(onTrailers);
    return { entries: audit.entries };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    const isJob = error.code === OTHER_JOB;
    const file = (isJob ? folder.jobFile : folder.auditFile).slice(folder.root.length + 1);
    const code = isJob ? "verify.job" : "verify.audit";
    return { entries: [], breach: { code, message: error.message, file } };
  }
}
