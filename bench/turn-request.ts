import type { InputFormat } from "../src/model/job.ts";
import type { RunReport } from "../src/model/run-report.ts";
import type { PeerName } from "./peers/all-peers.ts";

/** One turn of one contestant, in a process of its own. */
export type TurnRequest =
  | {
      readonly kind: "nightpress";
      readonly format: InputFormat;
      readonly workers: number;
      readonly documents: number;
      /** Documents of the run before the one that is measured; 0 is none. */
      readonly warmUp: number;
    }
  | {
      readonly kind: "peer";
      readonly peer: PeerName;
      readonly documents: number;
      readonly warmUp: number;
    }
  | {
      /** Threads that share nothing, each doing the work of `documents` plain statements. */
      readonly kind: "plain";
      readonly threads: number;
      readonly documents: number;
    }
  | {
      /** Data that is there already, read without composing anything. */
      readonly kind: "reading";
      /** A `ReadingSpec`. */
      readonly specFile: string;
      /** The old space of the process, if it is to be bounded. */
      readonly heapMb?: number;
      readonly documents: number;
    }
  | {
      /** Lines of JSON, parsed by a bare loop. */
      readonly kind: "parsing";
      readonly file: string;
      readonly documents: number;
    };

export interface TurnResult {
  readonly documents: number;
  readonly pages: number;
  readonly transactions: number;
  /** Of all that is written for delivery: spools, or the peer's file. */
  readonly bytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The most the process held at any time, warm-up and the making of its data included. */
  readonly rssPeakBytes: number;
  readonly stages?: RunReport["stages"];
  readonly composeCpu?: RunReport["composeCpu"];
  readonly reading?: ReadingFacts;
}

/** Of a turn that reads: `bytes` are then those of the input. */
export interface ReadingFacts {
  /** Of the work copies and the scan; the rest is that of reading all shards. */
  readonly prepareCpuSeconds: number;
  /**
   * The most memory held up to 10 %, 50 % and 100 % of the bytes read and written to make the work
   * copies; empty where none are made.
   */
  readonly copyPeaksBytes: readonly number[];
  /** The same of the scan. */
  readonly scanPeaksBytes: readonly number[];
  /** The same of the records read from the shards. */
  readonly readPeaksBytes: readonly number[];
}
