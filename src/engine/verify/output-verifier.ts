import { type Host, HostError } from "../../base/host.ts";
import { type SheetPlan, SheetPlanner } from "../../model/sheet-plan.ts";
import type { OutputVerdict, VerifySetup } from "../../model/verification.ts";
import { verifyBatch } from "../../verify/verify-batch.ts";
import { verifySpool } from "../../verify/verify-spool.ts";
import type { FrozenRun } from "../frozen-run.ts";
import type { VerifyTask } from "../worker-tasks.ts";
import { verifySetup } from "./verify-setup.ts";

/** Reads finished outputs again, in one worker. */
export class OutputVerifier {
  readonly #host: Host;
  readonly #setup: VerifySetup;
  readonly #sheetRule: (pages: number) => SheetPlan;

  constructor(host: Host, frozen: FrozenRun, root: string) {
    this.#host = host;
    this.#setup = verifySetup(frozen, root);
    const planner = new SheetPlanner(frozen.plan);
    this.#sheetRule = (pages) => planner.plan(pages);
  }

  verify(task: VerifyTask): OutputVerdict {
    try {
      return task.kind === "verify-spool"
        ? verifySpool(this.#host, this.#setup, task.expected, this.#sheetRule)
        : verifyBatch(this.#host, this.#setup, task.expected);
    } catch (error) {
      if (error instanceof HostError) return unreadable(task.expected.file, error);
      throw error;
    }
  }
}

/** What is to be said of a file that the machine could not read to its end. */
function unreadable(file: string, { message }: HostError): OutputVerdict {
  const counts = { pages: 0, composedPages: 0, sheets: 0, pieces: 0, furnitureSheets: 0 };
  return {
    file,
    breaches: [{ code: "verify.unreadable", message: `${message}.`, file }],
    breachCount: 1,
    counts: { ...counts, messages: 0, bytes: 0 },
    ordinals: new Uint32Array(),
    pieceNumbers: new Uint32Array(),
    printedSums: [],
    leaves: new Uint8Array(),
    notChecked: [],
  };
}
