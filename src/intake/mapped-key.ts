import { compileSource } from "../mapping/compile-source.ts";
import type { InputSpec } from "../model/job.ts";

/**
 * Compiles what makes a key as records have it of one as their sender writes it: in the rows that
 * are joined by it, in lists. A text that is no such key stays as it is.
 */
export function compileKey({
  key,
  fields,
}: Pick<InputSpec, "key" | "fields">): (written: string) => string {
  const source = fields?.[key];
  if (source?.convert === undefined || source.source.kind !== "column") return (written) => written;
  const take = compileSource<string>(
    source,
    () => (written) => written,
    (value) => value,
  );
  return (written) => {
    const made = take(written);
    return typeof made === "string" ? made : written;
  };
}
