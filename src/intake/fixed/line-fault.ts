import { counted } from "../../base/counted.ts";
import { limits } from "../../base/limits.ts";
import type { ForeignFault } from "../copy/foreign-source.ts";

/** What is wrong with the size of a line; `recordBytes` is what each must have, if the job says. */
export function lineFault(
  sizeBytes: number,
  recordBytes: number | undefined,
): ForeignFault | undefined {
  if (sizeBytes > limits.csvRowBytesMax)
    return { code: "data.record-too-large", message: "the line is longer than allowed: split it" };
  if (recordBytes === undefined || sizeBytes === recordBytes) return undefined;
  const message =
    `the line has ${counted(sizeBytes, "byte")}, not ${recordBytes}: it may be torn; ` +
    "send it again, or correct `record-bytes`";
  return { code: "data.record-length", message };
}
