import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { FindingList } from "../../base/finding-list.ts";
import { shielded, unshielded } from "../../base/formula-shield.ts";
import { sha256 } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { Suppression, SuppressionList } from "../../model/suppression.ts";
import { type ListLine, listLines, listText } from "./list-lines.ts";

const COLUMNS = ["key", "reason"];
/** A reason is a code that reports may show, never a text about a person. */
const REASON = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$/;

/**
 * Reads a list of suppressed keys: one key per line, or CSV whose header names `key` and maybe
 * `reason`. Blank lines and lines that start with # do not count; a repeated key counts as a
 * duplicate, and its first line applies. `isOwn` says that `suppressionListText` wrote the list; in
 * others an apostrophe is part of its key. Throws a `UsageError` with everything that is wrong.
 */
export function readSuppressionList(host: Host, file: string, isOwn = false): SuppressionList {
  if (!host.exists(file)) throw new UsageError([fault(file, 0, "missing-file", "does not exist")]);
  if (host.sizeBytes(file) > limits.listBytesMax)
    throw new UsageError([fault(file, 0, "wrong-file", "is larger than allowed")]);
  const bytes = host.readFile(file);
  if (bytes.length === 0) throw new UsageError([emptyFile(file)]);
  const text = listText(file, bytes);
  if (text === undefined) throw new UsageError([fault(file, 0, "wrong-file", "is not UTF-8 text")]);
  return { ...new ListReader(file, isOwn).read(text), sha256: sha256(bytes) };
}

/**
 * The text of a list that `readSuppressionList` reads back unchanged. People open it in
 * spreadsheets, and keys come from others, so none may run there as a formula.
 */
export function suppressionListText(suppressions: readonly Suppression[]): string {
  const rows = suppressions.map(
    ({ key, reason }) => `${quoted(shielded(key))},${quoted(reason)}\n`,
  );
  return `${COLUMNS.join(",")}\n${rows.join("")}`;
}

class ListReader {
  readonly #file: string;
  readonly #isOwn: boolean;
  readonly #known = new Map<string, Suppression>();
  readonly #findings = new FindingList();
  #columns: readonly string[] | undefined;
  #duplicates = 0;

  constructor(file: string, isOwn: boolean) {
    this.#file = file;
    this.#isOwn = isOwn;
  }

  read(text: string): Pick<SuppressionList, "suppressions" | "duplicates"> {
    for (const row of listLines(text, COLUMNS)) this.#take(row);
    this.#findings.throwAny();
    return { suppressions: [...this.#known.values()], duplicates: this.#duplicates };
  }

  #take({ line, fields }: ListLine): void {
    if (fields === undefined) return this.#find(line, "has a stray quote");
    if (this.#columns === undefined && this.#isHeader(fields)) return;
    const columns = (this.#columns ??= ["key"]);
    if (fields.length !== columns.length) {
      const wanted = columns.length === 1 ? "one key" : columns.join(" and ");
      return this.#find(line, `has ${fields.length} fields instead of ${wanted}`);
    }
    const cell = fields[columns.indexOf("key")] ?? "";
    const key = this.#isOwn ? unshielded(cell) : cell;
    this.#add({ key, reason: fields[columns.indexOf("reason")] ?? "" }, line);
  }

  #add(entry: Suppression, line: number): void {
    const { key, reason } = entry;
    if (key === "" || key.length > limits.textLengthMax) return this.#find(line, "has no key");
    if (reason !== "" && !REASON.test(reason))
      return this.#find(line, "has a reason that is not a short code such as `deceased`");
    if (this.#known.has(key)) this.#duplicates += 1;
    else if (this.#known.size < limits.suppressionsMax) this.#known.set(key, entry);
    else this.#find(line, `is past the ${limits.suppressionsMax} keys a list may have`);
  }

  /** Whether the first counting line names the columns of all the others. */
  #isHeader(fields: readonly string[]): boolean {
    const names = fields.map((field) => field.toLowerCase());
    const isKnown = names.every((name) => COLUMNS.includes(name));
    if (!names.includes("key") || !isKnown || new Set(names).size < names.length) return false;
    this.#columns = names;
    return true;
  }

  #find(line: number, what: string): void {
    this.#findings.add(fault(this.#file, line, "wrong-file", what));
  }
}

function fault(file: string, line: number, name: string, what: string): Diagnostic {
  const code = name === "missing-file" ? "suppress.missing-file" : "suppress.wrong-file";
  const place = line > 0 ? `Line ${line} of the suppression list` : "The suppression list";
  return diagnostic(code, `${place} ${what}: ${file}`, {
    hint: "Give one key per line, or CSV with a header `key,reason`, in UTF-8.",
    ...(line > 0 && { data: { file, line, byteOffset: 0, record: -1, field: "" } }),
  });
}

/** A failed transfer leaves an empty file; a list of nobody has a header. */
function emptyFile(file: string): Diagnostic {
  return diagnostic("suppress.wrong-file", `The suppression list is an empty file: ${file}`, {
    hint: "To suppress nobody, write only the header `key` into the file.",
  });
}

function quoted(cell: string): string {
  return /[",#]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
