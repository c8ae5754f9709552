import type { Host } from "../base/host.ts";
import type { FileFinding, ListFinding } from "../model/inspection.ts";
import { columnFinding, keyColumns } from "./column-finding.ts";
import { ColumnProfile } from "./column-profile.ts";
import { eachText } from "./text-chunks.ts";

/** JSON that is one value is read into memory up to this size. */
export const JSON_BYTES_MAX = 64 * 1024 * 1024;
const COLUMNS_MAX = 1000;

export interface JsonLook extends Pick<FileFinding, "rows" | "columns" | "lists" | "keys"> {
  readonly recordsPath: string;
  readonly profiles: readonly ColumnProfile[];
  /** Lines that are no JSON, and the first of them. */
  readonly brokenLines: number;
  readonly firstBroken: number;
}

type How = { readonly compression: FileFinding["compression"]; readonly encoding: string };

/** Reads a file with a JSON object on each line. */
export function inspectNdjson(host: Host, path: string, how: How): JsonLook {
  const table = new LeafTable();
  let line = 0;
  let [broken, firstBroken] = [0, 0];
  let rest = "";
  const take = (text: string): void => {
    line += 1;
    if (text.trim() === "") return;
    const record = parsed(text);
    if (isObject(record)) return table.record(record, line);
    broken += 1;
    firstBroken ||= line;
  };
  eachText(host, path, how, (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
    return true;
  });
  if (rest !== "") take(rest);
  return table.look("", broken, firstBroken);
}

/** Reads a file that is one JSON value: a list of records, or an object that has one. */
export function inspectJson(host: Host, path: string, how: How): JsonLook | undefined {
  const pieces: string[] = [];
  eachText(host, path, how, (text) => pieces.push(text) > 0);
  const value = parsed(pieces.join(""));
  const found = listOfRecords(value, "", 0);
  if (found === undefined) return undefined;
  const table = new LeafTable();
  for (const [index, record] of found.records.entries()) table.record(record, index + 1);
  return table.look(found.path);
}

/** The first list of objects, looking from the root down. */
function listOfRecords(
  value: unknown,
  path: string,
  depth: number,
): { path: string; records: readonly JsonObject[] } | undefined {
  if (Array.isArray(value))
    return value.length > 0 && value.every(isObject) ? { path, records: value } : undefined;
  if (!isObject(value) || depth > 6) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = listOfRecords(inner, path === "" ? name : `${path}.${name}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** The leaves of records by their paths; those of lists inside them apart. */
export class LeafTable {
  readonly #columns = new Map<string, ColumnProfile>();
  readonly #lists = new Map<string, { rows: number; columns: Map<string, ColumnProfile> }>();
  #rows = 0;

  record(record: JsonObject, line: number): void {
    this.#rows += 1;
    this.#object(record, "", line, this.#columns);
  }

  look(recordsPath = "", brokenLines = 0, firstBroken = 0): JsonLook {
    const profiles = [...this.#columns.values()];
    const columns = profiles.map((profile) => columnFinding(profile, this.#rows));
    const lists = [...this.#lists].map(([path, list]): ListFinding => {
      const own = [...list.columns.values()];
      return { path, rows: list.rows, columns: own.map((one) => columnFinding(one, list.rows)) };
    });
    const keys = keyColumns(columns, this.#rows);
    const found = { recordsPath, rows: this.#rows, columns, lists, keys, profiles };
    return { ...found, brokenLines, firstBroken };
  }

  #object(
    object: JsonObject,
    before: string,
    line: number,
    into: Map<string, ColumnProfile>,
  ): void {
    for (const [name, value] of Object.entries(object)) {
      const path = `${before}${name}`;
      if (isObject(value)) this.#object(value, `${path}.`, line, into);
      else if (Array.isArray(value)) this.#list(value, path, line, into);
      else this.#leaf(path, value, line, into);
    }
  }

  #list(
    items: readonly unknown[],
    path: string,
    line: number,
    into: Map<string, ColumnProfile>,
  ): void {
    const isRows = items.some(isObject);
    if (!isRows) {
      items.forEach((item, index) => this.#leaf(`${path}.${index}`, item, line, into));
      return;
    }
    const list = this.#lists.get(path) ?? { rows: 0, columns: new Map<string, ColumnProfile>() };
    this.#lists.set(path, list);
    for (const item of items) {
      if (!isObject(item)) continue;
      list.rows += 1;
      this.#object(item, "", line, list.columns);
    }
  }

  #leaf(path: string, value: unknown, line: number, into: Map<string, ColumnProfile>): void {
    const known = into.get(path);
    if (known === undefined && into.size >= COLUMNS_MAX) return;
    const profile = known ?? new ColumnProfile(path);
    into.set(path, profile);
    if (typeof value === "number") profile.numeric += 1;
    profile.add(leafText(value), line);
  }
}

/** A single value as it would stand in a column. */
function leafText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
