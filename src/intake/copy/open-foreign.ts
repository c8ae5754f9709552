import type { FormatSpec } from "../../model/input-format.ts";
import type { ForeignFile, ForeignSource } from "./foreign-source.ts";

/** Opens a file in a format of its own; the reader of a format is loaded if it is used. */
export async function openForeign(spec: FormatSpec, file: ForeignFile): Promise<ForeignSource> {
  switch (spec.kind) {
    case "fixed":
      return (await import("../fixed/fixed-table.ts")).fixedTable(spec, file);
  }
}
