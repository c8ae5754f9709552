import { asSerial, NO_SERIAL } from "../../base/units.ts";
import { defined } from "../../base/assert.ts";
import type { SpoolPlan } from "../../model/piece.ts";
import type { BatchPlan } from "../../spool/assemble-batch.ts";
import { FragmentReader } from "../../spool/fragment-reader.ts";
import type { FrozenRun } from "../folder/frozen-run.ts";
import { MoneyFields, MoneySums } from "../sums/money-sums.ts";
import { type PlacedColumns, type PlacedRow, PlacedRows } from "../tasks/placed-columns.ts";
import { fragmentPath } from "../folder/run-folder.ts";
import type { BegunRun } from "../folder/open-run.ts";

export function moneyFieldCount({ plan }: FrozenRun): number {
  return new MoneyFields(plan.shape, plan.currencyDigits).names.length;
}

/** What a batch holds, in its order, from the fragments. */
export function placedMessages({ host, folder, frozen }: BegunRun, plan: BatchPlan): PlacedColumns {
  const rows = new PlacedRows(plan.shards.length);
  const sums = new MoneySums(moneyFieldCount(frozen));
  let reader: FragmentReader | undefined;
  let openShard = -1;
  for (let position = 0; position < plan.shards.length; position += 1) {
    const shard = defined(plan.shards[position], "a planned shard");
    const entry = defined(plan.entries[position], "a planned entry");
    if (reader === undefined || shard !== openShard) {
      reader?.close();
      reader = FragmentReader.open(host, fragmentPath(folder, shard));
      openShard = shard;
    }
    const index = reader.index(plan.channel);
    const ordinal = index.ordinal(entry);
    const isPrimary = index.isPrimary(entry);
    const { key, amounts } = reader.readRenditionMeta(plan.channel, entry);
    rows.add({ ordinal, key, isPrimary, sheets: 0, pages: 0, serial: NO_SERIAL });
    if (amounts !== undefined) sums.add(amounts);
  }
  reader?.close();
  return rows.columns(sums.totals());
}

/** What a spool holds, in its order, from the fragments: the same as its assembly reports. */
export function placedPieces({ host, folder, frozen }: BegunRun, plan: SpoolPlan): PlacedColumns {
  const sums = new MoneySums(moneyFieldCount(frozen));
  const found: PlacedRow[] = [];
  for (const [shard, positions] of positionsByShard(plan)) {
    const reader = FragmentReader.open(host, fragmentPath(folder, shard));
    try {
      for (const position of positions) {
        const { facts } = reader.readMeta(defined(plan.entries[position], "a planned entry"));
        const serial = plan.firstSerial < 0 ? NO_SERIAL : asSerial(plan.firstSerial + position);
        const { ordinal, key, sheets, pages, amounts } = facts;
        found[position] = { ordinal, key, sheets, pages, serial, isPrimary: true };
        if (amounts !== undefined) sums.add(amounts);
      }
    } finally {
      reader.close();
    }
  }
  const rows = new PlacedRows(plan.shards.length);
  for (let at = 0; at < plan.shards.length; at += 1) rows.add(defined(found[at], "a piece"));
  return rows.columns(sums.totals());
}

/** So that each fragment is opened once, whatever the order of its pieces in the spool. */
function positionsByShard({ shards }: SpoolPlan): Map<number, number[]> {
  const positions = new Map<number, number[]>();
  shards.forEach((shard, position) => {
    const known = positions.get(shard);
    if (known === undefined) positions.set(shard, [position]);
    else known.push(position);
  });
  return positions;
}
