import { UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { ForeignFault, ForeignSource } from "../intake/copy/foreign-source.ts";
import { ForeignReaders } from "../intake/copy/open-foreign.ts";
import { SourceFile } from "../intake/files/source-file.ts";
import type { FormatSpec } from "../model/input-format.ts";
import type { StatedFinding } from "../model/inspection.ts";
import { columnFinding, keyColumns } from "./column-finding.ts";
import { ColumnProfile } from "./column-profile.ts";
import { type JsonLook, LeafTable } from "./inspect-json.ts";
import { sniffXml } from "./sniff-xml.ts";
import { statedBy } from "./trailer-look.ts";

export type ForeignLook = Pick<JsonLook, "rows" | "columns" | "lists" | "keys" | "profiles"> & {
  readonly notes: readonly string[];
  readonly stated?: StatedFinding;
  readonly recordsPath?: string;
  readonly xmlLists?: Readonly<Record<string, string>>;
};

const NOTHING = { rows: 0, columns: [], lists: [], keys: [], profiles: [] };

/** What was found on a sheet of a workbook; one that is alone needs no name. */
export interface SheetLook extends ForeignLook {
  readonly sheet?: string;
}

/** Reads the sheets of a workbook that have rows, and says which have none; or else its first. */
export async function inspectWorkbook(host: Host, path: string): Promise<SheetLook[]> {
  const names = await namesOfSheets(host, path);
  if (names.length < 2) return [await inspectBy(host, path, sheetSpec(1))];
  const looks: SheetLook[] = [];
  for (const sheet of names)
    looks.push({ sheet, ...(await inspectBy(host, path, sheetSpec(sheet))) });
  const [first, ...rest] = looks.filter(({ rows }) => rows > 0);
  if (first === undefined) return looks.slice(0, 1);
  return [{ ...first, notes: [...first.notes, ...looks.flatMap(notesLeftOut)] }, ...rest];
}

/** Why a sheet gave no rows: its header may stand in a row further down. */
function notesLeftOut({ rows, sheet, notes: [note] }: SheetLook): string[] {
  return rows > 0 || note === undefined ? [] : [`The sheet ${sheet} is left out: ${note}.`];
}

/** None of what is no workbook: why it is none is told by who reads it. */
async function namesOfSheets(host: Host, path: string): Promise<string[]> {
  const { ZipParts } = await import("../intake/xlsx/zip-parts.ts");
  const { sheetNames } = await import("../intake/xlsx/workbook.ts");
  const open = host.openRead(path);
  try {
    const file = { host, file: path, path, open, sizeBytes: host.sizeBytes(path) };
    return await sheetNames(await ZipParts.open(file));
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  } finally {
    open.close();
  }
}

function sheetSpec(sheet: string | number): FormatSpec {
  return { kind: "xlsx", form: "rows", sheet, headerRow: 1, hiddenRows: "take" };
}

/** Reads a Parquet or an XML file whole, with the plainest settings of each. */
export async function inspectForeign(
  host: Host,
  path: string,
  format: "parquet" | "xml",
  head: Buffer,
): Promise<ForeignLook> {
  const spec = plainSpec(format, head);
  if (spec === undefined)
    return { ...NOTHING, notes: ["Which elements of it are records? None occurs several times."] };
  return inspectBy(host, path, spec);
}

/** Reads a file whole, as its spec says. */
export async function inspectBy(host: Host, path: string, spec: FormatSpec): Promise<ForeignLook> {
  const readers = new ForeignReaders();
  const open = new SourceFile(host.openRead(path), () => undefined);
  try {
    const file = { host, file: path, path, open, sizeBytes: host.sizeBytes(path), columns: [] };
    const look = await lookAt(await readers.open(spec, file));
    if (spec.kind !== "xml") return look;
    return { ...look, recordsPath: spec.recordsPath, xmlLists: spec.lists };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { ...NOTHING, notes: error.diagnostics.map(({ message }) => message) };
  } finally {
    open.close();
    await readers.close();
  }
}

function plainSpec(format: "parquet" | "xml", head: Buffer): FormatSpec | undefined {
  if (format === "parquet") return { kind: "parquet", form: "records" };
  const found = sniffXml(head.toString("utf8"));
  const plain = { kind: "xml", form: "records", namespaces: {} } as const;
  return found && { ...plain, recordsPath: found.recordsPath, lists: found.lists };
}

async function lookAt(source: ForeignSource): Promise<ForeignLook> {
  const faults = new FaultCount();
  if (source.form === "records") {
    const table = new LeafTable();
    for await (const batch of source.batches())
      for (const { value, place, fault } of batch)
        if (!faults.take(fault, place.line)) table.record(value, place.line);
    const look = { ...table.look(), notes: faults.notes };
    const trailer = source.trailer?.();
    if (trailer === undefined) return look;
    return { ...look, stated: statedBy(trailer, look.profiles, look.rows) };
  }
  const profiles = source.columns.map((name) => new ColumnProfile(name));
  let rows = 0;
  for await (const batch of source.batches())
    for (const { fields, place, fault } of batch) {
      if (faults.take(fault, place.line)) continue;
      rows += 1;
      for (const [at, profile] of profiles.entries()) profile.add(fields[at] ?? "", place.line);
    }
  const columns = profiles.map((profile) => columnFinding(profile, rows));
  const keys = keyColumns(columns, rows);
  return { rows, columns, lists: [], keys, profiles, notes: faults.notes };
}

/** Rows that cannot be read, with what is wrong with the first. */
class FaultCount {
  #count = 0;
  #first = "";

  take(fault: ForeignFault | undefined, line: number): boolean {
    if (fault === undefined) return false;
    this.#count += 1;
    this.#first ||= `the first is in line ${line}: ${fault.message}`;
    return true;
  }

  get notes(): readonly string[] {
    return this.#count === 0 ? [] : [`${this.#count} rows cannot be read, ${this.#first}`];
  }
}
