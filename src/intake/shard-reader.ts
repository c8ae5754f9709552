import { assert } from "../base/assert.ts";
import type { Ordinal } from "../base/units.ts";
import type { Host } from "../base/host.ts";
import type { ObjectShape } from "../model/data-shape.ts";
import type { InputSpec } from "../model/job.ts";
import type { CustomerRecord, RawObject } from "../model/record.ts";
import type { Reject } from "../model/reject.ts";
import type { Scan, ScannedFile, Shard } from "../model/shard.ts";
import { hasSpoiltCode } from "./check/address-check.ts";
import { unitFault } from "./check/fault.ts";
import { valueAtPath } from "./json/field-path.ts";
import { convertHints } from "./check/convert-hint.ts";
import type { ParsedUnit, PlacedFault, UnitSource } from "./parsed-unit.ts";
import { compileRecordCheck } from "./check/record-check.ts";
import { compileFaultFinder } from "./check/record-faults.ts";
import { hasUnseen, trimmedKey } from "./check/record-key.ts";
import { rejectUnit } from "./reject-unit.ts";
import { withShardFiles } from "./files/shard-files.ts";
import type { UnitChoice } from "./unit-choice.ts";
import { compileUnitSource } from "./unit-source.ts";
import type { OpenUnitSource } from "./unit-source.ts";

/** Takes what a shard holds, in input order. */
export interface ShardSink {
  record(record: CustomerRecord): void;
  reject(reject: Reject): void;
}

/**
 * Reads shards that `scanInput` has cut: every unit of a shard comes out exactly once, as a record
 * or as a reject, with the ordinals that the scan gave it. Made once per worker.
 */
export class ShardReader {
  readonly #host: Host;
  readonly #check: (raw: unknown) => RawObject | undefined;
  readonly #findFaults: ReturnType<typeof compileFaultFinder>;
  readonly #keyPath: readonly string[];
  readonly #keyField: string;
  readonly #files: readonly ScannedFile[];
  readonly #openSource: OpenUnitSource;
  readonly #isJoined: boolean;
  /** Of the last record handed out: its values as they were in the input, and after the check. */
  #raw: unknown;
  #values: RawObject = {};
  #isReading = false;

  constructor(host: Host, input: InputSpec, shape: ObjectShape, scan: Pick<Scan, "files">) {
    this.#host = host;
    this.#check = compileRecordCheck(shape);
    this.#findFaults = compileFaultFinder(shape, convertHints(input));
    this.#keyField = input.key;
    this.#keyPath = input.key.split(".");
    this.#files = scan.files;
    this.#openSource = compileUnitSource(host, input, shape, scan.files);
    this.#isJoined = input.details.length > 0;
  }

  /**
   * Hands every unit of the shard, or those that are chosen, to the sink. Throws a `HostError` if a
   * file is gone.
   */
  read(shard: Shard, sink: ShardSink, choice?: UnitChoice): void {
    assert(!this.#isReading, "a shard is read to its end before the next");
    this.#isReading = true;
    try {
      withShardFiles(this.#host, this.#files, shard, (files) => {
        const source = this.#openSource(files, shard);
        source.forEach(
          (unit, index) => this.#settle(unit, shard.firstOrdinal + index, source, sink),
          choice,
        );
      });
    } finally {
      this.#isReading = false;
    }
  }

  /** Whether an address of the sink's current record has an invalid postal code. */
  hasSpoiltCode(path: readonly string[]): boolean {
    const raw = valueAtPath(this.#raw, path);
    const kept = valueAtPath(this.#values, path);
    return raw !== kept && hasSpoiltCode(raw, kept);
  }

  #settle(unit: ParsedUnit, ordinal: Ordinal, source: UnitSource, sink: ShardSink): void {
    if (unit.faults.length === 0) {
      const values = this.#check(unit.value);
      const key = values === undefined ? "" : this.#keyIn(values);
      if (values !== undefined && key !== "" && !hasUnseen(key)) {
        this.#raw = unit.value;
        this.#values = values;
        return sink.record({ ordinal, key, values, place: unit.place });
      }
    }
    const [first, ...rest] = this.#faultsOf(unit);
    const faults = [first ?? this.#missingKey(unit), ...rest] as const;
    const recordIndex = this.#isJoined ? -1 : ordinal;
    const rejected = { ordinal, recordIndex, key: this.#keyOf(unit), faults };
    sink.reject(rejectUnit(rejected, (place, max) => source.bytesAt(place, max)));
  }

  /** Everything wrong with a unit; a missing key comes first, because it matters most. */
  #faultsOf(unit: ParsedUnit): PlacedFault[] {
    if (unit.faults.length > 0) return [...unit.faults];
    const faults = this.#findFaults(unit.value).map((fault) => ({
      fault,
      place: unit.placeOf?.(fault.field) ?? unit.place,
    }));
    if (hasUnseen(this.#keyOf(unit)))
      faults.push({ fault: unitFault("data.bad-key", this.#keyField), place: unit.place });
    const isKey = ({ fault }: PlacedFault): boolean =>
      fault.field === this.#keyField && fault.code === "data.missing-field";
    const key = valueAtPath(unit.value, this.#keyPath);
    const isBlank = typeof key === "string" && trimmedKey(key) === "";
    if (!isBlank && !faults.some(isKey)) return faults;
    return [this.#missingKey(unit), ...faults.filter((found) => !isKey(found))];
  }

  #missingKey(unit: ParsedUnit): PlacedFault {
    return { fault: unitFault("data.missing-key", this.#keyField), place: unit.place };
  }

  #keyOf(unit: ParsedUnit): string {
    return unit.key === "" ? this.#keyIn(unit.value) : unit.key;
  }

  /** The key in a record's values; empty if it is missing or blank. */
  #keyIn(values: unknown): string {
    const key = valueAtPath(values, this.#keyPath);
    return typeof key === "string" ? trimmedKey(key) : "";
  }
}
