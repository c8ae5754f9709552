import { detailsOf, type DrivenChild } from "../../model/decision-details.ts";
import type { Ordinal } from "../../base/units.ts";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { parseOwnJson } from "../../base/own-json.ts";
import { shellWord } from "../../base/shell-word.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type { Reject, RejectGroup } from "../../model/reject.ts";
import { RejectGroups } from "../../spool/reject-groups.ts";
import { childClaims, isThere } from "./child-claims.ts";
import { readFrozenRun } from "../folder/frozen-run.ts";
import { openAudit } from "../decisions/decision-session.ts";
import { runFolder } from "../folder/run-folder.ts";
import type { BegunRun, OpenRun, RunPlace } from "../folder/open-run.ts";

const ITEM_STATES = ["open", "driven", "withdrawn", "by-hand"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** A reject of a run: an open item until it is redriven, withdrawn or made by hand. */
export interface RejectItem {
  readonly ordinal: Ordinal;
  /** Empty if it could not be read. */
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly byteOffset: number;
  readonly field: string;
  readonly code: string;
  readonly state: ItemState;
  /** Who settled it; empty while it is open. */
  readonly by: string;
  /** The child run that redrove it or, while it is open, has claimed it; 0 if there is none. */
  readonly child: number;
}

type Settled = Pick<RejectItem, "state" | "by" | "child">;

/**
 * The rejects of a run with their outcomes, by ordinal. Those of a child run are also the parent's
 * items, and are settled with them. Throws a `UsageError` if the run is not settled yet.
 */
export function rejectItems(run: BegunRun): RejectItem[] {
  const { frozen } = run;
  const settled =
    frozen.parent === undefined ? settledBy(run, openAudit(run).entries) : settledInParent(run);
  return readRejects(run).map((reject) => {
    const { ordinal, key, file, line, byteOffset, field, code } = reject;
    const place = { ordinal, key, file, line, byteOffset, field, code };
    return { ...place, ...(settled.get(ordinal) ?? OPEN) };
  });
}

const OPEN: Settled = { state: "open", by: "", child: 0 };

function readRejects({ host, folder: { rejectsFile, root } }: RunPlace): Reject[] {
  if (!host.exists(rejectsFile))
    throw new UsageError([
      diagnostic("reject.not-settled", `The rejects of the run in ${root} are not known yet.`, {
        hint: `Finish it first: \`nightpress resume ${shellWord(root)}\`.`,
      }),
    ]);
  const lines = utf8Text(host.readFile(rejectsFile)).split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => parseOwnJson(line, rejectsFile) as Reject);
}

/** The open ones of a run's rejects by code and field, each with its first place. */
export function groupsOf(run: RunPlace, items: readonly RejectItem[]): RejectGroup[] {
  const open = new Set(items.filter(({ state }) => state === "open").map((item) => item.ordinal));
  const groups = new RejectGroups();
  for (const reject of readRejects(run)) if (open.has(reject.ordinal)) groups.add(reject);
  return groups.list();
}

/** Ordinals of a run's own rejects. */
export function rejectedOrdinals(run: RunPlace): ReadonlySet<number> {
  return new Set(readRejects(run).map(({ ordinal }) => ordinal));
}

/** What was decided, by ordinal; the last decision about an item counts. */
function settledBy(run: RunPlace, entries: readonly AuditEntry[]): Map<number, Settled> {
  const { host } = run;
  const settled = new Map<number, Settled>();
  for (const claim of childClaims(run)) {
    if (!isThere(host, claim)) continue;
    for (const { ordinal } of claim.items) settled.set(ordinal, { ...OPEN, child: claim.child });
  }
  const done = new Set(drivenChildren(entries).map(({ child }) => child));
  // A child that has finished holds no claims: records it rejected are free for the next.
  for (const [ordinal, { child }] of settled) if (done.has(child)) settled.delete(ordinal);
  for (const { action, by, details } of entries) {
    if (action === "withdraw" || action === "by-hand") {
      const state = action === "withdraw" ? "withdrawn" : "by-hand";
      for (const ordinal of details["ordinals"] as number[])
        settled.set(ordinal, { state, by, child: 0 });
    }
    if (action !== "redrive") continue;
    const child = Number(details["child"]);
    for (const { ordinal } of details["items"] as { ordinal: number }[])
      settled.set(ordinal, { state: "driven", by, child });
  }
  return settled;
}

export function drivenChildren(entries: readonly AuditEntry[]): DrivenChild[] {
  return entries.flatMap((entry) => detailsOf(entry, "redrive") ?? []);
}

/** Items of a child, by its own ordinals, with their state in the parent. */
function settledInParent({
  host,
  frozen: { parent, runId },
}: Pick<OpenRun, "host" | "frozen">): Map<number, Settled> {
  const folder = runFolder(parent?.folder ?? "");
  if (!host.exists(folder.jobFile))
    throw new UsageError([
      diagnostic("reject.parent-gone", `The parent run is gone: ${folder.root}`, {
        hint: "Put its folder back: its audit log says what became of these rejects.",
      }),
    ]);
  const items = new Map(
    rejectItems({ host, folder, frozen: readFrozenRun({ host, folder }) }).map((item) => [
      item.ordinal,
      item,
    ]),
  );
  const claim = childClaims({ host, folder }).find((candidate) => candidate.runId === runId);
  const settled = new Map<number, Settled>();
  for (const { ordinal, childOrdinal } of claim?.items ?? []) {
    const item = items.get(ordinal);
    if (item === undefined) continue;
    const { state, by, child } = item;
    settled.set(childOrdinal, { state, by, child });
  }
  return settled;
}
