import { type Diagnostic, UsageError } from "../../base/diagnostic.ts";
import { FindingList } from "../../base/finding-list.ts";
import { shielded, unshielded } from "../../base/formula-shield.ts";
import { sha256 } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { ListSpec } from "../../model/list-spec.ts";
import type { Suppression, SuppressionList } from "../../model/suppression.ts";
import { decodeList } from "./list-lines.ts";
import { type ListForm, type ListRow, type ListRowFault, textRows } from "./list-row.ts";
import { listRows } from "./list-rows.ts";
import { listFault, type ListWords, rowFault } from "./list-words.ts";

const COLUMNS = ["key", "reason"];
const FORM: ListForm = { only: "key", columns: COLUMNS, heads: ["key"] };
/** A reason is a code that reports may show, never a text about a person. */
const REASON = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$/;
const WORDS: ListWords = {
  noun: "suppression list",
  missing: "suppress.missing-file",
  wrong: "suppress.wrong-file",
  hint:
    "Give one key per line, or CSV with a header `key,reason`, in UTF-8. Lists of other forms " +
    "stand in the job: `suppress: { file: F, format: xlsx, key-column: ACCT_NO }`.",
};

/** Makes the key that records have of the one that stands in a list. */
export type KeyOf = (written: string) => string;

const asWritten: KeyOf = (key) => key;

/**
 * Reads a list of suppressed keys: one key per line, CSV whose header names `key` and maybe
 * `reason`, or what its name or its job says that it is. Blank lines and lines that start with # do
 * not count; a repeated key counts as a duplicate, and its first line applies. Throws a
 * `UsageError` with everything that is wrong.
 */
export async function readSuppressionList(
  host: Host,
  spec: ListSpec,
  keyOf: KeyOf = asWritten,
): Promise<SuppressionList> {
  const reader = new ListReader(keyOf, spec.columns);
  const { file } = spec;
  if (host.exists(file) && host.sizeBytes(file) === 0) throw new UsageError([emptyFile(file)]);
  let hash = "";
  const onHash = (found: string): void => void (hash = found);
  for await (const rows of listRows({ host, spec, form: FORM, words: WORDS, onHash }))
    for (const row of rows) reader.take(row);
  return { ...reader.list(), sha256: hash };
}

/** Reads a list that `suppressionListText` wrote; in those of others an apostrophe is the key's. */
export function readOwnSuppressions(host: Host, file: string): SuppressionList {
  const bytes = Buffer.from(host.readFile(file));
  const text = decodeList(bytes, "utf-8");
  if (typeof text === "number")
    throw new UsageError([listFault(WORDS, { file, line: text }, "is not UTF-8 text")]);
  const reader = new ListReader(unshielded);
  for (const row of textRows(file, text, FORM)) reader.take(row);
  return { ...reader.list(), sha256: sha256(bytes) };
}

/**
 * The text of a list that `readOwnSuppressions` reads back unchanged. People open it in
 * spreadsheets, and keys come from others, so none may run there as a formula.
 */
export function suppressionListText(suppressions: readonly Suppression[]): string {
  const rows = suppressions.map(
    ({ key, reason }) => `${quoted(shielded(key))},${quoted(reason)}\n`,
  );
  return `${COLUMNS.join(",")}\n${rows.join("")}`;
}

class ListReader {
  readonly #keyOf: KeyOf;
  /** What the sender calls the columns, by the list's own names. */
  readonly #sent: ReadonlyMap<string, string>;
  readonly #known = new Map<string, Suppression>();
  readonly #findings = new FindingList();
  #duplicates = 0;

  constructor(keyOf: KeyOf, columns: ListSpec["columns"] = {}) {
    this.#keyOf = keyOf;
    this.#sent = new Map(Object.entries(columns).map(([sent, own]) => [own, sent]));
  }

  /** Throws a `UsageError` if anything is wrong with the rows that were taken. */
  list(): Pick<SuppressionList, "suppressions" | "duplicates"> {
    this.#findings.throwAny();
    return { suppressions: [...this.#known.values()], duplicates: this.#duplicates };
  }

  take(row: ListRow): void {
    if (row.fault !== undefined) return this.#find(row, row.fault);
    const { key: written = "", reason = "" } = row.cells;
    if (written === "" || written.length > limits.textLengthMax)
      return this.#find(row, { what: "has no key", column: this.#column("key") });
    if (reason !== "" && !REASON.test(reason)) {
      const what = "has a reason that is not a short code such as `deceased`";
      const hint = "Write letters, digits and hyphens, at most 40, or leave the column out.";
      return this.#find(row, { what, column: this.#column("reason"), hint });
    }
    const key = this.#keyOf(written);
    if (this.#known.has(key)) this.#duplicates += 1;
    else if (this.#known.size < limits.suppressionsMax) this.#known.set(key, { key, reason });
    else this.#find(row, { what: `is past the ${limits.suppressionsMax} keys a list may have` });
  }

  #column(name: string): string {
    return this.#sent.get(name) ?? name;
  }

  #find(row: ListRow, fault: ListRowFault): void {
    this.#findings.add(rowFault(WORDS, row, fault));
  }
}

/** A failed transfer leaves an empty file; a list of nobody has a header. */
function emptyFile(file: string): Diagnostic {
  const found = listFault(WORDS, { file, line: 0 }, "is an empty file");
  return { ...found, hint: "To suppress nobody, write only the header `key` into the file." };
}

function quoted(cell: string): string {
  return /[",#]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
