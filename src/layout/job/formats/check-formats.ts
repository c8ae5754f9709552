import { keysOf } from "../../../base/keys-of.ts";
import { reportMissing } from "../../yaml/schema-issues.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import type { DetailValue, InputValue } from "../job-schema.ts";
import { copyFormOf, FOREIGN_FORMATS, formatSections } from "./format-sections.ts";

const DIALECT_KEYS = ["delimiter", "quote", "dialect"] as const;

/** Keys that belong to only one format, in the input and in its detail files. */
export function checkFormats(source: YamlSource, input: InputValue): void {
  const { format } = input;
  const isRows = format === "csv" || copyFormOf(input) === "rows";
  if (isRows && input.columns === undefined) reportMissing(source, ["input", "columns"]);
  const misplaced = [
    ...(isRows ? [] : (["columns"] as const)),
    ...(format === "json" ? [] : (["records-path"] as const)),
  ];
  reportMisplaced(source, ["input"], input, format, misplaced);
  checkFile(source, ["input"], input, format);
  for (const [index, detail] of (input.details ?? []).entries())
    checkFile(source, ["input", "details", index], detail, detail.format ?? "csv");
}

/** A format has a section of its own name and none of another's; csv alone has a dialect. */
function checkFile(
  source: YamlSource,
  path: Path,
  file: InputValue | DetailValue,
  format: InputValue["format"],
): void {
  const isForeign = FOREIGN_FORMATS.some((name) => name === format);
  const sections = keysOf(formatSections);
  if (isForeign && sections.some((name) => name === format) && !(format in file))
    reportMissing(source, [...path, format]);
  const misplaced = [
    ...sections.filter((name) => name !== format),
    ...(format === "csv" ? [] : DIALECT_KEYS),
    ...(isForeign ? (["encoding"] as const) : []),
  ];
  reportMisplaced(source, path, file, format, misplaced);
}

function reportMisplaced(
  source: YamlSource,
  path: Path,
  file: InputValue | DetailValue,
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
