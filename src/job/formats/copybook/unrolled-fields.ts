import type { FixedPartsValue } from "../field-schema.ts";

export interface ShapedFields {
  readonly fields: FixedPartsValue;
  readonly fault?: string;
}

/** Rows have no lists: the items of a table become columns `NAME.1`, `NAME.2`. */
export function unrolledFields(fields: FixedPartsValue): ShapedFields {
  const flat: FixedPartsValue = {};
  let fault: string | undefined;
  const put = (parts: FixedPartsValue, offset: number, suffix: string): void => {
    for (const [name, part] of Object.entries(parts)) {
      const { start, times = 1, fields: inner, "depending-on": counted, ...form } = part;
      if (counted !== undefined)
        fault ??= `${name} has a length that differs, so it is no row; use \`format: records\`.`;
      for (let item = 1; item <= times; item += 1) {
        const own = part.times === undefined ? suffix : `${suffix}.${item}`;
        const from = offset + start + (item - 1) * part.length;
        if (inner === undefined) flat[`${name}${own}`] = { start: from, ...form };
        else put(inner, from - 1, own);
      }
    }
  };
  put(fields, 0, "");
  return { fields: flat, ...(fault !== undefined && { fault }) };
}
