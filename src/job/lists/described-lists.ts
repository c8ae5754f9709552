import type { CopybookReader } from "../formats/copybook/read-copybooks.ts";
import type { SeedsValue, SuppressValue } from "./list-schema.ts";

/** The lists with the fields of the copybooks that they name. */
export function describedLists(copybooks: CopybookReader, value: SuppressValue): SuppressValue {
  if (!Array.isArray(value))
    return typeof value === "string" ? value : copybooks.inFile(["suppress"], value);
  return value.map((list, index) =>
    typeof list === "string" ? list : copybooks.inFile(["suppress", index], list),
  );
}

export function describedSeeds(copybooks: CopybookReader, value: SeedsValue): SeedsValue {
  return typeof value === "string" ? value : copybooks.inFile(["seeds"], value);
}
