import type { InputFormat } from "../src/model/job.ts";
import { type PeerName, PEER_NAMES, peers } from "./peers/all-peers.ts";
import type { BenchOptions } from "./options.ts";
import type { TurnRequest } from "./turn-request.ts";

export interface Contestant {
  /** As in the tables and the history. */
  readonly name: string;
  readonly request: TurnRequest;
}

/** Documents of a turn and of its warm-up: enough for each to be at its best, no more. */
const SIZES: Readonly<Record<PeerName, readonly [documents: number, warmUp: number]>> = {
  "bare-loop": [10_000, 1000],
  "pdfkit-spool": [2000, 200],
  "pdfkit-each": [100, 20],
  pdfmake: [50, 15],
  "react-pdf": [40, 10],
};
const QUICK_SIZES: typeof SIZES = {
  "bare-loop": [1000, 200],
  "pdfkit-spool": [200, 50],
  "pdfkit-each": [20, 5],
  pdfmake: [8, 3],
  "react-pdf": [6, 3],
};

export const BASELINE = "nightpress ndjson";
/** What the job costs before any program does anything for it. */
export const BARE = peers["bare-loop"].name;
export const PLAIN = "plain loop";

export function peerContestants({ quick }: BenchOptions): Contestant[] {
  return PEER_NAMES.map((peer) => {
    const [documents, warmUp] = (quick ? QUICK_SIZES : SIZES)[peer];
    return { name: peers[peer].name, request: { kind: "peer", peer, documents, warmUp } };
  });
}

/** Nightpress end to end with one input format, warm. */
export function nightpressContestant(
  { records, quick }: BenchOptions,
  format: InputFormat,
  workers = 1,
): Contestant {
  const suffix = workers === 1 ? "" : `, ${workers} workers`;
  const warmUp = quick ? 200 : 1000;
  const request = { kind: "nightpress", format, workers, documents: records, warmUp } as const;
  return { name: `nightpress ${format}${suffix}`, request };
}

/** Plain work in threads that share nothing: what a second worker can gain at the most. */
export function plainContestant({ quick }: BenchOptions, threads: number): Contestant {
  const request = { kind: "plain", threads, documents: quick ? 500 : 10_000 } as const;
  return { name: threads === 1 ? PLAIN : `${PLAIN}, ${threads} threads`, request };
}
