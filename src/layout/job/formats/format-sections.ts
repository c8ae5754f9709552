import type { CopyForm, ForeignFormat, FormatSpec } from "../../../model/input-format.ts";
import { fixedOf, fixedSchema } from "./fixed-schema.ts";

/**
 * The section of each format that is read through a work copy, under the format's own name. A new
 * format adds its line here and in `formatOf`.
 */
export const formatSections = {
  fixed: fixedSchema.optional(),
};

export const FOREIGN_FORMATS = ["fixed"] as const satisfies readonly ForeignFormat[];

/** What a checked input or detail file says of a format of its own. */
export interface FormatValue {
  readonly format?: string | undefined;
  readonly fixed?: Parameters<typeof fixedOf>[0] | undefined;
}

/** What the work copy of a file in a format of its own is. */
export function copyFormOf(value: FormatValue): CopyForm | undefined {
  return formatOf(value)?.form;
}

/** The format of a file that is read through a work copy; undefined for any other. */
export function formatOf(value: FormatValue): FormatSpec | undefined {
  switch (value.format) {
    case "fixed":
      return value.fixed && fixedOf(value.fixed);
    default:
      return undefined;
  }
}
