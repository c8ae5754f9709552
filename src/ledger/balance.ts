import { type Channel, CHANNELS, MESSAGE_CHANNELS } from "../model/channel.ts";
import type { Balance, BalanceLine } from "./account-rows.ts";
import { channelCode } from "./channel-code.ts";
import { makeUnique } from "./piece-table.ts";
import type { Store } from "../store/store.ts";

type Sums = Readonly<Record<string, number>>;
type Check = (what: string, left: number, right: number) => BalanceLine;

const RENDITIONS = CHANNELS.map((channel) => `sum(${channel}) AS ${channel}`).join(", ");

const COMPOSED = `
  SELECT count(*) AS shards, sum(units) AS units, sum(records) AS records,
    sum(rejects) AS rejects, sum(suppressed) AS suppressed, sum(seeds) AS seeds,
    sum(documents) AS documents,    sum(pages) AS pages,
    sum(sheets) AS sheets, ${RENDITIONS},
    sum(units = records + rejects + suppressed AND records = documents) AS sound
  FROM shards`;

const REMOVED = `
  SELECT sum(documents) AS documents, sum(pages) AS pages, sum(sheets) AS sheets,
    ${RENDITIONS},
    sum(documents * rejected) AS rejected, sum(documents * (reason = 'suppressed')) AS suppressed
  FROM removals`;

const SPOOLED = `
  SELECT count(*) AS spools, sum(sheets) AS sheets, sum(pages) AS pages, sum(pieces) AS pieces
  FROM spools`;

const PRINTED = `
  SELECT count(*) AS documents, sum(sheets) AS sheets, sum(pages) AS pages,
    count(DISTINCT piece_number) AS pieces, max(piece_number) AS last
  FROM pieces WHERE channel = ?`;

/** Spools whose own row says what their pieces add up to. */
const SOUND_SPOOLS = `
  SELECT count(*) FROM spools JOIN (
    SELECT spool AS placed_in, sum(sheets) AS s, sum(pages) AS p,
      count(DISTINCT piece_number) AS n
    FROM pieces WHERE channel = ? GROUP BY spool
  ) ON spool = placed_in WHERE sheets = s AND pages = p AND pieces = n`;

const SOUND_BATCHES = `
  SELECT count(*) FROM batches WHERE channel = ?1 AND count = (
    SELECT count(*) FROM pieces
    WHERE channel = ?1 AND spool = -1 AND pieces.batch = batches.batch)`;

/** The conservation sums over a ledger's tables, stage by stage (see `Ledger.balance`). */
export function balanceOf(store: Store): Balance {
  const composed = sumsOf(store, COMPOSED);
  const removed = sumsOf(store, REMOVED);
  const lines = [
    ...composeLines(store, composed),
    ...settleLines(store, composed, removed),
    ...printLines(store, composed, removed),
    ...MESSAGE_CHANNELS.flatMap((channel) => batchLines(store, channel, composed, removed)),
    ...pieceLines(store, composed, removed),
  ];
  return { ok: lines.every((line) => line.ok), lines };
}

function composeLines(store: Store, composed: Sums): BalanceLine[] {
  const scan = factOf(store, "scan-totals");
  const check = checkAt("compose");
  return [
    check("shards scanned = shards done", at(scan, "shards"), at(composed, "shards")),
    check("units scanned = units composed", at(scan, "units"), at(composed, "units")),
    check(
      "units = records + rejects + suppressed",
      at(composed, "units"),
      at(composed, "records") + at(composed, "rejects") + at(composed, "suppressed"),
    ),
    check("records = documents", at(composed, "records"), at(composed, "documents")),
    check("seeds given = seeds composed", at(scan, "seeds"), at(composed, "seeds")),
    check("shards = shards that balance", at(composed, "shards"), at(composed, "sound")),
  ];
}

function settleLines(store: Store, composed: Sums, removed: Sums): BalanceLine[] {
  const check = checkAt("settle");
  const rejects = store.number("SELECT sum(count) FROM rejects");
  const firstSeed = at(factOf(store, "scan-totals"), "units");
  const ended = (name: string): number =>
    store.number("SELECT count FROM dispositions WHERE disposition = ?", name);
  return [
    check(
      "rejects of shards + documents rejected = rejects by code",
      at(composed, "rejects") + at(removed, "rejected"),
      rejects,
    ),
    check(
      "units = dispositions",
      at(composed, "units"),
      store.number("SELECT sum(count) FROM dispositions"),
    ),
    check("rejects by code = units rejected", rejects, ended("rejected")),
    check(
      "suppressed at intake + documents suppressed = units suppressed",
      at(composed, "suppressed") + at(removed, "suppressed"),
      ended("suppressed"),
    ),
    check(
      "units suppressed = units named as such",
      ended("suppressed"),
      store.number("SELECT count(*) FROM suppressed"),
    ),
    ...CHANNELS.map((channel) =>
      check(
        `units sent by ${channel} = primary renditions placed`,
        ended(channel),
        store.number(
          "SELECT count(*) FROM pieces WHERE channel = ? AND is_primary = 1 AND ordinal < ?",
          channelCode(channel),
          firstSeed,
        ),
      ),
    ),
  ];
}

function printLines(store: Store, composed: Sums, removed: Sums): BalanceLine[] {
  const print = channelCode("print");
  const sequence = factOf(store, "sequence-totals");
  const spooled = sumsOf(store, SPOOLED);
  const placed = sumsOf(store, PRINTED, print);
  const [sequenceCheck, spoolCheck, placeCheck] = [
    checkAt("sequence"),
    checkAt("spool"),
    checkAt("pieces"),
  ];
  const kept = (name: string): number => at(composed, name) - at(removed, name);
  return [
    sequenceCheck("documents kept = documents", kept("print"), at(sequence, "documents")),
    ...["pages", "sheets"].map((what) =>
      sequenceCheck(`${what} kept = ${what}`, kept(what), at(sequence, what)),
    ),
    ...["spools", "pieces", "pages", "sheets"].map((what) =>
      spoolCheck(`${what} planned = ${what}`, at(sequence, what), at(spooled, what)),
    ),
    ...["pieces", "pages", "sheets"].map((what) =>
      placeCheck(`${what} in spools = ${what} placed`, at(spooled, what), at(placed, what)),
    ),
    placeCheck("documents planned = placed", at(sequence, "documents"), at(placed, "documents")),
    placeCheck("pieces = last piece number", at(placed, "pieces"), at(placed, "last")),
    placeCheck(
      "spools = spools that balance",
      at(spooled, "spools"),
      store.number(SOUND_SPOOLS, print),
    ),
  ];
}

function batchLines(store: Store, channel: Channel, made: Sums, removed: Sums): BalanceLine[] {
  const code = channelCode(channel);
  const check = checkAt("batch");
  const row = sumsOf(
    store,
    "SELECT count(*) AS batches, sum(count) AS count FROM batches WHERE channel = ?",
    code,
  );
  return [
    check(
      `${channel} renditions kept = in batches`,
      at(made, channel) - at(removed, channel),
      at(row, "count"),
    ),
    check(
      `${channel} renditions in batches = placed`,
      at(row, "count"),
      store.number("SELECT count(*) FROM pieces WHERE channel = ?", code),
    ),
    check(
      `${channel} batches = batches that balance`,
      at(row, "batches"),
      store.number(SOUND_BATCHES, code),
    ),
  ];
}

/** That each document is placed once, and that no serial is on two pieces. */
function pieceLines(store: Store, composed: Sums, removed: Sums): BalanceLine[] {
  const check = checkAt("pieces");
  const scan = factOf(store, "scan-totals");
  makeUnique(store);
  const documents = store.number("SELECT count(DISTINCT ordinal) FROM pieces");
  const primaries = sumsOf(
    store,
    `SELECT count(*) AS rows, count(DISTINCT ordinal) AS documents
    FROM pieces WHERE is_primary = 1`,
  );
  const serials = sumsOf(
    store,
    `SELECT count(DISTINCT piece_number) AS pieces, count(DISTINCT serial) AS serials,
      count(DISTINCT piece_number * 1000000000 + serial) AS pairs
    FROM pieces WHERE serial >= 0`,
  );
  return [
    check(
      "documents kept + seeds = documents placed",
      at(composed, "documents") - at(removed, "documents") + at(composed, "seeds"),
      documents,
    ),
    check(
      "seeds added = seeds placed",
      at(composed, "seeds"),
      store.number("SELECT count(*) FROM pieces WHERE ordinal >= ?", at(scan, "units")),
    ),
    check("documents placed = with a primary rendition", documents, at(primaries, "documents")),
    check(
      "primary renditions = documents they are of",
      at(primaries, "rows"),
      at(primaries, "documents"),
    ),
    check(
      "renditions placed = different ones",
      store.number("SELECT count(*) FROM pieces"),
      store.number("SELECT count(*) FROM (SELECT DISTINCT ordinal, channel FROM pieces)"),
    ),
    check("pieces with a serial = serials", at(serials, "pieces"), at(serials, "serials")),
    check("serials = pieces they are on", at(serials, "serials"), at(serials, "pairs")),
  ];
}

function checkAt(stage: BalanceLine["stage"]): Check {
  return (what, left, right) => ({ stage, what, left, right, ok: left === right });
}

function sumsOf(store: Store, sql: string, ...values: number[]): Sums {
  const row = store.row(sql, ...values) ?? {};
  return Object.fromEntries(Object.entries(row).map(([name, sum]) => [name, Number(sum ?? 0)]));
}

function factOf(store: Store, name: string): Sums {
  const row = store.row("SELECT json FROM facts WHERE name = ?", name);
  return row === undefined ? {} : (store.json(row["json"]) as Sums);
}

function at(sums: Sums, name: string): number {
  return sums[name] ?? 0;
}
