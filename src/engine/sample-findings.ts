import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { RejectLimit } from "../model/job.ts";
import { countText, grouped } from "../report/figures.ts";
import { rejectLimitText, rejectsAllowed } from "../run/rejects/reject-limit.ts";
import type { RecordSample, RejectReason } from "./sample-records.ts";

/** What is known of all records, and how many of them may be rejected. */
export interface ExpectedOfAll {
  readonly unitCount: number;
  /** Records that have an earlier one's key. */
  readonly duplicates: number;
  readonly limit: RejectLimit;
}

/**
 * What a sample says about the run: why records would be rejected, and whether that is too many.
 */
export function sampleFindings(sample: RecordSample, expected: ExpectedOfAll): Diagnostic[] {
  return [
    ...sample.reasons.map((reason) => rejected(reason, sample)),
    ...pastLimit(sample, expected),
    ...spoiltCodes(sample),
  ];
}

function rejected(group: RejectReason, { records }: RecordSample): Diagnostic {
  const { code, count, ordinal: record, file, line, byteOffset, field, hint } = group;
  const looked = `${grouped(count)} of the ${countText(records, "record")} sampled`;
  const message = `${looked} would be rejected; the first: ${group.message}.`;
  const data = { file, line, byteOffset, record, field };
  return diagnostic(code, message, { severity: "warning", data, hint });
}

function pastLimit(
  sample: RecordSample,
  { unitCount, duplicates, limit }: ExpectedOfAll,
): Diagnostic[] {
  const { records, rejects, suppressed } = sample;
  const expectedRejects = sample.expectedRejects + duplicates;
  // All of one key but one are rejected, for that or for what is wrong with them.
  const leastRejects = Math.max(sample.leastRejects, duplicates);
  if (rejects > 0 && rejects + suppressed === records) return [nothingMade(sample)];
  const allowed = rejectsAllowed(limit, unitCount);
  if (expectedRejects <= allowed) return [];
  const about = sample.isWhole ? "" : "about ";
  const message =
    `The run would have ${about}${countText(expectedRejects, "reject")}; more than ` +
    `${grouped(allowed)} hold it (${rejectLimitText(limit)}).`;
  const hint = "Have the input corrected; if this is right, raise `limits.rejects` in the job.";
  const severity = leastRejects > allowed ? "error" : "warning";
  return [diagnostic("run.rejects-expected", message, { severity, hint })];
}

function nothingMade({ rejects, isWhole }: RecordSample): Diagnostic {
  const message = isWhole
    ? "All records would be rejected: the run would make nothing."
    : `All of the ${countText(rejects, "record")} sampled would be rejected.`;
  const hint = "Check that it is the right file, and that the layout's data match it.";
  return diagnostic("run.nothing-expected", message, { hint });
}

function spoiltCodes({ spoiltCodes: count, records }: RecordSample): Diagnostic[] {
  if (count === 0) return [];
  const message =
    `${count} of the ${countText(records, "record")} sampled have an invalid ZIP, ZIP+4 or ` +
    "delivery point: their pieces will go without automation.";
  const hint = "Write 62704, 62704-1234 or 627041234, and two digits for the delivery point.";
  return [diagnostic("mail.spoilt-code", message, { severity: "warning", hint })];
}
