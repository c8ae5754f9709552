import { fileHash } from "../base/file-hash.ts";
import type { Host } from "../base/host.ts";
import { utf8Text } from "../base/utf8-text.ts";
import { readCsvRows } from "./read-csv-rows.ts";

export interface SealedPair {
  /** Of the spool or batch. */
  readonly bytes: number;
  readonly sha256: string;
  /** What the list's last row says, by column. */
  readonly totals: ReadonlyMap<string, string>;
}

/**
 * An existing spool or batch with its list, checked by SHA-256 to be the one that the list was
 * written for; undefined if one of them is missing, torn or different.
 */
export function sealedPair(host: Host, dataPath: string, listPath: string): SealedPair | undefined {
  if (!host.exists(listPath) || !host.exists(dataPath)) return undefined;
  const rows = readCsvRows(utf8Text(host.readFile(listPath)));
  const [columns, last] = [rows?.[0], rows?.at(-1)];
  if (columns === undefined || last?.[0] !== "T") return undefined;
  const totals = new Map(columns.map((name, at) => [name, last[at] ?? ""]));
  const sha256 = fileHash(host, dataPath);
  if (totals.get("sha256") !== sha256) return undefined;
  return { bytes: host.sizeBytes(dataPath), sha256, totals };
}
