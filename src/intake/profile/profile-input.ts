import { defined } from "../../base/assert.ts";
import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import { compileRecordMapper } from "../../mapping/record-mapper.ts";
import type { ObjectShape } from "../../model/data-shape.ts";
import type { InputProfile } from "../../model/input-profile.ts";
import type { InputSpec } from "../../model/job.ts";
import type { Scan, Shard } from "../../model/shard.ts";
import { type CsvFile, rowMapping } from "../csv/csv-files.ts";
import { FEW_ROWS_BYTES, firstRows } from "../csv/first-rows.ts";
import { compileRowBuilder } from "../csv/row-builder.ts";
import { withShardFiles } from "../files/shard-files.ts";
import { compileUnitSource, csvFiles } from "../unit-source.ts";
import { type PathFill, PathFills } from "./filled-paths.ts";
import { PartTally } from "./part-tally.ts";

/** Records are looked at in so many places, spread evenly over the input. */
const PLACES_MAX = 32;
const RECORDS_MAX = 512;
/** Names in fewer records than these may be data themselves, such as a number for a name. */
const PATH_SEEN_MIN = 10;
const PATH_SHARE_MIN = 0.1;

/**
 * The profile of a scanned input, by records at the beginning of shards. It depends on the input
 * alone, and costs the same however large that is.
 */
export function profileInput(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scan: Pick<Scan, "files" | "shards">,
): InputProfile {
  const shards = spread(scan.shards);
  const sampled = { ...scan, shards, unitsMax: Math.floor(RECORDS_MAX / shards.length) };
  return input.format === "csv"
    ? profileRows(host, input, shape, sampled)
    : profileRecords(host, input, shape, sampled);
}

interface Sampled extends Pick<Scan, "files" | "shards"> {
  /** Of each shard. */
  readonly unitsMax: number;
}

/** The first shard, the last, and others at even distances between them. */
function spread(shards: readonly Shard[]): Shard[] {
  const count = Math.min(shards.length, PLACES_MAX);
  const step = count < 2 ? 0 : (shards.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, nth) =>
    defined(shards[Math.round(nth * step)], "a shard of the scan"),
  );
}

/** Delimited files are looked at one by one: joined rows are filled as others are. */
function profileRows(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  { files: scanned, shards, unitsMax }: Sampled,
): InputProfile {
  const parts = csvFiles(host, input, scanned).map((file, index) =>
    tallyOf(file, input.details[index - 1]?.into ?? "", shape),
  );
  for (const shard of shards)
    withShardFiles(host, scanned, shard, (opened) => {
      const ranges = [shard, ...shard.details];
      parts.forEach(({ file, add }, index) => {
        const open = defined(opened[index], "an input file");
        const range = defined(ranges[index], "a shard's range");
        for (const row of firstRows(open, file, range, unitsMax)) add(row);
      });
    });
  return { parts: parts.map(({ tally, fills }) => tally.profile(fills, 1)) };
}

interface RowTally {
  readonly file: CsvFile;
  readonly tally: PartTally;
  readonly fills: ReadonlyMap<string, PathFill>;
  readonly add: (row: readonly string[]) => void;
}

function tallyOf(file: CsvFile, list: string, shape: ObjectShape): RowTally {
  const listed = shape.fields[list];
  const rowShape = listed?.kind === "list" ? listed.item : shape;
  const build = compileRowBuilder(rowShape, rowMapping(file));
  const tally = new PartTally(list, rowShape);
  const fills = new Map(file.header.columns.map((name) => [name, { seen: 0, filled: 0 }]));
  const add = (row: readonly string[]): void => {
    file.header.columns.forEach((name, at) => {
      const fill = defined(fills.get(name), "a column");
      fill.seen += 1;
      if ((row[at] ?? "").trim() !== "") fill.filled += 1;
    });
    tally.add(build(row));
  };
  return { file, tally, fills, add };
}

/** Nested records are looked at as they were sent, and as they are mapped. */
function profileRecords(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  { files: scanned, shards, unitsMax }: Sampled,
): InputProfile {
  const { fields, ...unmapped } = input;
  const mapRecord = fields && compileRecordMapper(shape, fields);
  const openSource = compileUnitSource(host, unmapped, shape, scanned);
  const tally = new PartTally("", shape);
  const paths = new PathFills(limits.csvColumnsMax);
  const choice = { from: 0, to: unitsMax, untouched: new Map<number, never>() };
  let count = 0;
  for (const shard of shards)
    withShardFiles(host, scanned, shard, (opened) =>
      openSource(opened, { ...shard, chunkBytes: FEW_ROWS_BYTES }).forEach(({ value, faults }) => {
        if (faults.length > 0) return;
        count += 1;
        paths.add(value);
        tally.add(mapRecord ? mapRecord(value) : value);
      }, choice),
    );
  const seenMin = Math.max(PATH_SEEN_MIN, count * PATH_SHARE_MIN);
  return { parts: [tally.profile(paths.counts(), seenMin)] };
}
