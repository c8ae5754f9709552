import type { CodeOf } from "../../base/diagnostic-code.ts";
import { type Diagnostic, diagnostic } from "../../base/diagnostic.ts";
import type { UnitPlace } from "./task-pulse.ts";

/** How a busy worker came to its end. */
export type DeathManner = "ended" | "hung" | "out-of-memory";

/** A unit of a shard that kills workers every time, and that is rejected for it. */
export interface PoisonUnit extends UnitPlace {
  readonly manner: DeathManner;
}

const HINT =
  "Correct the record or its layout and redrive it, or make its piece by hand; if nothing " +
  "is wrong with either, please report it.";

/** The reason a poison unit is rejected. */
export function poisonFault(manner: DeathManner): Diagnostic {
  switch (manner) {
    case "ended":
      return poisoned("run.record-kills-worker", "The record crashes the worker that composes it.");
    case "hung":
      return poisoned("run.record-hangs", "Composing the record does not end.");
    case "out-of-memory":
      return poisoned(
        "run.record-out-of-memory",
        "Composing the record takes more memory than a worker may use.",
      );
  }
}

function poisoned(code: CodeOf<"run">, message: string): Diagnostic {
  return diagnostic(code, message, { hint: HINT });
}
