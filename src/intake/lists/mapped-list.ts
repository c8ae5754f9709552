import type { ListSpec } from "../../model/list-spec.ts";
import { compileSource } from "../../mapping/compile-source.ts";
import { columnsOf, sourceColumns } from "../../mapping/source-words.ts";
import { plainText } from "../../mapping/plain-text.ts";
import { Unmade } from "../../mapping/unmade.ts";
import type { ListRow } from "./list-row.ts";

/** How a list is read, and what a row of it means. */
export interface CompiledList {
  readonly read: ListSpec;
  readonly take: (row: ListRow) => ListRow;
}

type Cells = ListRow["cells"];

/** Compiles a list whose columns have sources of their own; any other stays as it is. */
export function compileList(spec: ListSpec): CompiledList {
  const { columns, fields } = spec;
  if (fields === undefined) return { read: spec, take: (row) => row };
  const own = Object.entries(columns ?? {});
  const sent = [...own.map(([column]) => column), ...sourceColumns(fields)];
  // Several of the list's columns may be made of one of the sender's.
  const asSent = Object.fromEntries(sent.map((column) => [column, column]));
  const makes = Object.entries(fields).map(([name, field]) => {
    const make = compileSource<Cells>(
      field,
      (column) => (cells) => cells[column],
      (value) => value,
    );
    return { name, make, column: columnsOf(field.source)[0] ?? "" };
  });
  const take = (row: ListRow): ListRow => {
    if (row.fault !== undefined) return row;
    const cells: Record<string, string> =
      columns === undefined
        ? { ...row.cells }
        : Object.fromEntries(own.map(([column, name]) => [name, row.cells[column] ?? ""]));
    for (const { name, make, column } of makes) {
      const made = make(row.cells);
      if (made instanceof Unmade) {
        const { message, hint } = made.faultAt(name);
        return { ...row, fault: { what: `has a fault: ${message}`, column, hint } };
      }
      cells[name] = plainText(made) ?? "";
    }
    return { ...row, cells };
  };
  return { read: columns === undefined ? spec : { ...spec, columns: asSent }, take };
}
