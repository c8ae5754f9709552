import type { MappedFile, MappedValue } from "../model/mapping.ts";

/**
 * A sampled mapping without its values: letters are `A` or `a` and digits `9`, so that a form shows
 * and nobody's data do.
 */
export function maskMapping(files: readonly MappedFile[]): MappedFile[] {
  return files.map(({ file, fields }) => ({
    file,
    fields: fields.map((field) => ({ ...field, values: field.values.map(maskValue) })),
  }));
}

function maskValue({ read, made, isFaulty }: MappedValue): MappedValue {
  return { read: read.map(masked), isFaulty, ...(made !== undefined && { made: masked(made) }) };
}

/** Both words have one form, as it would tell which of them it is. */
function masked(text: string): string {
  if (text === "true" || text === "false") return "true|false";
  return text
    .replaceAll(/\p{Lu}/gu, "A")
    .replaceAll(/(?!A)\p{L}/gu, "a")
    .replaceAll(/\p{Nd}/gu, "9");
}
