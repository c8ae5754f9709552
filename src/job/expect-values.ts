import type { ExpectSpec, StatedPlaces } from "../model/job.ts";
import { absolute } from "../layout/absolute-path.ts";
import type { CompanionValue, InputValue, TrailerValue } from "./job-schema.ts";

/** What a job expects of its input; `period` is the job's own, which senders must name too. */
export function expectOf(
  expect: NonNullable<InputValue["expect"]>,
  folder: string,
  period: StatedPlaces["job"],
): ExpectSpec {
  const { records, sums, trailer, companion } = expect;
  return {
    ...(records !== undefined && { records }),
    sums: sums ?? {},
    ...(trailer !== undefined && {
      trailer: { marker: trailer.marker ?? "", at: trailer.at ?? 1, ...placesOf(trailer, period) },
    }),
    ...(companion !== undefined && {
      companion: {
        file: companion.file.startsWith("{file}")
          ? companion.file
          : absolute(folder, companion.file),
        ...(companion.sha256 !== undefined && { sha256: companion.sha256 }),
        ...(companion.bytes !== undefined && { bytes: companion.bytes }),
        ...placesOf(companion, period),
      },
    }),
  };
}

function placesOf(value: TrailerValue | CompanionValue, job: StatedPlaces["job"]): StatedPlaces {
  const asOf = value["as-of"];
  return {
    ...(value.records !== undefined && { records: value.records }),
    rows: value.rows ?? {},
    sums: value.sums ?? {},
    ...(value.cycle !== undefined && { cycle: value.cycle }),
    ...(asOf !== undefined && { asOf }),
    job,
  };
}
