import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import type {
  ForeignFile,
  ForeignRecord,
  ForeignRow,
  ForeignSource,
} from "../../src/intake/copy/foreign-source.ts";
import { diskHost } from "../kit/disk-host.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/** A file as a reader of foreign formats gets it. */
export function foreignFile(name: string, content: string | Uint8Array): ForeignFile {
  const path = join(temporaryFolder("foreign"), name);
  writeFileSync(path, content);
  return foreignFileAt(path, name);
}

export function foreignFileAt(path: string, name = path): ForeignFile {
  const open = diskHost.openRead(path);
  onTestFinished(() => open.close());
  return { host: diskHost, file: name, path, open, sizeBytes: statSync(path).size, columns: [] };
}

export function bytesAt(file: ForeignFile, start: number, sizeBytes: number): string {
  return readFileSync(file.path)
    .subarray(start, start + sizeBytes)
    .toString();
}

/** What became of a file: its units, or why it was refused. */
export interface Reading {
  readonly columns?: readonly string[];
  readonly units: readonly (ForeignRow | ForeignRecord)[];
  /** `code line:column message (hint)`. */
  readonly refusal?: string;
}

export async function readForeign(
  open: () => ForeignSource | Promise<ForeignSource>,
): Promise<Reading> {
  const units: (ForeignRow | ForeignRecord)[] = [];
  try {
    const source = await open();
    for await (const batch of source.batches()) units.push(...batch);
    return source.form === "rows" ? { columns: source.columns, units } : { units };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const [first] = error.diagnostics;
    const { line = 0, column } = first?.data ?? {};
    const place = column === undefined ? `${line}` : `${line}:${column}`;
    const hint = first?.hint === undefined ? "" : ` (${first.hint})`;
    return { units, refusal: `${first?.code} ${place} ${first?.message}${hint}` };
  }
}

/** A unit in few words: its content, or the fault with its place. */
export function told(unit: ForeignRow | ForeignRecord): string {
  const { fault, place } = unit;
  if (fault !== undefined)
    return `${place.line} ${fault.code} ${fault.column ?? "-"}: ${fault.message}`;
  return "fields" in unit ? unit.fields.join("|") : JSON.stringify(unit.value);
}
