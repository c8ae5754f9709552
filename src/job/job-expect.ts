import type { CompanionValue, InputValue } from "./job-schema.ts";
import { reportMissing } from "../yaml/schema-issues.ts";
import type { Path, YamlSource } from "../yaml/yaml-source.ts";

const PATH = ["input", "expect"];

/**
 * What a job says about trailer and companion that its input format cannot have, or that says
 * nothing.
 */
export function checkExpect(source: YamlSource, input: InputValue): void {
  const { trailer, companion } = input.expect ?? {};
  if (trailer !== undefined) {
    const path = [...PATH, "trailer"];
    if (input.format === "json") {
      const message = "`trailer` has no meaning for json; use `companion` and remove it.";
      source.report("misplaced-key", path, message, { at: "key" });
    } else {
      checkMarker(source, path, input.format, trailer);
      if (input.format === "ndjson" || input.format === "records")
        checkNames(source, path, trailer);
      if (!statesAny(trailer)) reportNothing(source, path);
    }
  }
  if (companion === undefined) return;
  const path = [...PATH, "companion"];
  checkNames(source, path, companion);
  checkFileNames(source, path, companion);
  const { sha256, bytes } = companion;
  if (sha256 === undefined && bytes === undefined && !statesAny(companion))
    reportNothing(source, path);
}

/** Files of several types of records have one for their trailer, which needs no other mark. */
function checkMarker(
  source: YamlSource,
  path: Path,
  format: InputValue["format"],
  trailer: Partial<Record<"marker" | "at", unknown>>,
): void {
  if (format === "records") {
    for (const key of ["marker", "at"] as const) {
      if (trailer[key] === undefined) continue;
      const message = `\`${key}\` has no meaning here: \`types\` tells the trailer; remove it.`;
      source.report("misplaced-key", [...path, key], message, { at: "key" });
    }
    return;
  }
  if (trailer.marker === undefined) reportMissing(source, [...path, "marker"]);
  if (format === "ndjson" && trailer.at === undefined) reportMissing(source, [...path, "at"]);
}

type Stated = NonNullable<NonNullable<InputValue["expect"]>["trailer" | "companion"]>;

function statesAny({ records, rows, sums, cycle, "as-of": asOf }: Stated): boolean {
  const named = [...Object.keys(rows ?? {}), ...Object.keys(sums ?? {})];
  return named.length > 0 || [records, cycle, asOf].some((place) => place !== undefined);
}

/** Only csv rows have columns to count. */
function checkNames(source: YamlSource, path: Path, stated: Stated): void {
  for (const [key, place] of Object.entries(stated)) {
    const places = typeof place === "object" ? Object.entries(place) : [];
    const wrong = places.filter(([, inner]) => typeof inner === "number").map(([name]) => [name]);
    for (const inner of typeof place === "number" ? [[]] : wrong) {
      const message = "This must be a name: there are no columns here to count.";
      source.report("wrong-value", [...path, key, ...inner], message);
    }
  }
}

const NO_FILE_NAME = /\{(?!(?:name|stem)\})/;
const FILE_NAME = /^\{file\}/;

/** Names of the input's files in a companion's path and places. */
function checkFileNames(
  source: YamlSource,
  path: Path,
  { file, sha256, bytes, ...stated }: CompanionValue,
): void {
  const { records, rows = {}, sums = {}, cycle, "as-of": asOf } = stated;
  const places = {
    file: file.replace(FILE_NAME, ""),
    sha256,
    bytes,
    records,
    cycle,
    "as-of": asOf,
  };
  const inner = { rows, sums };
  const report = (at: Path): void => {
    const message =
      "In braces stands the name of an input file: {name}, or {stem} without its end.";
    source.report("wrong-value", [...path, ...at], message, {
      hint: "a companion beside its file is `file: '{file}.ctl'`",
    });
  };
  for (const [key, place] of Object.entries(places))
    if (NO_FILE_NAME.test(String(place ?? ""))) report([key]);
  for (const [key, named] of Object.entries(inner))
    for (const [name, place] of Object.entries(named))
      if (NO_FILE_NAME.test(String(place))) report([key, name]);
}

function reportNothing(source: YamlSource, path: Path): void {
  const message = "This gives no total a place; name at least the place of `records`.";
  source.report("missing-key", path, message, { at: "key" });
}
