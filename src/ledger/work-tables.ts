import { tableOf } from "../base/keys-of.ts";
import { assert } from "../base/assert.ts";
import { type Channel, CHANNELS } from "../model/channel.ts";
import type { ShardRow } from "./account-rows.ts";
import type { BatchRow, SpoolRow } from "./ledger-view.ts";
import { channelCode, channelOf } from "./channel-code.ts";
import { damagedRow } from "./damaged-row.ts";
import type { Row, Store } from "../store/store.ts";

/** Records a shard that is done; the same again is fine, another content breaks an invariant. */
export function insertShard(store: Store, row: ShardRow): void {
  keep(store, "shards", ["shard"], `shard ${row.index}`, {
    shard: row.index,
    fragment: row.fragment,
    checksum: row.checksum,
    bytes: row.bytes,
    units: row.units,
    records: row.records,
    rejects: row.rejects,
    suppressed: row.suppressed,
    seeds: row.seeds,
    documents: row.documents,
    pages: row.pages,
    sheets: row.sheets,
    ...tableOf(CHANNELS, (channel) => row.renditions[channel]),
  });
}

export function shardsOf(store: Store): ShardRow[] {
  return store.rows("SELECT * FROM shards ORDER BY shard").map((row) => ({
    index: Number(row["shard"]),
    fragment: String(row["fragment"]),
    checksum: String(row["checksum"]),
    bytes: Number(row["bytes"]),
    units: Number(row["units"]),
    records: Number(row["records"]),
    rejects: Number(row["rejects"]),
    suppressed: Number(row["suppressed"]),
    seeds: Number(row["seeds"]),
    documents: Number(row["documents"]),
    pages: Number(row["pages"]),
    sheets: Number(row["sheets"]),
    renditions: tableOf(CHANNELS, (channel) => Number(row[channel])),
  }));
}

/** Records a spool that is done, under the same rule as `insertShard`. */
export function insertSpool(store: Store, row: SpoolRow): void {
  keep(store, "spools", ["spool"], `spool ${row.index}`, {
    spool: row.index,
    name: row.name,
    stream: row.stream,
    part: row.part,
    sheets: row.sheets,
    pages: row.pages,
    pieces: row.pieces,
    bytes: row.bytes,
    sha256: row.sha256,
  });
}

export function spoolsOf(store: Store): SpoolRow[] {
  return store.rows("SELECT * FROM spools ORDER BY spool").map((row) => ({
    index: Number(row["spool"]),
    name: String(row["name"]),
    stream: String(row["stream"]),
    part: Number(row["part"]),
    sheets: Number(row["sheets"]),
    pages: Number(row["pages"]),
    pieces: Number(row["pieces"]),
    bytes: Number(row["bytes"]),
    sha256: String(row["sha256"]),
  }));
}

/** Records a batch that is done, under the same rule as `insertShard`. */
export function insertBatch(store: Store, row: BatchRow): void {
  keep(store, "batches", ["channel", "batch"], `${row.channel} batch ${row.index}`, {
    channel: channelCode(row.channel),
    batch: row.index,
    name: row.name,
    count: row.count,
    bytes: row.bytes,
    sha256: row.sha256,
  });
}

export function batchesOf(store: Store): BatchRow[] {
  return store.rows("SELECT * FROM batches ORDER BY channel, batch").map((row) => ({
    channel: digital(channelOf(row["channel"])),
    index: Number(row["batch"]),
    name: String(row["name"]),
    count: Number(row["count"]),
    bytes: Number(row["bytes"]),
    sha256: String(row["sha256"]),
  }));
}

/** Takes a spool or batch with its documents out, all or none. */
export function forgetOutput(store: Store, channel: Channel, index: number): void {
  const isPrint = channel === "print";
  const code = channelCode(channel);
  const place = isPrint ? "spool = ? AND batch = -1" : "spool = -1 AND batch = ?";
  store.durably(() => {
    store.run(`DELETE FROM pieces WHERE channel = ? AND ${place}`, code, index);
    if (isPrint) store.run("DELETE FROM spools WHERE spool = ?", index);
    else store.run("DELETE FROM batches WHERE channel = ? AND batch = ?", code, index);
  });
}

/** Print lies in spools, never in a batch. */
function digital(channel: Channel): Channel {
  if (channel === "print") throw damagedRow("a batch of printed pieces");
  return channel;
}

/** Inserts the row unless one with its key is there, which must then be equal. */
function keep(
  store: Store,
  table: string,
  keyNames: readonly string[],
  what: string,
  row: Readonly<Record<string, string | number>>,
): void {
  const names = Object.keys(row);
  const isKey = keyNames.map((name) => `${name} = ?`).join(" AND ");
  const keys = keyNames.map((name) => row[name] as string | number);
  store.transaction(() => {
    const known = store.row(`SELECT * FROM ${table} WHERE ${isKey}`, ...keys);
    if (known === undefined)
      store.run(
        `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
        ...Object.values(row),
      );
    else assert(isSame(known, row), `${what} is already done, with other content`);
  });
}

function isSame(known: Row, row: Readonly<Record<string, string | number>>): boolean {
  return Object.entries(row).every(([name, value]) => known[name] === value);
}
