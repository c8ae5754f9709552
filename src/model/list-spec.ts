import type { InputFile } from "./job.ts";
import type { FieldSources } from "./mapping.ts";

/** A list made by others, such as of keys that get nothing. */
export interface ListSpec extends InputFile {
  /**
   * What the list is: text of one value a line or CSV, a JSON object a line, or the format in
   * `foreign`; `named` leaves it to the name of the file, or of the member of its archive, of which
   * all that tell nothing are text, or CSV of the dialect in `foreign`.
   */
  readonly format: "named" | "text" | "ndjson" | "foreign";
  /** The sender's columns to those of the list; its own names if absent. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Sources of the list's own columns that are no columns of the sender taken as they stand. */
  readonly fields?: FieldSources;
  /** Keys are written as documents have them, not as the sender's files do. */
  readonly isMapped?: true;
}

/** The form of lists, wherever they lie. */
export type ListForm = Omit<ListSpec, "file" | "more" | "compression">;
