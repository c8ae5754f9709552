import { plainDecimal } from "../check/plain-decimal.ts";
import { unitFault } from "../check/fault.ts";
import { limits } from "../../base/limits.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import type { CodeOf } from "../../base/diagnostic-code.ts";
import type { JsonListsSpec } from "../../model/input-format.ts";
import type {
  ForeignFault,
  ForeignFile,
  ForeignPlace,
  ForeignRecord,
  ForeignRow,
  ForeignSource,
} from "../copy/foreign-source.ts";
import { FileWindow, readRange } from "../files/file-window.ts";
import { textDecodeFor } from "../files/text-decode.ts";
import { valueAtPath } from "./field-path.ts";
import { membersFault } from "./json-members.ts";
import { GAP, JsonRecords } from "./json-records.ts";

const BATCH = 256;
const BOM = Buffer.of(0xef, 0xbb, 0xbf);
/** What the name of a member is called in its record. */
const NAME = "@name";

/**
 * Records of a JSON document wherever its path leads: members of objects, lists in many
 * places. A shard starts at an offset and knows nothing else, so a shard cannot start at these.
 */
export function jsonLists(spec: JsonListsSpec, file: ForeignFile): ForeignSource {
  if (spec.form === "records") return { form: "records", batches: () => records(spec, file) };
  const { columns = [] } = file;
  const paths = columns.map((column) => column.split("."));
  return {
    form: "rows",
    columns,
    async *batches() {
      for await (const batch of records(spec, file))
        yield batch.map((record) => rowOf(record, columns, paths));
    },
  };
}

async function* records(
  { recordsPath }: JsonListsSpec,
  { open, sizeBytes, file }: ForeignFile,
): AsyncGenerator<readonly ForeignRecord[]> {
  const start = readRange(open, 0, BOM.length).equals(BOM) ? BOM.length : 0;
  const window = new FileWindow(open, { start, end: sizeBytes });
  const decode = textDecodeFor("utf-8");
  const found = new JsonRecords({ window, file, recordsPath, decode });
  const isNamed = recordsPath.endsWith("*");
  let batch: ForeignRecord[] = [];
  let line = 0;
  for (const byteOffset of found.starts()) {
    if (byteOffset === GAP) continue;
    line += 1;
    const place = { line, byteOffset, sizeBytes: found.end - byteOffset };
    batch.push(parsed(window, place, isNamed ? found.memberName : ""));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function parsed(window: FileWindow, place: ForeignPlace, name: string): ForeignRecord {
  const { byteOffset, sizeBytes } = place;
  if (sizeBytes > limits.recordBytesMax) return broken(place, "data.record-too-large");
  const text = textDecodeFor("utf-8")(window.view(byteOffset, byteOffset + sizeBytes));
  if (text === undefined) return broken(place, "data.bad-utf8");
  const value = parse(text);
  if (!isPlainObject(value)) return broken(place, "data.json-syntax");
  const fault = membersFault(text, value);
  if (fault !== "") return broken(place, fault);
  return { value: name === "" ? value : { ...value, [NAME]: name }, place };
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function broken(place: ForeignPlace, code: CodeOf<"data">): ForeignRecord {
  return { value: {}, place, fault: { code, message: unitFault(code).message } };
}

function rowOf(
  { value, place, fault: given }: ForeignRecord,
  columns: readonly string[],
  paths: readonly (readonly string[])[],
): ForeignRow {
  let fault: ForeignFault | undefined = given;
  const fields = paths.map((path, index) => {
    const text = textOf(valueAtPath(value, path));
    const column = columns[index] ?? "";
    const message = `${column} is a list or an object: name what is in it, such as ${column}.id`;
    if (text === undefined) fault ??= { code: "data.wrong-type", column, message };
    return text ?? "";
  });
  return fault === undefined ? { fields, place } : { fields, place, fault };
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return plainDecimal(String(value));
  return typeof value === "boolean" ? String(value) : undefined;
}
