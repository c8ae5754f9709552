import type { SeedsSpec } from "../../model/job.ts";
import { tableFormat } from "../../rules/table-name.ts";
import { inputOf } from "../input-values.ts";
import type { DetailValue, InputValue } from "../job-schema.ts";
import type { SeedsFileValue, SeedsValue } from "./list-schema.ts";

/** Of seeds nothing is expected that a sender could state. */
const NO_PERIOD = { cycle: "", asOf: "" };

/** The seeds of a job, without the sources of their fields, which its layout decides on. */
export function seedsOf(value: SeedsValue, input: InputValue, folder: string): SeedsSpec {
  const written = writtenSeeds(value, input);
  const like = written === undefined ? ownShape(value, input) : likeInput(written, input);
  return { input: inputOf(like, folder, NO_PERIOD), isMapped: written !== undefined };
}

/** Seeds that are mapped as the input is; undefined if they have the layout's own shape. */
export function writtenSeeds(value: SeedsValue, input: InputValue): SeedsFileValue | undefined {
  const written = typeof value === "string" ? { file: value } : value;
  const named = tableFormat(written.file);
  if (named === undefined && typeof value === "string") return undefined;
  // What the input is, its own sections describe.
  const isOther = named !== undefined && named !== input.format;
  return isOther ? { format: named, ...written } : written;
}

/** NDJSON, whatever the input's format. */
function ownShape(value: SeedsValue, { key, "shard-bytes": shardBytes }: InputValue): InputValue {
  const file = typeof value === "string" ? value : value.file;
  return { format: "ndjson", file, key, "shard-bytes": shardBytes };
}

/** What the input would be if its file were that of the seeds. */
export function likeInput(seeds: SeedsFileValue, input: InputValue): InputValue {
  const { details: given = {}, format, ...own } = seeds;
  const { key, columns, fields, "shard-bytes": shardBytes } = input;
  const form = format === undefined ? { ...input, members: undefined } : { format };
  return {
    ...form,
    ...own,
    key,
    columns,
    fields,
    "shard-bytes": shardBytes,
    order: "none",
    details: (input.details ?? []).flatMap((detail) => likeDetail(detail, given, seeds, input)),
    expect: undefined,
  };
}

/** The rows of a list in the file that is given for it, or where the input has them, too. */
function likeDetail(
  detail: DetailValue,
  given: Readonly<Record<string, string>>,
  seeds: SeedsFileValue,
  input: InputValue,
): DetailValue[] {
  const file = given[detail.into] ?? (detail.file === input.file ? seeds.file : undefined);
  if (file === undefined) return [];
  return [{ ...detail, file, members: undefined, order: "none", "expect-rows": undefined }];
}
