import { HASH_BYTES } from "../../base/merkle.ts";
import type { PieceRow } from "../../ledger/ledger-view.ts";
import type { SampledItem } from "../../model/sample.ts";
import type { OpenRun } from "../../run/folder/open-run.ts";
import type { DocumentKinds } from "./document-kinds.ts";

/** An item of the lot, with what kind it is in each respect. */
export interface SampleItem extends Omit<SampledItem, "reason"> {
  /** Such as `channel print`, `stream automation-1`, `pages 2`, `locale en-US`, `message offer`. */
  readonly kinds: readonly string[];
}

/** Documents of this many pages and more are of one kind. */
const PAGES_TOLD_MAX = 5;

/**
 * All pieces and messages of a run that can still go out, in the order of the leaves of its tree:
 * spools by index and sheet, then batches.
 */
export function* lotOf(
  { ledger }: Pick<OpenRun, "ledger">,
  leaves: Uint8Array,
  kindsOf: DocumentKinds | undefined,
): Generator<SampleItem> {
  let leaf = -1;
  for (const { row, output, stream } of placedRows(ledger)) {
    leaf += 1;
    if (row.state !== "composed" && row.state !== "spooled") continue;
    const kinds = [...placeKinds(row, stream), ...(kindsOf?.kinds(row.ordinal) ?? [])];
    yield {
      leaf,
      sha256: hexAt(leaves, leaf),
      channel: row.channel,
      output,
      document: row.ordinal,
      piece: row.pieceNumber,
      pages: row.pages,
      stratum: kinds.join(", "),
      kinds,
    };
  }
}

/** All rows of spools and batches in the order in which the verifier reads them. */
function* placedRows(ledger: OpenRun["ledger"]) {
  for (const { index, name, stream } of ledger.spools())
    for (const row of ledger.piecesOfSpool(index)) yield { row, output: name, stream };
  for (const { channel, index, name } of ledger.batches())
    for (const row of ledger.piecesOfBatch(channel, index)) yield { row, output: name, stream: "" };
}

function placeKinds({ channel, pages }: PieceRow, stream: string): string[] {
  if (channel !== "print") return [`channel ${channel}`];
  const told = pages < PAGES_TOLD_MAX ? String(pages) : `${PAGES_TOLD_MAX} or more`;
  return [`channel ${channel}`, `stream ${stream}`, `pages ${told}`];
}

function hexAt(leaves: Uint8Array, leaf: number): string {
  const from = leaf * HASH_BYTES;
  return Buffer.from(leaves.subarray(from, from + HASH_BYTES)).toString("hex");
}
