import { UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { ForeignFault, ForeignSource } from "../intake/copy/foreign-source.ts";
import { ForeignReaders } from "../intake/copy/open-foreign.ts";
import { SourceFile } from "../intake/files/source-file.ts";
import type { FormatSpec } from "../model/input-format.ts";
import { columnFinding, keyColumns } from "./column-finding.ts";
import { ColumnProfile } from "./column-profile.ts";
import { type JsonLook, LeafTable } from "./inspect-json.ts";
import { sniffXml } from "./sniff-xml.ts";

export type ForeignLook = Pick<JsonLook, "rows" | "columns" | "lists" | "keys" | "profiles"> & {
  readonly notes: readonly string[];
  readonly recordsPath?: string;
  readonly xmlLists?: Readonly<Record<string, string>>;
};

const NOTHING = { rows: 0, columns: [], lists: [], keys: [], profiles: [] };

/** Reads a spreadsheet, a Parquet or an XML file whole, with the plainest settings of each. */
export async function inspectForeign(
  host: Host,
  path: string,
  format: "xlsx" | "parquet" | "xml",
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

function plainSpec(format: "xlsx" | "parquet" | "xml", head: Buffer): FormatSpec | undefined {
  if (format === "xlsx")
    return { kind: "xlsx", form: "rows", sheet: 1, headerRow: 1, hiddenRows: "take" };
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
    return { ...table.look(), notes: faults.notes };
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
