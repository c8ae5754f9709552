import { type Host, isFaultOfFile } from "../base/host.ts";
import type { Breach, OutputVerdict, VerifySetup } from "../model/verification.ts";
import { emptyVerdict } from "../verify/empty-verdict.ts";
import { verifyBatch } from "../verify/verify-batch.ts";
import { verifySpool } from "../verify/verify-spool.ts";
import { assemblyMark } from "../run/folder/assembly-mark.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import { runFolder } from "../run/folder/run-folder.ts";
import { wantedResources } from "../run/folder/stated-resources.ts";
import type { VerifyTask } from "../run/tasks/worker-tasks.ts";
import { verifySetup } from "./verify-setup.ts";

/** Reads finished outputs again, in one worker. */
export class OutputVerifier {
  readonly #host: Host;
  readonly #setup: VerifySetup;

  constructor(host: Host, frozen: FrozenRun, root: string) {
    this.#host = host;
    const made = wantedResources(
      frozen.art,
      assemblyMark({ host, folder: runFolder(root) })?.resources,
    );
    this.#setup = verifySetup(frozen, root, made);
  }

  verify(task: VerifyTask): OutputVerdict {
    try {
      return task.kind === "verify-spool"
        ? verifySpool(this.#host, this.#setup, task.expected)
        : verifyBatch(this.#host, this.#setup, task.expected);
    } catch (error) {
      if (!isFaultOfFile(error)) throw error;
      const { file } = task.expected;
      const breaches: Breach[] = [
        { code: "verify.unreadable", message: `${error.message}.`, file },
      ];
      return emptyVerdict(this.#setup, { file, breaches, breachCount: 1 });
    }
  }
}
