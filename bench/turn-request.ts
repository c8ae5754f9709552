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
}
