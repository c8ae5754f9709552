import { openSync, writeSync } from "node:fs";
import { Prng } from "../../src/base/prng.ts";
import { caseSeed, type FuzzKind, openTarget } from "./fuzz-kind.ts";

/**
 * One process's share of the cases of a kind. It writes the number of the case it is at into a
 * file, so that whoever watches it knows where it crashed or hung, and sends what it finds.
 */
export interface BatchOrder {
  readonly kind: FuzzKind;
  readonly seed: number;
  /** Cases [from, to). */
  readonly from: number;
  readonly to: number;
  readonly placeFile: string;
  readonly workFolder: string;
  /** How much the process may ever grow in one case. */
  readonly growthBytesMax: number;
}

export type BatchReport =
  | { readonly kind: "finding"; readonly index: number; readonly what: string }
  | {
      readonly kind: "done";
      readonly accepted: number;
      readonly codes: Readonly<Record<string, number>>;
    };

const WARM_UP_CASES = 20;

async function runBatch(order: BatchOrder, send: (report: BatchReport) => void): Promise<void> {
  const place = openSync(order.placeFile, "w", 0o600);
  const target = await openTarget(order.kind, order.workFolder);
  const codes: Record<string, number> = {};
  let accepted = 0;
  let peakBytes = 0;
  for (let index = order.from; index < order.to; index += 1) {
    writeSync(place, String(index).padStart(12), 0);
    try {
      const input = target.mutate(new Prng(caseSeed(order.seed, order.kind, index)));
      const verdict = await target.check(input);
      if (verdict.kind === "accepted") accepted += 1;
      else for (const code of verdict.codes) codes[code] = (codes[code] ?? 0) + 1;
      if (verdict.kind === "refused" && verdict.codes.length === 0)
        send({ kind: "finding", index, what: "refused without a diagnostic" });
    } catch (error) {
      send({ kind: "finding", index, what: textOf(error) });
    }
    const nowBytes = process.resourceUsage().maxRSS * 1024;
    const grownBytes = nowBytes - peakBytes;
    peakBytes = nowBytes;
    if (index - order.from >= WARM_UP_CASES && grownBytes > order.growthBytesMax)
      send({ kind: "finding", index, what: `grew by ${Math.round(grownBytes / 1e6)} MB` });
  }
  target.close?.();
  send({ kind: "done", accepted, codes });
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const frames = (error.stack ?? "").split("\n").filter((line) => line.trim().startsWith("at "));
  return [`${error.name}: ${error.message.slice(0, 300)}`, ...frames.slice(0, 6)].join("\n");
}

process.once("message", (order) => {
  const send = (report: BatchReport): void => void process.send?.(report);
  runBatch(order as BatchOrder, send).then(
    () => process.disconnect(),
    (error: unknown) => {
      process.stderr.write(`${textOf(error)}\n`);
      process.exit(3);
    },
  );
});
