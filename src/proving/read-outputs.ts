import { GrowingRoot } from "../base/merkle.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type {
  OutputVerdict,
  OwnVerification,
  SpoolExpectation,
  VerifiedCounts,
} from "../model/verification.ts";
import type { PartialFile } from "../spool/partial-file.ts";
import { NOTHING_COUNTED } from "../verify/empty-verdict.ts";
import { addTotals } from "../run/sums/money-sums.ts";
import type { RunWatch } from "../run/folder/run-watch.ts";
import type { WorkerPool } from "../pool/worker-pool.ts";
import type { VerifyTask } from "../run/tasks/worker-tasks.ts";
import { BreachList } from "./breach-list.ts";
import type { DocumentAccount, ExpectedDocuments } from "./document-account.ts";
import type { OutputExpectations } from "./output-expectations.ts";
import type { OutputFiles } from "./output-files.ts";
import type { RasterStage } from "./raster-stage.ts";
import type { ReprintExpectations } from "./reprint-expectations.ts";

export interface OutputSources {
  readonly ledger: Ledger;
  readonly expectations: OutputExpectations;
  readonly reprints: ReprintExpectations;
  readonly files: OutputFiles;
  readonly raster: RasterStage;
}

/**
 * Has workers read all outputs of a run and collects their results in the outputs' own order: the
 * run's spools by index, e-mail and SMS batches, reprints. Results that wait for an earlier one are
 * bounded by the tasks under way, so memory does not grow with the run.
 */
export class OutputReading {
  readonly breaches = new BreachList();
  readonly notChecked = new Set<string>();
  readonly root = new GrowingRoot();
  /** Of the run's own spools and batches; and of all, including reprints. */
  ownCounts = NOTHING_COUNTED;
  counts = NOTHING_COUNTED;
  furniturePlanned = 0;
  printedSums: readonly bigint[] = [];
  spools = 0;
  batches = 0;
  readonly #ownNotChecked = new Set<string>();
  /** Set once leaves of reprints follow it. */
  #ownTree: OwnTree | undefined;
  readonly #sources: OutputSources;
  readonly #documents: DocumentAccount;
  readonly #leaves: PartialFile;
  readonly #waiting = new Map<number, () => void>();
  #next = 0;
  #isGivenOut = false;

  constructor(sources: OutputSources, documents: DocumentAccount, leaves: PartialFile) {
    this.#sources = sources;
    this.#documents = documents;
    this.#leaves = leaves;
  }

  /** Whether all was read; false if the operator stopped it. */
  async run(pool: WorkerPool, watch: RunWatch, stopped: () => boolean): Promise<boolean> {
    const total = this.#sources.ledger.spools().reduce((sum, { sheets }) => sum + sheets, 0);
    let sheets = 0;
    watch.advance("verify", { done: 0, total, unit: "sheets" });
    await pool.runAll(
      this.#tasks(),
      (task, verdict) => {
        const { expected, kind } = task;
        if (kind === "verify-spool" && expected.index >= 0) sheets += expected.sheets;
        const pages = verdict.counts.composedPages;
        watch.advance("verify", { done: sheets, total, unit: "sheets", pages });
        this.#inOrder(task.place, () => this.#take(task, verdict));
      },
      stopped,
    );
    return this.#isGivenOut;
  }

  *#tasks(): Generator<VerifyTask> {
    const { ledger, expectations, reprints, files, raster } = this.#sources;
    let place = 0;
    const spools = ledger.spools();
    for (const row of spools) {
      const parts = spools.filter(({ stream }) => stream === row.stream).length;
      const expected = expectations.spool(row, parts);
      if (!this.#isReadable(expected.file, place++, spoolDocuments(expected))) continue;
      raster.draw(expected);
      yield { kind: "verify-spool", expected, place: place - 1 };
    }
    for (const row of ledger.batches()) {
      const expected = expectations.batch(row);
      if (this.#isReadable(expected.file, place++, expected))
        yield { kind: "verify-batch", expected, place: place - 1 };
    }
    for (const entry of reprints.entries) {
      if (files.unmade.includes(entry)) continue;
      const expected = reprints.spool(entry);
      if (!this.#isReadable(expected.file, place++, undefined)) continue;
      raster.draw(expected);
      yield { kind: "verify-spool", expected, place: place - 1 };
    }
    this.#isGivenOut = true;
  }

  /** An output with missing files has its breach already; its pieces are in no other output. */
  #isReadable(file: string, place: number, documents: ExpectedDocuments | undefined): boolean {
    if (!this.#sources.files.unusable.has(file)) return true;
    this.#inOrder(place, () => documents && this.#documents.excuse(documents));
    return false;
  }

  #inOrder(place: number, take: () => void): void {
    this.#waiting.set(place, take);
    for (let next = this.#waiting.get(this.#next); next; next = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next);
      this.#next += 1;
      next();
    }
  }

  /** What was found in the run's own spools and batches, once all was read. */
  own(): OwnVerification {
    const tree = this.#ownTree ?? treeOf(this.root);
    return { counts: this.ownCounts, notChecked: [...this.#ownNotChecked], ...tree };
  }

  #take(task: VerifyTask, verdict: OutputVerdict): void {
    const isOwn = task.kind === "verify-batch" || task.expected.index >= 0;
    if (!isOwn) this.#ownTree ??= treeOf(this.root);
    this.breaches.addAll(verdict.breaches, verdict.breachCount);
    for (const note of verdict.notChecked) {
      this.notChecked.add(note);
      if (isOwn) this.#ownNotChecked.add(note);
    }
    this.#leaves.write(verdict.leaves);
    this.root.add(verdict.leaves);
    this.counts = added(this.counts, verdict.counts);
    if (task.kind === "verify-batch") {
      this.batches += 1;
      this.ownCounts = added(this.ownCounts, verdict.counts);
      this.#documents.take(task.expected, verdict);
      return;
    }
    this.spools += 1;
    // A reprinted piece was found in its first place, too.
    if (!isOwn) return;
    this.ownCounts = added(this.ownCounts, verdict.counts);
    this.printedSums = addTotals(this.printedSums, verdict.printedSums);
    const { covers, setUpSheets, hasPattern, breaks } = task.expected.furniture;
    this.furniturePlanned += 2 + covers + setUpSheets + Number(hasPattern) + breaks.length;
    this.#documents.take(spoolDocuments(task.expected), verdict);
  }
}

type OwnTree = Pick<OwnVerification, "merkleRoot" | "leafCount">;

export function treeOf(root: GrowingRoot): OwnTree {
  return { merkleRoot: Buffer.from(root.root()).toString("hex"), leafCount: root.leafCount };
}

function spoolDocuments({ file, ordinals, pieceNumbers }: SpoolExpectation): ExpectedDocuments {
  return { file, channel: "print", ordinals, pieceNumbers };
}

function added(counts: VerifiedCounts, more: VerifiedCounts): VerifiedCounts {
  return {
    pages: counts.pages + more.pages,
    composedPages: counts.composedPages + more.composedPages,
    sheets: counts.sheets + more.sheets,
    pieces: counts.pieces + more.pieces,
    furnitureSheets: counts.furnitureSheets + more.furnitureSheets,
    messages: counts.messages + more.messages,
    bytes: counts.bytes + more.bytes,
  };
}
