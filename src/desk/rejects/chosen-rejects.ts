import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { FindingList } from "../../base/finding-list.ts";
import { readListFile } from "../../intake/lists/list-file.ts";
import { listNamed } from "../../intake/lists/list-name.ts";
import type { ListForm, ListRow } from "../../intake/lists/list-row.ts";
import { compileKey } from "../../intake/mapped-key.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import { nearHint, NearKeys } from "../../run/pieces/near-names.ts";
import type { RejectItem } from "../../run/rejects/reject-items.ts";

/** Open rejects that are settled together: exactly one of these is given. */
export interface RejectChoice {
  /** Those whose first fault has this code. */
  readonly code?: string | undefined;
  /** Those on a list: keys, or ordinals under the header `ordinal`. */
  readonly from?: string | undefined;
  readonly all?: true | undefined;
}

const COLUMNS = ["key", "ordinal"];
const LIST: ListForm = { only: "key", columns: COLUMNS, heads: COLUMNS };

/** The open items of a choice. Throws a `UsageError` for a code or line that names none of them. */
export async function chosenRejects(
  { host, frozen }: DecisionSession,
  items: readonly RejectItem[],
  { code, from }: RejectChoice,
): Promise<readonly RejectItem[]> {
  const open = items.filter(({ state, child }) => state === "open" && child === 0);
  if (code !== undefined) return ofCode(open, code);
  if (from === undefined) return open;
  const rows = await readListFile(host, listNamed(resolve(from)), LIST);
  return onList(open, rows, compileKey(frozen.job.input));
}

function ofCode(open: readonly RejectItem[], code: string): readonly RejectItem[] {
  const chosen = open.filter((item) => item.code === code);
  if (chosen.length > 0) return chosen;
  const codes = [...new Set(open.map((item) => item.code))].sort();
  const hint = codes.length === 0 ? "No reject of the run is open." : `open: ${codes.join(", ")}`;
  throw new UsageError([diagnostic("reject.not-open", `No open reject has ${code}.`, { hint })]);
}

function onList(
  open: readonly RejectItem[],
  rows: readonly ListRow[],
  keyOf: (written: string) => string,
): readonly RejectItem[] {
  const findings = new FindingList();
  const near = new NearKeys(open.map(({ key }) => key));
  const byKey = Map.groupBy(open, ({ key }) => key);
  const byOrdinal = Map.groupBy(open, ({ ordinal }) => String(ordinal));
  byKey.delete("");
  const chosen = new Set<RejectItem>();
  for (const { file, line, cells } of rows) {
    const { key = "", ordinal = "" } = cells;
    const ofKey = byKey.get(key) ?? byKey.get(keyOf(key));
    const found = (ordinal === "" ? ofKey : byOrdinal.get(ordinal)) ?? [];
    for (const item of found) chosen.add(item);
    if (found.length > 0) continue;
    const what = ordinal === "" ? `key ${key}` : `ordinal ${ordinal}`;
    const hint = nearHint(near.of(key)) ?? "`nightpress rejects DIR` lists those that are open.";
    const data = { file, line, byteOffset: 0, record: -1, field: "" };
    findings.add(diagnostic("reject.not-open", `No open reject has the ${what}.`, { hint, data }));
  }
  findings.throwAny();
  return open.filter((item) => chosen.has(item));
}
