import type { Host } from "../../base/host.ts";
import type { ObjectShape, Shape } from "../../model/data-shape.ts";
import type { ListForm } from "../../model/list-spec.ts";
import { INSERTER_STATUSES, REPRINT_CAUSES } from "../../model/reprint.ts";
import { CopybookReader } from "../formats/copybook/read-copybooks.ts";
import { checkedFields } from "../mapping/check-fields.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import { sourceColumns } from "../../mapping/source-words.ts";
import { checkForm } from "./check-lists.ts";
import type { ResultsValue } from "./list-schema.ts";
import { formedList } from "./list-values.ts";

const TEXT: Shape = { kind: "text", optional: true };

/** What the result files of machines can say of a piece. */
const RESULT: ObjectShape = {
  kind: "object",
  fields: {
    piece: TEXT,
    data_matrix: TEXT,
    status: { ...TEXT, oneOf: [...INSERTER_STATUSES] },
    cause: { ...TEXT, oneOf: [...REPRINT_CAUSES] },
  },
};
const COLUMNS = Object.keys(RESULT.fields);

/** What a device says of its result files; files that it names are relative to its own. */
export function checkedResults(
  source: YamlSource,
  host: Host,
  path: Path,
  value: ResultsValue,
): ListForm {
  const { file } = source;
  const folder = file.slice(0, file.lastIndexOf("/")) || "/";
  const written = { ...value, file: "" };
  checkForm(source, path, written);
  const described = new CopybookReader(source, host, folder).inFile(path, written);
  const job = { source, host, folder, currencyDigits: 2, owner: "a result file's" };
  const targets = { shape: RESULT, targets: COLUMNS, isNested: false };
  const fields = checkedFields(job, path, value, targets);
  // Whatever takes columns by their names is a table.
  const columns = value.columns ?? (sourceColumns(fields).length > 0 ? {} : undefined);
  const { file: _, compression: __, ...form } = formedList({ ...described, columns }, folder);
  return { ...form, ...(Object.keys(fields).length > 0 && { fields }) };
}
