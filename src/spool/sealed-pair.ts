import { RunningHash } from "../base/hash.ts";
import type { Host } from "../base/host.ts";
import { utf8Text } from "../base/utf8-text.ts";
import { readCsvRows } from "./read-csv-rows.ts";

const READ_BYTES = 1024 * 1024;

export interface SealedPair {
  /** Of the spool or batch. */
  readonly bytes: number;
  readonly sha256: string;
  /** What the list's last row says, by column. */
  readonly totals: ReadonlyMap<string, string>;
}

/**
 * A spool or batch that lies there with its list, found to be the one that the list was written
 * for, by its SHA-256; undefined where one of them is missing, torn or another.
 */
export function sealedPair(host: Host, dataPath: string, listPath: string): SealedPair | undefined {
  if (!host.exists(listPath) || !host.exists(dataPath)) return undefined;
  const rows = readCsvRows(utf8Text(host.readFile(listPath)));
  const [columns, last] = [rows[0], rows.at(-1)];
  if (columns === undefined || last?.[0] !== "T") return undefined;
  const totals = new Map(columns.map((name, at) => [name, last[at] ?? ""]));
  const sha256 = hashOfFile(host, dataPath);
  if (totals.get("sha256") !== sha256) return undefined;
  return { bytes: host.sizeBytes(dataPath), sha256, totals };
}

function hashOfFile(host: Host, path: string): string {
  const hash = new RunningHash();
  const buffer = new Uint8Array(READ_BYTES);
  const file = host.openRead(path);
  try {
    for (let at = 0; ;) {
      const count = file.read(buffer, 0, READ_BYTES, at);
      if (count === 0) return hash.hex();
      hash.update(buffer.subarray(0, count));
      at += count;
    }
  } finally {
    file.close();
  }
}
