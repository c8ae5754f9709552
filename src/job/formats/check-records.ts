import { reportMissing } from "../../yaml/schema-issues.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import type { FixedValue } from "./fixed-schema.ts";
import type { RecordsValue } from "./records-schema.ts";

interface Described {
  readonly fields?: unknown;
  readonly copybook?: string | undefined;
}

/** Rows are described once: by the job or by a copybook. */
export function checkFixed(source: YamlSource, path: Path, fixed: FixedValue | undefined): void {
  if (fixed === undefined) return;
  checkDescribed(source, path, fixed);
  checkFraming(source, path, fixed);
}

/** The types of a file of nested records. */
export function checkRecords(
  source: YamlSource,
  path: Path,
  records: RecordsValue | undefined,
): void {
  if (records === undefined) return;
  checkFraming(source, path, records);
  const { type, types, delimiter } = records;
  if (types === undefined) {
    checkDescribed(source, path, records);
    checkForm(source, path, records, delimiter !== undefined);
    return;
  }
  if (type === undefined) reportMissing(source, [...path, "type"]);
  if (type !== undefined && (typeof type === "number") !== (delimiter !== undefined)) {
    const message =
      delimiter === undefined
        ? "Without a `delimiter` there are no columns: say `{ start, length }`."
        : "In a delimited file the type stands in a column: say its number.";
    source.report("wrong-value", [...path, "type"], message);
  }
  if (!Object.values(types).some(({ as }) => as === "record"))
    source.report("wrong-value", [...path, "types"], "One type must begin a record: `as: record`.");
  for (const [code, one] of Object.entries(types)) {
    const at = [...path, "types", code];
    if (one.as === "list" && one.into === undefined) reportMissing(source, [...at, "into"]);
    if (one.into !== undefined && one.as !== "list" && one.as !== "object") {
      const message = `\`into\` has no meaning for a ${one.as}; remove it.`;
      source.report("misplaced-key", [...at, "into"], message, { at: "key" });
    }
    if (one.as !== "skip") checkDescribed(source, at, one);
    checkForm(source, at, one, delimiter !== undefined);
  }
}

function checkDescribed(source: YamlSource, path: Path, { fields, copybook }: Described): void {
  if (fields === undefined && copybook === undefined) reportMissing(source, [...path, "fields"]);
  if (fields === undefined || copybook === undefined) return;
  const message = "The copybook says where the fields are; remove `fields`.";
  source.report("misplaced-key", [...path, "fields"], message, { at: "key" });
}

/** Delimited lines have columns, all others have places. */
function checkForm(
  source: YamlSource,
  path: Path,
  { fields, copybook }: Described,
  isDelimited: boolean,
): void {
  if (isDelimited && copybook !== undefined) {
    const message = "A copybook describes places, and this file is delimited; remove it.";
    source.report("misplaced-key", [...path, "copybook"], message, { at: "key" });
  }
  if (fields === undefined || Array.isArray(fields) === isDelimited) return;
  const message = isDelimited
    ? "In a delimited file these are the names of the columns: [name, -, other]."
    : "Without a `delimiter` each field has a place: `name: { start: 1, length: 8 }`.";
  source.report("wrong-value", [...path, "fields"], message);
}

function checkFraming(source: YamlSource, path: Path, value: FixedValue | RecordsValue): void {
  const { prefix, "line-ends": lineEnds, "record-bytes": recordBytes } = value;
  const idle =
    prefix === undefined
      ? lineEnds === false && recordBytes === undefined && value.copybook === undefined
        ? "line-ends"
        : undefined
      : lineEnds !== undefined
        ? "line-ends"
        : recordBytes === undefined
          ? undefined
          : "record-bytes";
  if (idle === undefined) return;
  const message =
    prefix === undefined
      ? "Records without line ends need `record-bytes` or a `prefix`."
      : `\`${idle}\` has no meaning where a prefix tells the records apart; remove it.`;
  source.report("misplaced-key", [...path, idle], message, { at: "key" });
}
