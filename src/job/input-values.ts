import type { DetailSpec, InputSpec, StatedPlaces } from "../model/job.ts";
import { expectOf } from "./expect-values.ts";
import { canonicalFormat, csvOf, fileOf } from "./file-values.ts";
import type { DetailValue, InputValue } from "./job-schema.ts";

/** Some hundreds of statements: a crash costs little, and workers stay busy. */
const SHARD_BYTES = 1024 * 1024;

/** The input, without the sources of its fields, which its layout decides on. */
export function inputOf(input: InputValue, folder: string, period: StatedPlaces["job"]): InputSpec {
  return {
    ...fileOf(input, folder),
    format: canonicalFormat(input),
    recordsPath: input["records-path"] ?? "",
    key: input.key,
    order: input.order ?? "none",
    csv: csvOf(input),
    details: (input.details ?? []).map((detail) => detailOf(detail, folder)),
    expect: expectOf(input.expect ?? {}, folder, period),
    shardBytes: input["shard-bytes"] ?? SHARD_BYTES,
  };
}

export function detailOf(detail: DetailValue, folder: string): DetailSpec {
  const expectRows = detail["expect-rows"];
  return {
    ...fileOf(detail, folder),
    into: detail.into,
    keyColumn: detail["key-column"],
    order: detail.order ?? "none",
    csv: csvOf(detail),
    ...(expectRows !== undefined && { expectRows }),
  };
}
