import type { RejectGroup } from "../model/reject.ts";

/** Where a reject stands in its file: its line, or its record in a format without lines. */
export function rejectPlace({
  file,
  line,
  ordinal,
}: Pick<RejectGroup, "file" | "line" | "ordinal">): string {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return line > 0 ? `${name}:${line}` : `${name}, record ${ordinal + 1}`;
}
