import type { Host } from "../../base/host.ts";
import { FindingList } from "../../base/finding-list.ts";
import type { ListSpec } from "../../model/list-spec.ts";
import type { ListForm, ListRow } from "./list-row.ts";
import { compileList } from "./mapped-list.ts";
import { listRows } from "./list-rows.ts";
import { type ListWords, rowFault } from "./list-words.ts";

const WORDS: ListWords = {
  noun: "list",
  missing: "file.missing-list",
  wrong: "file.wrong-list",
  hint:
    "Give one value per line, or CSV in UTF-8, XLSX, Parquet or NDJSON (by its name) whose first " +
    "line names the columns; it may be packed (.gz, .zst, .zip).",
};

/**
 * Reads a short list: CSV whose header names its columns, one value per line, or another form by
 * its name. Blank lines and those of text that begin with # do not count; column names are read in
 * lower case. `onHash` is told the file's SHA-256. Throws a `UsageError` with all lines that cannot
 * be read.
 */
export async function readListFile(
  host: Host,
  spec: ListSpec,
  form: ListForm,
  onHash: (sha256: string) => void = () => {},
): Promise<ListRow[]> {
  const rows: ListRow[] = [];
  const findings = new FindingList();
  const { read, take } = compileList(spec);
  for await (const batch of listRows({ host, spec: read, form, words: WORDS, onHash }))
    for (const sent of batch) {
      const row = take(sent);
      if (row.fault === undefined) rows.push(row);
      else findings.add(rowFault(WORDS, row, row.fault));
    }
  findings.throwAny();
  return rows;
}
