import type { Job } from "../model/job.ts";
import type { PlacedPiece, SpoolPlan } from "../model/piece.ts";
import { BODY_MPT, type FurnitureLine, HUGE_MPT, LARGE_MPT, line } from "./furniture-lines.ts";

/** Which of its kind a sheet is, and for a break sheet what follows it. */
export interface SheetNote {
  readonly kind: "set-up" | "pattern" | "break";
  /** 1-based, of `of`. */
  readonly number: number;
  readonly of: number;
  readonly next?: PlacedPiece | undefined;
}

const POSTAL_DIGITS = 5;

/** The text of sheets that people take out of the stack: which sheet it is, and of which spool. */
export function noteLines(
  { kind, number, of, next }: SheetNote,
  plan: SpoolPlan,
  job: Pick<Job, "name" | "cycle" | "mode">,
): FurnitureLine[] {
  const count = `${number} of ${of}`;
  const titles = { "set-up": `SET-UP ${count}`, pattern: "TEST PATTERN", break: `BREAK ${count}` };
  return [
    line(titles[kind], HUGE_MPT),
    line(job.mode === "test" ? "TEST - DO NOT MAIL" : "NOT A MAIL PIECE", LARGE_MPT),
    line(plan.stream.name, LARGE_MPT),
    line(`Part ${plan.part} of ${plan.parts}`, BODY_MPT, 0.9),
    line(`Job ${job.name}, cycle ${job.cycle}`, BODY_MPT),
    ...(next === undefined ? [] : nextLines(next)),
  ];
}

function nextLines({ pieceNumber, facts }: PlacedPiece): FurnitureLine[] {
  const { routing } = facts;
  const postal = routing === "" ? [] : [`Next ZIP ${routing.slice(0, POSTAL_DIGITS)}`];
  return [
    line(`Next piece ${pieceNumber}`, LARGE_MPT),
    ...postal.map((text) => line(text, LARGE_MPT)),
  ];
}
