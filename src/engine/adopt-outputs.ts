import type { SpoolPlan } from "../model/piece.ts";
import { batchFile } from "../spool/assemble-batch.ts";
import { sealedPair } from "../spool/sealed-pair.ts";
import { bookBatch, bookSpool, type NumberedBatch } from "./assemble-stage.ts";
import { placedMessages, placedPieces } from "../run/pieces/placed-again.ts";
import type { BookedRun } from "../run/folder/open-run.ts";
import { channelFolder } from "../run/folder/run-folder.ts";

/**
 * Books spools and batches that are in the folder but not in the ledger, because of a crash or
 * because the ledger was lost. An output is adopted if its contents match its own lists, by
 * SHA-256, and if it holds as many items as planned; nothing is written to it.
 */
export function adoptOutputs(
  { host, folder, frozen, ledger }: BookedRun,
  spools: readonly SpoolPlan[],
  batches: readonly NumberedBatch[],
): void {
  const knownSpools = new Set(ledger.spools().map(({ index }) => index));
  const knownBatches = new Set(ledger.batches().map(({ name }) => name));
  for (const plan of spools) {
    if (knownSpools.has(plan.index)) continue;
    const path = `${folder.print}/${plan.stream.name}/${plan.name}`;
    if (!host.exists(`${path}.ticket.json`)) continue;
    const found = sealedPair(host, `${path}.pdf`, `${path}.csv`);
    const pieces = plan.shards.length;
    if (found === undefined || found.totals.get("pieces") !== String(pieces)) continue;
    const { bytes, sha256 } = found;
    const [pieceSheets, composedPages] = [plan.sheetCount, plan.pageCount];
    const result = { pieces, pieceSheets, composedPages, bytes, sha256 };
    bookSpool(ledger, plan, { result, placed: placedPieces({ host, folder, frozen }, plan) });
  }
  for (const plan of batches) {
    const name = batchFile(plan);
    if (knownBatches.has(name)) continue;
    const root = channelFolder(folder, plan.channel);
    const found = sealedPair(host, `${root}/${name}`, `${root}/${plan.name}.csv`);
    const messages = plan.shards.length;
    if (found === undefined || found.totals.get("messages") !== String(messages)) continue;
    const { bytes, sha256 } = found;
    const placed = placedMessages({ host, folder, frozen }, plan);
    bookBatch(ledger, plan.index, plan, { result: { messages, bytes, sha256 }, placed });
  }
}
