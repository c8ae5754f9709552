import type { Host } from "../../base/host.ts";
import type { RecordPlace } from "../../model/record.ts";
import type { OpenJoin } from "./csv-files.ts";
import type { DetailRows } from "../join/detail-rows.ts";
import { type Fault, unitFault } from "../check/fault.ts";
import { readRange, withFile } from "../files/file-window.ts";
import type { DetailGroup } from "../join/group-cursor.ts";
import type { JoinStep } from "../join/join-merge.ts";
import { type ParsedUnit, type PlacedFault, type UnitSource, visitUnits } from "../parsed-unit.ts";
import type { UnitChoice } from "../unit-choice.ts";

/** What builds the units of delimited files, compiled once for all shards. */
export interface CsvUnitPlan {
  readonly host: Host;
  readonly build: (fields: readonly string[]) => Record<string, unknown>;
  /** The key of a record, of the text that its rows are joined by. */
  readonly keyOf: (joined: string) => string;
  readonly details: readonly { readonly into: string; readonly rows: DetailRows }[];
  /** The input's files as the job names them, and the files that places refer to. */
  readonly files: readonly { readonly file: string; readonly placed: string }[];
  /** The names of the files that the master and each list of details lie in. */
  readonly names: readonly (readonly string[])[];
}

/** The units of a shard of delimited files: master rows with their details, orphans, strays. */
export class CsvUnitSource implements UnitSource {
  readonly #plan: CsvUnitPlan;
  readonly #join: OpenJoin;
  readonly #masterIndex: number;

  /** `masterIndex` says in which of the master's files the shard lies, if not in all of them. */
  constructor(plan: CsvUnitPlan, join: OpenJoin, masterIndex: number) {
    this.#plan = plan;
    this.#join = join;
    this.#masterIndex = masterIndex;
  }

  forEach(visit: (unit: ParsedUnit, index: number) => void, choice?: UnitChoice): void {
    const { merge } = this.#join;
    let step: JoinStep | undefined;
    const next = (): boolean => (step = merge.next()) !== undefined;
    const parse = (fault: Fault | undefined): ParsedUnit => this.#parse(step as JoinStep, fault);
    visitUnits({ next, parse }, visit, choice);
  }

  bytesAt(place: RecordPlace, sizeBytesMax: number): Uint8Array {
    const end = place.byteOffset + Math.min(place.sizeBytes, sizeBytesMax);
    const named = this.#plan.files.find(({ file }) => file === place.file);
    if (named === undefined) return new Uint8Array(0);
    return withFile(this.#plan.host, named.placed, (open) =>
      readRange(open, place.byteOffset, end),
    );
  }

  #parse(step: JoinStep, given: Fault | undefined): ParsedUnit {
    if (step.kind === "stray") return this.#parseStray(step);
    if (step.kind === "orphan") return this.#parseOrphan(step.groups);
    return this.#parseRecord(step.groups, given);
  }

  #parseStray({ row, fileIndex }: JoinStep & { kind: "stray" }): ParsedUnit {
    const { line, byteOffset, sizeBytes, stated, part } = row;
    const file = this.#plan.names[fileIndex + 1]?.[part] ?? "";
    const place = { file, line, byteOffset, sizeBytes };
    return broken(place, "", [{ fault: stated ?? unitFault(row.code), place }]);
  }

  #parseOrphan(groups: readonly (DetailGroup | undefined)[]): ParsedUnit {
    const faults: PlacedFault[] = [];
    let key = "";
    groups.forEach((group, index) => {
      if (group === undefined) return;
      const detail = this.#plan.details[index];
      if (detail === undefined) return;
      key = this.#plan.keyOf(keyText(group.key));
      const fault = unitFault("data.orphan-detail", detail.into);
      faults.push({ fault, place: detail.rows.firstPlace(group) });
    });
    const place = (faults[0] as PlacedFault).place;
    return broken(place, key, faults);
  }

  #parseRecord(groups: readonly (DetailGroup | undefined)[], given: Fault | undefined): ParsedUnit {
    const { rows, fields } = this.#join.master;
    const place: RecordPlace = {
      file: this.#plan.names[0]?.[this.#masterIndex + rows.part] ?? "",
      line: rows.line,
      byteOffset: rows.byteOffset,
      sizeBytes: rows.sizeBytes,
    };
    const { key, fault } = this.#join.merge;
    const unitKey = key === undefined ? "" : this.#plan.keyOf(keyText(key));
    if (given !== undefined) return broken(place, unitKey, [{ fault: given, place }]);
    if (fault !== "")
      return broken(place, unitKey, [{ fault: rows.stated ?? unitFault(fault), place }]);
    const value = this.#plan.build(fields() ?? []);
    const faults = this.#addDetails(value, groups, place);
    if (faults.length > 0) return broken(place, unitKey, faults);
    return {
      place,
      key: unitKey,
      value,
      faults,
      placeOf: (field) => this.#placeOf(field, groups) ?? place,
    };
  }

  /** Puts the rows of the groups into a record; returns what is wrong with them. */
  #addDetails(
    value: Record<string, unknown>,
    groups: readonly (DetailGroup | undefined)[],
    place: RecordPlace,
  ): PlacedFault[] {
    const faults: PlacedFault[] = [];
    this.#plan.details.forEach((detail, index) => {
      const group = groups[index];
      if (group === undefined) return;
      const parsed = detail.rows.parse(group, () => this.#bytesOf(index, group));
      value[detail.into] = parsed.rows;
      faults.push(...parsed.faults);
      if (group.isDoubtful) faults.push({ fault: unitFault("data.doubtful-detail"), place });
    });
    return faults;
  }

  /** The place of a detail row that a field path such as `transactions.3.amount` points into. */
  #placeOf(field: string, groups: readonly (DetailGroup | undefined)[]): RecordPlace | undefined {
    const [into, rowIndex] = field.split(".");
    const index = this.#plan.details.findIndex((detail) => detail.into === into);
    const group = groups[index];
    const rows = this.#plan.details[index]?.rows;
    if (group === undefined || rows === undefined || rowIndex === undefined) return undefined;
    return rows.placeOf(Number(rowIndex), group, this.#bytesOf(index, group));
  }

  #bytesOf(index: number, group: DetailGroup): Buffer {
    const window = this.#join.details[index]?.window;
    return window === undefined ? Buffer.alloc(0) : window.view(group.start, group.end);
  }
}

function broken(place: RecordPlace, key: string, faults: readonly PlacedFault[]): ParsedUnit {
  return { place, key, value: undefined, faults };
}

/** A key as text again, from the form it is compared in. */
function keyText(key: string): string {
  return Buffer.from(key, "latin1").toString("utf8");
}
