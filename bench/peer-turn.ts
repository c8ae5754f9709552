import { join } from "node:path";
import type { LayoutPlan } from "../src/model/layout-plan.ts";
import { CpuMeter, rssPeakBytes } from "./cpu-meter.ts";
import { peers } from "./peers/all-peers.ts";
import type { Drawn, Peer } from "./peers/peer.ts";
import {
  type BindStatement,
  type BoundStatement,
  STANDARD_TRANSACTIONS,
  standardPlan,
  standardRecords,
  statementBinder,
} from "./statement/bound-statements.ts";
import type { TurnRequest, TurnResult } from "./turn-request.ts";

/** Few enough to keep memory flat, enough that measuring costs nothing. */
const BATCH = 100;

/** A peer draws statements that are bound for it beforehand, batch by batch, uncharged. */
export async function peerTurn(
  { peer: name, documents, warmUp }: Extract<TurnRequest, { kind: "peer" }>,
  folder: string,
): Promise<TurnResult> {
  const peer = peers[name];
  const plan = standardPlan();
  const bind = statementBinder(plan);
  const file = join(folder, "peer.pdf");
  await drawAll(peer, plan, bind, file, warmUp, new CpuMeter());
  const meter = new CpuMeter();
  const { pages, bytes } = await drawAll(peer, plan, bind, file, documents, meter);
  return {
    documents,
    pages,
    transactions: documents * STANDARD_TRANSACTIONS,
    bytes,
    ...meter.figures,
    rssPeakBytes: rssPeakBytes(),
  };
}

async function drawAll(
  peer: Peer,
  plan: LayoutPlan,
  bind: BindStatement,
  file: string,
  documents: number,
  meter: CpuMeter,
): Promise<Drawn> {
  const run = await meter.measure(() => peer.open(plan, file));
  let batch: BoundStatement[] = [];
  const drawBatch = (): Promise<void> =>
    meter.measure(async () => {
      for (const statement of batch) {
        const drawing = run.draw(statement);
        // Awaiting what is done already would cost peers that need no promise a turn of the loop.
        if (drawing !== undefined) await drawing;
      }
    });
  for (const record of standardRecords(documents)) {
    batch.push(bind(record));
    if (batch.length < BATCH) continue;
    await drawBatch();
    batch = [];
  }
  await drawBatch();
  return meter.measure(() => run.close());
}
