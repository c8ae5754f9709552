import { counted } from "../base/counted.ts";
import type { Mpt, PageCount, SheetCount } from "../base/units.ts";
import type { AuditRoot } from "../model/audit.ts";
import type { Job } from "../model/job.ts";
import type { PrintStream, SpoolNotice, SpoolPlan } from "../model/piece.ts";

/** What furniture says about its spool. */
export interface FurnitureFacts {
  readonly plan: SpoolPlan;
  /** Header: hash of the layout plan. Trailer: hash of the composed bytes. Hex. */
  readonly hash: string;
  /** Where the run's audit log was when assembly began, as trailers print it. */
  readonly audit: AuditRoot;
  /** Of the whole spool, with furniture and empty backs. */
  readonly sheets: SheetCount;
  readonly pages: PageCount;
}

/** A line of a header or trailer sheet. */
export interface FurnitureLine {
  readonly text: string;
  readonly sizeMpt: Mpt;
  /** Space to the next line's top. */
  readonly gapMpt: Mpt;
}

export const HUGE_MPT: Mpt = 56_000;
export const LARGE_MPT: Mpt = 40_000;
export const BODY_MPT: Mpt = 22_000;
const SMALL_MPT: Mpt = 11_000;
/** Enough of a root to find it in an audit log and to type it by hand. */
const ROOT_DIGITS = 16;

/**
 * What a header or trailer says, from the top: the larger, the sooner an operator needs it.
 * Everything shrinks if the sheet is not high enough.
 */
export function furnitureLines(
  kind: "header" | "trailer",
  { plan, hash, audit, sheets, pages }: FurnitureFacts,
  job: Pick<Job, "name" | "cycle" | "asOf" | "mode">,
  stockName: string,
  heightMpt: Mpt,
): FurnitureLine[] {
  const pieces = plan.shards.length;
  const lastPiece = plan.firstPieceNumber + pieces - 1;
  const isHeader = kind === "header";
  const spoolLines = [
    line(`With furniture and empty backs: ${sheets} sheets, ${pages} pages`, SMALL_MPT, 2),
    line(plan.name, SMALL_MPT, 0.6),
  ];
  const proof = [
    line(`SHA-256 of the ${isHeader ? "layout plan" : "composed pages"} ${hash}`, SMALL_MPT),
    ...(isHeader ? [] : [line(auditText(audit), SMALL_MPT)]),
  ];
  if (plan.notice !== undefined)
    return fitted(
      [...noticeLines(kind, plan, plan.notice, job, stockName), ...spoolLines, ...proof],
      heightMpt,
    );
  const lines = [
    line(isHeader ? "START OF SPOOL" : "END OF SPOOL", HUGE_MPT),
    line(job.mode === "test" ? "TEST - DO NOT MAIL" : "PRODUCTION", LARGE_MPT),
    line(plan.stream.name, HUGE_MPT),
    line(`Part ${plan.part} of ${plan.parts}`, LARGE_MPT, 0.9),
    line(`Job ${job.name}`, BODY_MPT),
    line(`Cycle ${job.cycle}, as of ${job.asOf}`, BODY_MPT),
    line(paperText(plan.stream, stockName), BODY_MPT, 1.2),
    line(`Pieces ${plan.firstPieceNumber} to ${lastPiece}`, LARGE_MPT),
    line(mailText(plan), BODY_MPT, 0.5),
    ...spoolLines,
    ...proof,
  ];
  return fitted(lines, heightMpt);
}

/**
 * What trays and inserter are loaded with, if it differs from what the layout's first pieces need.
 */
function paperText({ papers, envelope, byHand }: PrintStream, stockName: string): string {
  const stock = `Stock ${papers?.join(" + ") ?? stockName}`;
  if (byHand === true) return `${stock}, by hand`;
  return envelope === undefined ? stock : `${stock}, envelope ${envelope}`;
}

/** How many decisions were entered when assembly began, and where their chain ended. */
function auditText({ seq, hash }: AuditRoot): string {
  return `Decisions ${seq}, audit root ${hash.slice(0, ROOT_DIGITS)}`;
}

/** Lines of a spool that belongs to no stream: what it is and why, before what every spool says. */
function noticeLines(
  kind: "header" | "trailer",
  plan: SpoolPlan,
  { title, lines }: SpoolNotice,
  job: Pick<Job, "name" | "cycle" | "asOf" | "mode">,
  stockName: string,
): FurnitureLine[] {
  return [
    line(kind === "header" ? title : `END OF ${title}`, HUGE_MPT),
    line(job.mode === "test" ? "TEST - DO NOT MAIL" : "PRODUCTION", LARGE_MPT, 0.9),
    ...lines.map((text) => line(text, BODY_MPT)),
    line(`Job ${job.name}`, BODY_MPT),
    line(`Cycle ${job.cycle}, as of ${job.asOf}`, BODY_MPT),
    line(`Stock ${stockName}`, BODY_MPT, 1.2),
    line(mailText(plan), LARGE_MPT, 0.5),
  ];
}

/** What the control file counts as mail: without furniture and empty backs. */
function mailText({ shards, sheetCount, pageCount }: SpoolPlan): string {
  const counts = [
    counted(shards.length, "piece"),
    counted(sheetCount, "sheet"),
    counted(pageCount, "page"),
  ];
  return `Mail: ${counts.join(", ")}`;
}

export function fitted(lines: readonly FurnitureLine[], heightMpt: Mpt): FurnitureLine[] {
  const neededMpt = lines.reduce((sum, { sizeMpt, gapMpt }) => sum + sizeMpt + gapMpt, 0);
  const share = Math.min(1, heightMpt / neededMpt);
  return lines.map(({ text, sizeMpt, gapMpt }) => ({
    text,
    sizeMpt: Math.floor(sizeMpt * share),
    gapMpt: Math.floor(gapMpt * share),
  }));
}

/** `gap` is the space after the line as a share of its size. */
export function line(text: string, sizeMpt: Mpt, gap = 0.4): FurnitureLine {
  return { text, sizeMpt, gapMpt: Math.round(sizeMpt * gap) };
}
