import { tableOf } from "../base/keys-of.ts";
import type { EntryIndex, Ordinal, PageCount, SheetCount } from "../base/units.ts";
import { type Host, isFaultOfFile } from "../base/host.ts";
import type { ShardRow } from "../ledger/account-rows.ts";
import type { PieceRow } from "../ledger/ledger-view.ts";
import { type Channel, CHANNEL_FACTS, CHANNELS } from "../model/channel.ts";
import type { Shard } from "../model/shard.ts";
import type { FragmentIndex } from "../spool/fragment-index.ts";
import { FragmentReader } from "../spool/fragment-reader.ts";
import { recordFiles } from "../run/folder/frozen-run.ts";
import { fragmentPath } from "../run/folder/run-folder.ts";
import { LedgerClues, type UncodedBreach } from "./ledger-clues.ts";
import type { BookedRun } from "../run/folder/open-run.ts";

/** The expected row of one rendition, and the place of its record in the input. */
interface Composed {
  readonly channel: Channel;
  readonly entry: EntryIndex;
  readonly isPrimary: boolean;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
}

/** Composed documents that were removed, as recorded in the fragments. */
export type RemovedCounts = Record<"documents" | Channel, number> & {
  pages: PageCount;
  sheets: SheetCount;
};

/**
 * Compares the ledger with the fragments, shard by shard, and names every shard and document that
 * differs. For a run that does not balance: it reads all fragments' indexes.
 */
export class ShardComparison {
  readonly removed: RemovedCounts = {
    documents: 0,
    pages: 0,
    sheets: 0,
    ...tableOf(CHANNELS, () => 0),
  };
  readonly primaries = tableOf(CHANNELS, () => 0);
  /** Money by place, such as `print 3`, in minor units by field. */
  readonly sums = new Map<string, bigint[]>();
  readonly #host: Host;
  readonly #run: BookedRun;
  readonly #clues: LedgerClues;
  readonly #isLeftOut: (ordinal: Ordinal) => boolean;
  readonly #rows: Iterator<PieceRow>;
  #row: PieceRow | undefined;

  constructor(run: BookedRun, clues: LedgerClues, isLeftOut: (ordinal: Ordinal) => boolean) {
    this.#host = run.host;
    this.#run = run;
    this.#clues = clues;
    this.#isLeftOut = isLeftOut;
    this.#rows = run.ledger.piecesByOrdinal()[Symbol.iterator]();
    this.#next();
  }

  compare(): void {
    const known = this.#run.ledger.shardsDone();
    for (const shard of this.#run.frozen.scan.shards) {
      const path = fragmentPath(this.#run.folder, shard.index);
      try {
        const reader = FragmentReader.open(this.#host, path);
        try {
          this.#shard(shard, known.get(shard.index), reader);
        } finally {
          reader.close();
        }
      } catch (error) {
        if (!isFaultOfFile(error)) throw error;
        this.#clues.shard(shard, `its fragment cannot be read: ${error.message}`);
      }
    }
    for (; this.#row !== undefined; this.#next()) this.#uncomposed(this.#row);
  }

  #shard(shard: Shard, row: ShardRow | undefined, reader: FragmentReader): void {
    if (row === undefined) this.#clues.shard(shard, "the ledger does not have it");
    else this.#summary(shard, row, reader);
    const composed = composedIn(reader);
    const ordinals = [...composed.keys()].sort((a, b) => a - b);
    for (const ordinal of ordinals) {
      for (; this.#row !== undefined && this.#row.ordinal < ordinal; this.#next())
        this.#uncomposed(this.#row);
      const own: PieceRow[] = [];
      for (; this.#row?.ordinal === ordinal; this.#next()) own.push(this.#row);
      this.#document(shard, ordinal, composed.get(ordinal) ?? [], own, reader);
    }
  }

  #summary(shard: Shard, row: ShardRow, { summary }: FragmentReader): void {
    const { units, records, rejects, documents, pages, sheets, bytes } = summary;
    const renditions = tableOf(CHANNELS, (channel) => {
      return [row.renditions[channel], summary[CHANNEL_FACTS[channel].data]] as const;
    });
    const there: Readonly<Record<string, readonly [number | string, number | string]>> = {
      units: [row.units, units],
      records: [row.records, records],
      rejects: [row.rejects, rejects],
      suppressed: [row.suppressed, summary.suppressed?.length ?? 0],
      seeds: [row.seeds, summary.seeds ?? 0],
      documents: [row.documents, documents],
      pages: [row.pages, pages],
      sheets: [row.sheets, sheets],
      ...renditions,
      bytes: [row.bytes, bytes],
      checksum: [row.checksum, summary.crc32],
    };
    for (const [what, [ledger, fragment]] of Object.entries(there))
      if (ledger !== fragment)
        this.#clues.shard(shard, `${what}: ${ledger} in the ledger, ${fragment} in its fragment`);
  }

  #document(
    shard: Shard,
    ordinal: Ordinal,
    composed: readonly Composed[],
    rows: readonly PieceRow[],
    reader: FragmentReader,
  ): void {
    const isRemoved = shard.isSeeds !== true && this.#isLeftOut(ordinal);
    for (const one of composed) {
      const own = rows.filter(({ channel }) => channel === one.channel);
      if (isRemoved) this.#countRemoved(one);
      else if (one.isPrimary && shard.isSeeds !== true) this.primaries[one.channel] += 1;
      const say = (what: string): void =>
        this.#clues.document(this.#named(shard, ordinal, one, reader), what);
      const [row] = own;
      if (isRemoved && row !== undefined) say("was left out, but the ledger has it placed");
      if (isRemoved || row === undefined) {
        if (!isRemoved) say(`was composed for ${one.channel}, but is nowhere`);
        continue;
      }
      if (own.length > 1) say(`is placed ${own.length} times: ${placesOf(own)}`);
      for (const what of ["pages", "sheets"] as const)
        if (row[what] !== one[what])
          say(`has ${row[what]} ${what} in the ledger and ${one[what]} in its fragment`);
      if (row.primary !== one.isPrimary)
        say(`is ${row.primary ? "" : "not "}the primary one in the ledger, unlike in its fragment`);
      this.#addMoney(row, one, reader);
    }
    for (const row of rows)
      if (!composed.some(({ channel }) => channel === row.channel)) this.#uncomposed(row);
  }

  #countRemoved({ channel, isPrimary, pages, sheets }: Composed): void {
    this.removed[channel] += 1;
    this.removed.documents += Number(isPrimary);
    this.removed.pages += pages;
    this.removed.sheets += sheets;
  }

  #addMoney(row: PieceRow, { channel, entry }: Composed, reader: FragmentReader): void {
    const { amounts } = reader.readRecordMeta(channel, entry);
    if (amounts === undefined) return;
    const place = `${channel} ${Math.max(row.spool, row.batch)}`;
    const before = this.sums.get(place) ?? amounts.map(() => 0n);
    this.sums.set(
      place,
      before.map((sum, field) => sum + BigInt(amounts[field] ?? 0)),
    );
  }

  #named(shard: Shard, document: Ordinal, one: Composed, reader: FragmentReader): UncodedBreach {
    const { channel, entry } = one;
    const { file, line } = reader.readRecordMeta(channel, entry).place;
    const name = recordFiles(this.#run.frozen)[file]?.file ?? "";
    const place = `${name.slice(name.lastIndexOf("/") + 1)}${line > 0 ? `:${line}` : ""}`;
    const message = `Document ${document} (shard ${shard.index}, ${place})`;
    return { message, file: "ledger.db", document };
  }

  #uncomposed(row: PieceRow): void {
    const { ordinal: document, channel } = row;
    const message = `Document ${document}`;
    this.#clues.document(
      { message, file: "ledger.db", document },
      `is placed in ${placesOf([row])}, but no shard composed it for ${channel}`,
    );
  }

  #next(): void {
    const next = this.#rows.next();
    this.#row = next.done === true ? undefined : next.value;
  }
}

function composedIn(reader: FragmentReader): Map<number, Composed[]> {
  const found = new Map<number, Composed[]>();
  for (const channel of CHANNELS) {
    const index: FragmentIndex = reader.index(channel);
    for (let entry = 0; entry < index.length; entry += 1) {
      const isPrint = channel === "print";
      const one: Composed = {
        channel,
        entry,
        isPrimary: index.isPrimary(entry),
        pages: isPrint ? index.pages(entry) : 0,
        sheets: isPrint ? index.sheets(entry) : 0,
      };
      const ordinal = index.ordinal(entry);
      found.set(ordinal, [...(found.get(ordinal) ?? []), one]);
    }
  }
  return found;
}

function placesOf(rows: readonly PieceRow[]): string {
  return rows
    .map(({ channel, spool, batch }) =>
      spool >= 0 ? `spool ${spool}` : `${channel} batch ${batch}`,
    )
    .join(", ");
}
