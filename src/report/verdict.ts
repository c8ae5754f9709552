import type { RunReport, RunVerification } from "../model/run-report.ts";
import { countText, grouped, shareText } from "./figures.ts";

/** What an operator must know first: may the spools go out, and if not, what to do. */
export interface Verdict {
  readonly tone: "good" | "warning" | "bad";
  readonly title: string;
  readonly detail: string;
}

/** The verdict of a run. Sums that do not agree outweigh how the run ended. */
export function verdictOf(report: RunReport): Verdict {
  if (report.status === "stopped") return stopped(report);
  const broken = report.balance.filter((line) => !line.ok).length;
  if (broken > 0) return unbalanced(broken);
  if (report.verification?.state === "breached") return breached(report.verification);
  if (report.status === "failed") return failed();
  if (report.status === "held-for-approval") return heldForApproval(report);
  if (report.status === "nothing-made") return nothingMade(report);
  if (report.status === "past-reject-limit") return pastLimit(report);
  if (report.status === "held-for-release") return heldForRelease(report);
  if (report.verification?.state === "skipped") return unverified(report);
  if (report.verification?.found?.quarantined !== undefined) return setAside(report);
  return {
    tone: "good",
    title: "Balanced and complete",
    detail: `${everyRecord(report)} ${agreement(report)}`,
  };
}

/** Says that all sums agree and, if known, that the output is as composed. */
function agreement({ balance, verification }: RunReport): string {
  const sums = `All ${countText(balance.length, "sum")} agree`;
  if (verification === undefined) return `${sums}.`;
  const { found } = verification;
  if (found === undefined) return `${sums}; the output was not verified.`;
  return `${sums}; ${grouped(found.leafCount)} pieces and messages verified.`;
}

function breached({ found }: RunVerification): Verdict {
  const count = countText(found?.breachCount ?? 0, "breach", "breaches");
  return {
    tone: "bad",
    title: "Output damaged",
    detail: `${count} found on verification. Do not print or send anything named below.`,
  };
}

function setAside(report: RunReport): Verdict {
  return {
    tone: "warning",
    title: "Balanced, with pieces in quarantine",
    detail:
      `${everyRecord(report)} ${agreement(report)} What the verifier refuses was pulled by ` +
      "a decision: those pieces go to nobody.",
  };
}

/** A failure found by something other than this report's own verification. */
function failed(): Verdict {
  return {
    tone: "bad",
    title: "Output damaged",
    detail:
      "According to the audit log, a spool, batch or list has changed since the run made it. " +
      "Do not print or send anything of this run until it passes verification.",
  };
}

function unverified(report: RunReport): Verdict {
  return {
    tone: "warning",
    title: "Balanced, not verified",
    detail: `${everyRecord(report)} ${agreement(report)} Verify it before printing or sending.`,
  };
}

function everyRecord({ records, documents }: RunReport): string {
  const made = `${countText(documents, "document")} made`;
  if (records.rejected === 0) return `${countText(records.read, "record")} read, ${made}.`;
  const lost = `${countText(records.rejected, "record")} rejected`;
  return `${countText(records.read, "record")} read, ${made}, ${lost}.`;
}

function unbalanced(broken: number): Verdict {
  const sums = broken === 1 ? "One sum does" : `${grouped(broken)} sums do`;
  return {
    tone: "bad",
    title: "Not balanced",
    detail: `${sums} not agree. Do not print or send anything of this run; keep its folder.`,
  };
}

function nothingMade({ records, suppression }: RunReport): Verdict {
  const left = suppression === undefined ? "" : `, ${grouped(suppression.records)} suppressed`;
  return {
    tone: "bad",
    title: "Nothing was made",
    detail:
      `${countText(records.read, "record")} read, ${grouped(records.rejected)} rejected${left}: ` +
      "this run sends nothing. Look at the rejects: file and job may not match.",
  };
}

function pastLimit({ records, rejectLimit, standing }: RunReport): Verdict {
  const limit =
    rejectLimit === undefined
      ? ""
      : ` The limit is ${grouped(rejectLimit.count)} (${rejectLimit.rule}).`;
  const isHeld = standing?.state === "held-for-release";
  const what = isHeld ? "is held; look at the rejects before releasing it" : "is balanced";
  const share = shareText(records.rejected, records.read);
  return {
    tone: "warning",
    title: "Past the reject limit",
    detail:
      `${countText(records.rejected, "record")} of ${grouped(records.read)} (${share}) rejected.` +
      `${limit} What was made ${what}.`,
  };
}

function heldForApproval({ counts }: RunReport): Verdict {
  const past = counts?.lines.filter(({ isPast }) => isPast).length ?? 0;
  const marked =
    past === 0 ? "" : ` ${countText(past, "count")} past tolerance since the last cycle.`;
  return {
    tone: "warning",
    title: "Held before assembly",
    detail: `${counts?.reasons.join(" ") ?? ""}${marked} Nothing is spooled yet.`,
  };
}

function heldForRelease(report: RunReport): Verdict {
  const limit = report.records.rejected > 0 ? " Look at the rejects first." : "";
  return {
    tone: "warning",
    title: "Held before release",
    detail:
      `${everyRecord(report)} ${agreement(report)} Nothing may be printed or sent until it is ` +
      `released.${limit}`,
  };
}

function stopped({ records }: RunReport): Verdict {
  return {
    tone: "warning",
    title: "Stopped, can be resumed",
    detail:
      `Stopped by the operator after ${countText(records.read, "record")}. None of it may be ` +
      "printed or sent until it is resumed and finished.",
  };
}
