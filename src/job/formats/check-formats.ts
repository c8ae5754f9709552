import { keysOf } from "../../base/keys-of.ts";
import { reportMissing } from "../../yaml/schema-issues.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import type { FormedValue } from "../file-values.ts";
import type { InputValue } from "../job-schema.ts";
import { checkFixed, checkRecords } from "./check-records.ts";
import { copyFormOf, FOREIGN_FORMATS, formatSections } from "./format-sections.ts";

const DIALECT_KEYS = ["delimiter", "quote", "dialect"] as const;

/** Sections that may be left half empty, but not out. */
const NEEDED = new Set(["fixed", "json-lists", "records", "xml"]);

/** Keys that belong to only one format, in the input and in its detail files. */
export function checkFormats(source: YamlSource, input: InputValue): void {
  const { format } = input;
  const isRows = format === "csv" || copyFormOf(input) === "rows";
  if (isRows && input.columns === undefined && input.fields === undefined)
    reportMissing(source, ["input", "columns"]);
  if (!isRows) reportMisplaced(source, ["input"], input, format, ["columns"]);
  checkFormat(source, ["input"], input, format);
  for (const [index, detail] of (input.details ?? []).entries())
    checkFormat(source, ["input", "details", index], detail, detail.format ?? "csv");
}

/** A format has a section of its own name and none of another's; csv alone has a dialect. */
export function checkFormat(
  source: YamlSource,
  path: Path,
  file: FormedValue,
  format: string,
): void {
  const isForeign = FOREIGN_FORMATS.some((name) => name === format);
  const sections = keysOf(formatSections);
  const own = sections.find((name) => name === format);
  const isNeeded = own !== undefined && !formatSections[own].unwrap().safeParse({}).success;
  if (isForeign && !(format in file) && (isNeeded || NEEDED.has(format)))
    reportMissing(source, [...path, format]);
  if (format === "xml" || format === "json-lists")
    checkPath(source, [...path, format], file[format]);
  checkFixed(source, [...path, "fixed"], file.fixed);
  checkRecords(source, [...path, "records"], file.records);
  const misplaced = [
    ...sections.filter((name) => name !== format),
    ...(format === "csv" ? [] : DIALECT_KEYS),
    ...(format === "json" ? [] : (["records-path"] as const)),
    ...(isForeign ? (["encoding"] as const) : []),
  ];
  reportMisplaced(source, path, file, format, misplaced);
}

/** Either records or rows, and lists of records alone. */
function checkPath(source: YamlSource, path: Path, section: PathSection | undefined): void {
  if (section === undefined) return;
  const { records, rows, lists } = section;
  if ((records === undefined) === (rows === undefined)) {
    const message = "Say either `records` or `rows`: where those are that you want.";
    source.report("wrong-value", path, message, { at: "key" });
  }
  if (rows === undefined || lists === undefined) return;
  const message = "Rows have no lists; remove it.";
  source.report("misplaced-key", [...path, "lists"], message, { at: "key" });
}

interface PathSection {
  readonly records?: string | undefined;
  readonly rows?: string | undefined;
  readonly lists?: unknown;
}

function reportMisplaced(
  source: YamlSource,
  path: Path,
  file: FormedValue,
  format: string,
  keys: readonly string[],
): void {
  for (const key of keys) {
    if (!(key in file)) continue;
    const within = key === "encoding" ? `; it belongs into \`${format}:\`` : "; remove it";
    const message = `\`${key}\` has no meaning for ${format}${within}.`;
    source.report("misplaced-key", [...path, key], message, { at: "key" });
  }
}
