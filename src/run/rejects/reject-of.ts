import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { Ordinal } from "../../base/units.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import { readRaw } from "../../intake/raw-unit.ts";
import type { RecordPlace } from "../../model/record.ts";
import type { Reject } from "../../model/reject.ts";
import { defined } from "../../base/assert.ts";
import { recordFiles } from "../folder/frozen-run.ts";
import type { OpenRun } from "../folder/open-run.ts";

/**
 * A record that was read and then found faulty, as a reject with its own bytes; without them if the
 * input may be missing.
 */
export function rejectOf(
  { host, frozen }: Pick<OpenRun, "host" | "frozen">,
  record: { readonly ordinal: Ordinal; readonly key: string; readonly place: RecordPlace },
  faults: readonly Diagnostic[],
  readsInput = true,
): Reject {
  const { ordinal, key, place } = record;
  const { file, line, byteOffset } = place;
  const scanned = defined(
    recordFiles(frozen).find((candidate) => candidate.file === file),
    "the record's file",
  );
  const first = defined(faults[0], "a fault");
  const field = first.data?.field ?? "";
  const data = { file, line, byteOffset, record: ordinal, field };
  const unread = { raw: "", truncated: true };
  const { raw, truncated } = readsInput ? readRaw(host, scanned, place) : unread;
  return {
    ordinal,
    key,
    file,
    line,
    byteOffset,
    field,
    code: first.code,
    reason: first.message,
    diagnostics: faults.map((fault) =>
      placed(frozen.plan, fault.data === undefined ? { ...fault, data } : fault),
    ),
    raw,
    rawTruncated: truncated,
  };
}

/** What does not fit is named with its line in the layout; texts of a locale stand in the same. */
function placed({ places }: Pick<LayoutPlan, "places">, fault: Diagnostic): Diagnostic {
  const { block } = fault;
  const place = block === undefined ? undefined : places?.[block.slice(block.indexOf("@") + 1)];
  if (block === undefined || place === undefined) return fault;
  return { ...fault, source: { ...place, path: block } };
}
