import type { StatedFault } from "../check/fault.ts";
import type { ForeignFault } from "./foreign-source.ts";

/** A fault that the reader of a format has found, as rejects have it. */
export function statedFault({ code, column = "", message, place }: ForeignFault): StatedFault {
  return { code, field: column, message, ...(place && { place }) };
}
