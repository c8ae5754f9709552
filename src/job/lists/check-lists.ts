import { checkFormat } from "../formats/check-formats.ts";
import { checkDialect } from "../formats/dialect-schema.ts";
import { copyFormOf, formatSections } from "../formats/format-sections.ts";
import type { FormedValue } from "../file-values.ts";
import type { InputValue } from "../job-schema.ts";
import { keysOf } from "../../base/keys-of.ts";
import { reportMissing } from "../../yaml/schema-issues.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import type { SeedsValue, SuppressValue } from "./list-schema.ts";
import { likeInput, writtenSeeds } from "./seeds-values.ts";

/** What a job or shop says of the form of its suppression lists. */
export function checkSuppress(source: YamlSource, value: SuppressValue | undefined): void {
  if (Array.isArray(value))
    for (const [index, list] of value.entries()) checkForm(source, ["suppress", index], list);
  else if (value !== undefined) checkForm(source, ["suppress"], value);
}

/** Seeds that are mapped as the input is must have what the mapping reads. */
export function checkSeeds(
  source: YamlSource,
  path: Path,
  value: SeedsValue,
  input: InputValue,
): void {
  const written = writtenSeeds(value, input);
  if (written === undefined) return;
  if (typeof value !== "string") checkForm(source, path, value);
  if (hasRows(likeInput(written, input)) !== hasRows(input)) {
    const [own, other] = hasRows(input) ? ["rows", "records"] : ["records", "rows"];
    const message = `The input's mapping is of ${own}, but these seeds are ${other}.`;
    const hint = "give them in the input's format, or as .ndjson in the shape of the layout";
    source.report("wrong-value", path, message, { hint });
  }
  const lists = (input.details ?? []).map(({ into }) => into);
  for (const into of Object.keys(written.details ?? {})) {
    if (lists.includes(into)) continue;
    const message = `\`${into}\` is not one of the input's detail lists; name one.`;
    const hint = nameHint(into, "lists", lists);
    source.report("unknown-field", [...path, "details", into], message, { at: "key", hint });
  }
}

function hasRows(value: InputValue): boolean {
  return value.format === "csv" || copyFormOf(value) === "rows";
}

/** What is said of a file's format. */
export function checkForm(source: YamlSource, path: Path, value: string | FormedValue): void {
  if (typeof value === "string") return;
  checkDialect(source, path, value);
  const { format } = value;
  if (format !== undefined) return checkFormat(source, path, value, format);
  // A section says how to read a format, which nothing says that the file has.
  for (const name of [...keysOf(formatSections), "records-path"])
    if (name in value) return reportMissing(source, [...path, "format"]);
}
