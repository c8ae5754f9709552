import { shellWord } from "../../base/shell-word.ts";
import type { AuditEntry } from "../../model/audit.ts";
import { detailsOf } from "../../model/decision-details.ts";
import type { JudgementDetails, RejectedItem, SampleDetails } from "../../model/sample.ts";
import { countText } from "../../report/figures.ts";
import { storedVerification } from "../folder/stored-verification.ts";
import type { DecisionSession } from "./decision-session.ts";
import { refusal } from "./decision-request.ts";

export type DrawnDetails = Extract<SampleDetails, { readonly change: "draw" }>;

/** The last sample that was drawn, and how it was judged; undefined if it was not yet. */
export interface LastSample {
  readonly drawn: DrawnDetails;
  readonly judgement: JudgementDetails | undefined;
}

/** Undefined if no sample was drawn. */
export function lastSample(entries: readonly AuditEntry[]): LastSample | undefined {
  let last: LastSample | undefined;
  for (const entry of entries) {
    const drawn = detailsOf(entry, "sample");
    if (drawn?.change === "draw") last = { drawn, judgement: undefined };
    const judgement = detailsOf(entry, "judge");
    if (judgement?.number === last?.drawn.number && last !== undefined && judgement !== undefined)
      last = { ...last, judgement };
  }
  return last;
}

/**
 * Throws a `UsageError` if a sample of the run was drawn and is not judged, was rejected, was of
 * other bytes, or if an item that people found defective is still to go out.
 */
export function refuseUnaccepted(desk: DecisionSession): void {
  const last = lastSample(desk.audit.entries);
  if (last === undefined) return;
  const { drawn, judgement } = last;
  const dir = shellWord(desk.folder.root);
  const what = `Sample ${drawn.number}`;
  if (judgement === undefined)
    throw refusal("sample.not-judged", `${what} of the run is not judged yet.`, {
      hint: `Judge it in its review.html, then: \`nightpress sample verdict ${dir} FILE\`.`,
    });
  if (!judgement.isAccepted)
    throw refusal("sample.rejected", `The run was rejected by sample ${drawn.number}.`, {
      hint: "Pull what is defective, or run the job again; then draw another sample.",
    });
  if (storedVerification(desk)?.own.merkleRoot !== drawn.root)
    throw refusal("sample.changed", `${what} was of other bytes than the run has now.`, {
      hint: `Draw another: \`nightpress sample ${dir}\`.`,
    });
  refuseDefective(desk, judgement);
}

function refuseDefective(
  { ledger, folder }: DecisionSession,
  { rejected }: JudgementDetails,
): void {
  const left = rejected.flatMap(({ document, channel }: RejectedItem) =>
    ledger
      .piecesOfOrdinal(document)
      .filter((row) => row.channel === channel && row.state !== "pulled" && row.state !== "voided"),
  );
  if (left.length === 0) return;
  const named = left.map(({ key }) => ` --key ${shellWord(key)}`).join("");
  throw refusal(
    "sample.not-pulled",
    `${countText(left.length, "item")} that the sample found defective would go out.`,
    { hint: `Pull them first: \`nightpress pull ${shellWord(folder.root)}${named}\`.` },
  );
}
