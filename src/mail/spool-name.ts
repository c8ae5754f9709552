import { cycleInName } from "../base/cycle.ts";
import type { SheetCount } from "../base/units.ts";

/** What the names of a run's spools share. */
export interface SpoolNaming {
  readonly jobName: string;
  readonly cycle: string;
  readonly stockName: string;
  readonly mode: "test" | "production";
}

const PART_LENGTH_MAX = 60;

/**
 * A spool's file name without extension: job, cycle, stream, stock, part n of m and the sheets of
 * its pieces, such as `retail-2026-10-automation-1-letter-p01of03-12000s`; test runs start with
 * `TEST-`. Letters, digits, dots, dashes and underscores only.
 */
export function spoolName(
  naming: SpoolNaming,
  streamName: string,
  part: number,
  parts: number,
  sheetCount: SheetCount,
): string {
  const width = Math.max(2, String(parts).length);
  const partText = `p${padded(part, width)}of${padded(parts, width)}`;
  const { jobName, cycle, stockName } = naming;
  const names = [jobName, cycleInName(cycle), streamName, stockName].map(fileSafe);
  const mode = naming.mode === "test" ? ["TEST"] : [];
  return [...mode, ...names, partText, `${sheetCount}s`].join("-");
}

function fileSafe(text: string): string {
  const safe = text.replaceAll(/[^\w.-]+/g, "-").replace(/^[.-]+/, "");
  return safe === "" ? "x" : safe.slice(0, PART_LENGTH_MAX);
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
