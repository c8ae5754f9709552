import { defined } from "../../base/assert.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import type { InputSpec } from "../../model/job.ts";
import type { Scan } from "../../model/shard.ts";
import { joinRows, openRows } from "./csv-files.ts";
import type { CsvFile, OpenJoin } from "./csv-files.ts";
import type { DetailGroup } from "../join/group-cursor.ts";
import { throwFindings } from "../check/input-findings.ts";
import type { JoinStep } from "../join/join-merge.ts";
import { notSorted } from "../join/key-order.ts";
import { type OpenInput, summaryOf } from "../files/open-inputs.ts";
import { ShardCutter } from "../shard-cutter.ts";
import type { CutPlace } from "../shard-cutter.ts";

/** A delimited file of the input, open, its header read and checked. */
export interface OpenCsv {
  readonly open: OpenInput;
  readonly csv: CsvFile;
}

/** Scans a master that lies in several files, without details: one file after the other. */
export function scanCsvList(input: InputSpec, masters: readonly OpenCsv[]): Scan {
  const totalBytes = masters.reduce((sum, { open }) => sum + open.dataEnd, 0);
  const cutter = new ShardCutter(input.shardBytes, totalBytes);
  const files = masters.map((master, index) => {
    const { open, csv } = master;
    const { dataStart: start, dataLine: line } = csv.header;
    const rows = openRows(open.source, csv, { start, end: open.dataEnd }, line);
    const own = { ...input, file: open.spec.file };
    const scan = new CsvScan(own, [master], joinRows(rows, []), { cutter, file: index });
    scan.run();
    throwFindings(scan.findings());
    return summaryOf(open, scan.masterRowCount, true);
  });
  const { shards, unitCount } = cutter;
  return { files, shards, unitCount };
}

/** Scans delimited files: the master's rows, joined with the rows of the detail files. */
export function scanCsv(input: InputSpec, files: readonly OpenCsv[]): Scan {
  const [master, ...details] = files.map(({ open, csv }) => {
    const range = { start: csv.header.dataStart, end: open.dataEnd };
    return openRows(open.source, csv, range, csv.header.dataLine);
  });
  const join = joinRows(defined(master, "the master file"), details);
  const totalBytes = files.reduce((sum, { open }) => sum + open.dataEnd, 0);
  const cutter = new ShardCutter(input.shardBytes, totalBytes);
  const scan = new CsvScan(input, files, join, { cutter });
  scan.run();
  throwFindings(scan.findings());
  return scan.result();
}

/** Where shards are gathered, and the file that they lie in if there are several. */
interface ShardPlace {
  readonly cutter: ShardCutter;
  readonly file?: number;
}

class CsvScan {
  masterRowCount = 0;
  readonly #input: InputSpec;
  readonly #files: readonly OpenCsv[];
  readonly #join: OpenJoin;
  readonly #cutter: ShardCutter;
  readonly #file: Pick<CutPlace, "file">;
  #lastKey = "";
  #unsorted: Diagnostic | undefined;

  constructor(
    input: InputSpec,
    files: readonly OpenCsv[],
    join: OpenJoin,
    { cutter, ...file }: ShardPlace,
  ) {
    this.#input = input;
    this.#files = files;
    this.#join = join;
    this.#cutter = cutter;
    this.#file = file;
  }

  run(): void {
    const { merge } = this.#join;
    let place = this.#firstPlace();
    for (let step = merge.next(); step !== undefined; step = merge.next()) {
      if (merge.isBoundary) this.#meetMaster();
      if (merge.isBoundary && this.#cutter.isFull && merge.mayCut) {
        place = this.#placeHere();
        this.#cutter.close(place.details);
      }
      if (!this.#cutter.isOpen) this.#cutter.open(place);
      this.#count(step);
    }
    this.#cutter.close(this.#files.slice(1).map(({ open }) => ({ offset: open.dataEnd, line: 0 })));
  }

  findings(): Diagnostic[] {
    const unsortedDetails = this.#join.details.flatMap(({ groups }, index) => {
      const { file } = defined(this.#input.details[index], "a detail file");
      return groups.unsorted === undefined ? [] : [notSortedAt(file, groups.unsorted)];
    });
    return [...(this.#unsorted === undefined ? [] : [this.#unsorted]), ...unsortedDetails];
  }

  result(): Scan {
    const { shards, unitCount } = this.#cutter;
    const isListed = this.#files.some(({ open }) => open.listed !== undefined);
    const files = this.#files.flatMap(({ open }, index) => {
      const detail = this.#join.details[index - 1];
      const count = detail === undefined ? this.masterRowCount : detail.groups.rowCount;
      return open.listed?.() ?? [summaryOf(open, count, isListed)];
    });
    return { files, shards, unitCount };
  }

  #count(step: JoinStep): void {
    if (step.kind === "stray") return this.#cutter.addDetached(step.row.sizeBytes);
    let detailBytes = 0;
    for (const group of step.groups) if (group !== undefined) detailBytes += sizeOf(group);
    if (step.kind === "orphan") return this.#cutter.addDetached(detailBytes);
    const { start, end } = this.#join.master.rows;
    this.#cutter.add(end, end - start + detailBytes);
  }

  #meetMaster(): void {
    this.masterRowCount += 1;
    const key = this.#join.merge.trustedKey;
    if (key === undefined) return;
    const isJoined = this.#input.details.length > 0;
    const mustBeSorted = isJoined || this.#input.order === "key";
    if (mustBeSorted && key < this.#lastKey)
      this.#unsorted ??= notSortedAt(this.#input.file, this.#join.master.rows);
    this.#lastKey = key;
  }

  #firstPlace(): CutPlace {
    const [master, ...details] = this.#files.map(({ csv }) => csv.header);
    const { dataStart, dataLine } = defined(master, "the master file");
    return {
      ...this.#file,
      start: dataStart,
      line: dataLine,
      details: details.map((header) => ({ offset: header.dataStart, line: header.dataLine })),
    };
  }

  #placeHere(): CutPlace {
    const { start, line } = this.#join.master.rows;
    return {
      ...this.#file,
      start,
      line,
      details: this.#join.details.map(({ groups }) => groups.head),
    };
  }
}

function sizeOf(group: DetailGroup): number {
  return group.end - group.start;
}

function notSortedAt(file: string, row: Pick<DetailGroup, "line" | "byteOffset">): Diagnostic {
  return notSorted(file, row.line, row.byteOffset);
}
