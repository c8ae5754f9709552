import { asPieceNumber, NO_PIECE, NO_SERIAL } from "../base/units.ts";
import { assert, defined } from "../base/assert.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { PieceRow } from "../ledger/ledger-view.ts";
import type { AuditRoot } from "../model/audit.ts";
import type { MessageChannel } from "../model/channel.ts";
import type { SpoolPlan } from "../model/piece.ts";
import { batchFile, type BatchPlan } from "../spool/assemble-batch.ts";
import { cutBatches } from "../spool/cut-batches.ts";
import type { PageResources } from "../spool/spool-job.ts";
import { breaksFact } from "../run/decisions/run-state.ts";
import type { RunWatch } from "../run/folder/run-watch.ts";
import type { MessageList } from "./settle-stage.ts";
import { keyAt } from "../run/tasks/key-column.ts";
import type { PlacedColumns } from "../run/tasks/placed-columns.ts";
import type { TaskResults, WorkerTask } from "../run/tasks/worker-tasks.ts";
import type { WorkerPool } from "../pool/worker-pool.ts";

/** A batch of messages: small enough to inspect, large enough that a run has few of them. */
const BATCH_BOUNDS = { messagesMax: 10_000, bytesMax: 256 * 1024 * 1024 };

export interface NumberedBatch extends BatchPlan {
  readonly index: number;
}

/** Cuts a channel's messages into batches. */
export function planBatches(
  channel: MessageChannel,
  list: MessageList,
  baseName: string,
): NumberedBatch[] {
  const cuts = cutBatches(list.bytes, BATCH_BOUNDS);
  const count = Math.max(0, cuts.length - 1);
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [defined(cuts[index], "a cut"), defined(cuts[index + 1], "a cut")];
    const part = String(index + 1).padStart(4, "0");
    return {
      index,
      channel,
      name: `${baseName}-${channel}-${part}`,
      shards: Uint32Array.from(list.shards.slice(from, to)),
      entries: Uint32Array.from(list.entries.slice(from, to)),
    };
  });
}

type AssemblyTask = Extract<WorkerTask, { kind: "spool" | "batch" }>;

/** Assembles all spools and batches that the ledger does not have yet. */
export async function assembleAll(
  spools: readonly SpoolPlan[],
  batches: readonly NumberedBatch[],
  resources: PageResources,
  audit: AuditRoot,
  ledger: Ledger,
  pool: WorkerPool,
  watch: RunWatch,
  stopped: () => boolean,
): Promise<void> {
  const doneSpools = new Set(ledger.spools().map(({ index }) => index));
  const doneBatches = new Set(ledger.batches().map(({ channel, index }) => `${channel}${index}`));
  const total = spools.reduce((sum, spool) => sum + spool.sheetCount, 0);
  let sheets = 0;
  const advance = (plan: SpoolPlan): void => {
    sheets += plan.sheetCount;
    const pages = plan.pageCount;
    watch.advance("assemble", { done: sheets, total, unit: "sheets", pages });
  };
  watch.advance("assemble", { done: 0, total, unit: "sheets" });
  for (const plan of spools) if (doneSpools.has(plan.index)) advance(plan);
  const numbers = new Map<BatchPlan, number>(batches.map((batch) => [batch, batch.index]));
  const tasks: AssemblyTask[] = [
    ...largestFirst(spools.filter(({ index }) => !doneSpools.has(index))).map(
      (plan): AssemblyTask => ({ kind: "spool", plan, resources, audit }),
    ),
    ...batches
      .filter(({ channel, index }) => !doneBatches.has(`${channel}${index}`))
      .map((plan): AssemblyTask => ({ kind: "batch", plan })),
  ];
  await pool.runAll(
    tasks,
    (task, result) => {
      if (task.kind === "spool") {
        const made = result as TaskResults["spool"];
        checkSpool(task.plan, made);
        bookSpool(ledger, task.plan, made);
        advance(task.plan);
      } else {
        const index = defined(numbers.get(task.plan), "the batch's number");
        const made = result as TaskResults["batch"];
        checkBatch(task.plan, made);
        bookBatch(ledger, index, task.plan, made);
      }
    },
    stopped,
  );
}

/** The largest first, so that no worker still has a long spool while the others are idle. */
function largestFirst(spools: readonly SpoolPlan[]): SpoolPlan[] {
  return [...spools].sort((a, b) => b.sheetCount - a.sheetCount || a.index - b.index);
}

/** Asserts that a worker made what was planned: the same pieces, pages and sheets. */
function checkSpool(plan: SpoolPlan, { result, placed }: TaskResults["spool"]): void {
  const pieces = plan.shards.length;
  assert(result.pieces === pieces, "a spool has other pieces than planned");
  assert(placed.ordinals.length === pieces, "a spool's places differ from those of its pieces");
  assert(result.pieceSheets === plan.sheetCount, "a spool has other sheets than planned");
  assert(result.composedPages === plan.pageCount, "a spool has other pages than planned");
  assert(
    sumOf(placed.pieceSheets) === plan.sheetCount,
    "the sheets of a spool's pieces do not add up",
  );
  assert(
    sumOf(placed.piecePages) === plan.pageCount,
    "the pages of a spool's pieces do not add up",
  );
}

function checkBatch(plan: BatchPlan, { result, placed }: TaskResults["batch"]): void {
  const messages = plan.shards.length;
  assert(result.messages === messages, "a batch has other messages than planned");
  assert(placed.ordinals.length === messages, "a batch's places differ from those of its messages");
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < counts.length; at += 1) sum += counts[at] as number;
  return sum;
}

/** The row of a spool in the ledger. */
interface MadeSpool {
  readonly result: Pick<
    TaskResults["spool"]["result"],
    "pieces" | "pieceSheets" | "composedPages" | "bytes" | "sha256"
  >;
  readonly placed: PlacedColumns;
}

/** The row of a batch in the ledger. */
interface MadeBatch {
  readonly result: Pick<TaskResults["batch"]["result"], "messages" | "bytes" | "sha256">;
  readonly placed: PlacedColumns;
}

/** Books a spool that has its final name, with all its pieces. */
export function bookSpool(ledger: Ledger, plan: SpoolPlan, { result, placed }: MadeSpool): void {
  ledger.recordPieces(printRows(plan, placed));
  ledger.setFact(`sums of spool ${plan.index}`, placed.sums);
  const { breaks } = plan.furniture ?? {};
  if (breaks !== undefined && breaks.length > 0)
    ledger.setFact(breaksFact(plan.index), [...breaks]);
  ledger.spoolDone({
    index: plan.index,
    name: `${plan.stream.name}/${plan.name}.pdf`,
    stream: plan.stream.name,
    part: plan.part,
    sheets: result.pieceSheets,
    pages: result.composedPages,
    pieces: result.pieces,
    bytes: result.bytes,
    sha256: result.sha256,
  });
}

function* printRows(plan: SpoolPlan, placed: PlacedColumns): Generator<PieceRow> {
  let firstSheet = 0;
  for (let at = 0; at < placed.ordinals.length; at += 1) {
    const { sheets, pages, serial, ordinal } = placedAt(placed, at);
    yield {
      ordinal,
      channel: "print",
      primary: true,
      key: keyAt(placed, at),
      pieceNumber: asPieceNumber(plan.firstPieceNumber + at),
      spool: plan.index,
      batch: -1,
      firstSheet,
      sheets,
      pages,
      serial,
      state: "spooled",
    };
    firstSheet += sheets;
  }
}

/** Books a batch that has its final name, with all its messages. */
export function bookBatch(
  ledger: Ledger,
  index: number,
  plan: BatchPlan,
  { result, placed }: MadeBatch,
): void {
  ledger.recordPieces(messageRows(plan, index, placed));
  ledger.setFact(`sums of ${plan.channel} batch ${index}`, placed.sums);
  ledger.batchDone({
    channel: plan.channel,
    index,
    name: batchFile(plan),
    count: result.messages,
    bytes: result.bytes,
    sha256: result.sha256,
  });
}

function* messageRows(plan: BatchPlan, batch: number, placed: PlacedColumns): Generator<PieceRow> {
  for (let at = 0; at < placed.ordinals.length; at += 1) {
    const { ordinal } = placedAt(placed, at);
    yield {
      ordinal,
      channel: plan.channel,
      primary: placed.primaries[at] === 1,
      key: keyAt(placed, at),
      pieceNumber: NO_PIECE,
      spool: -1,
      batch,
      firstSheet: -1,
      sheets: 0,
      pages: 0,
      serial: NO_SERIAL,
      state: "spooled",
    };
  }
}

/** What a table has of one piece or message. */
function placedAt(
  { ordinals, pieceSheets, piecePages, serials }: PlacedColumns,
  at: number,
): Pick<PieceRow, "ordinal" | "sheets" | "pages" | "serial"> {
  return {
    ordinal: defined(ordinals[at], "a placed ordinal"),
    sheets: defined(pieceSheets[at], "a placed piece's sheets"),
    pages: defined(piecePages[at], "a placed piece's pages"),
    serial: defined(serials[at], "a placed piece's serial"),
  };
}
