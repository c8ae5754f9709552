import type { JudgedLot, Severity } from "../../model/sample.ts";

/** Where the next lot stands: how strictly it is judged, or that sampling is discontinued. */
export interface Standing {
  readonly severity: Severity;
  /**
   * Five lots were not accepted in tightened inspection: none passes by a sample until the cause is
   * mended. What is judged then begins tightened inspection anew.
   */
  readonly isStopped: boolean;
  /** In normal inspection: at 30 the next lot is under reduced inspection. */
  readonly score: number;
}

const SCORE_FOR_REDUCED = 30;
const LOTS_LOOKED_AT = 5;
const REJECTED_FOR_TIGHTENED = 2;
const ACCEPTED_FOR_NORMAL = 5;
const REJECTED_FOR_STOP = 5;

const START: Standing = { severity: "normal", isStopped: false, score: 0 };

/**
 * How the next lot is judged, by the switching rules for single sampling (ISO 2859-1, 9.3), from
 * all lots of a series on original inspection, the oldest first.
 */
export function standingAfter(lots: readonly JudgedLot[]): Standing {
  let standing = START;
  let since: JudgedLot[] = [];
  for (const lot of lots) {
    since.push(lot);
    const next = standingAfterLot(standing, since);
    if (next.severity !== standing.severity || next.isStopped !== standing.isStopped) since = [];
    standing = next;
  }
  return standing;
}

/** `since` are the lots judged in this severity, the last one included. */
function standingAfterLot(standing: Standing, since: readonly JudgedLot[]): Standing {
  const isAccepted = since.at(-1)?.isAccepted === true;
  switch (standing.severity) {
    case "normal":
      return afterNormal(standing, since);
    case "tightened":
      return afterTightened(standing, since);
    case "reduced":
      return isAccepted ? standing : START;
  }
}

function afterNormal({ score }: Standing, since: readonly JudgedLot[]): Standing {
  const rejected = since.slice(-LOTS_LOOKED_AT).filter(({ isAccepted }) => !isAccepted).length;
  if (rejected >= REJECTED_FOR_TIGHTENED)
    return { severity: "tightened", isStopped: false, score: 0 };
  const reached = nextScore(score, since.at(-1));
  if (reached >= SCORE_FOR_REDUCED) return { severity: "reduced", isStopped: false, score: 0 };
  return { severity: "normal", isStopped: false, score: reached };
}

/** By 9.3.3.2: with Ac of 0 or 1 an accepted lot counts; above, one that has room to spare. */
function nextScore(score: number, lot: JudgedLot | undefined): number {
  if (lot === undefined || !lot.isAccepted) return 0;
  if (lot.accept <= 1) return score + 2;
  return lot.isAcceptedTighter ? score + 3 : 0;
}

function afterTightened(standing: Standing, since: readonly JudgedLot[]): Standing {
  const last = since.slice(-ACCEPTED_FOR_NORMAL);
  if (last.length === ACCEPTED_FOR_NORMAL && last.every(({ isAccepted }) => isAccepted))
    return START;
  const rejected = since.filter(({ isAccepted }) => !isAccepted).length;
  return { ...standing, isStopped: rejected >= REJECTED_FOR_STOP };
}
