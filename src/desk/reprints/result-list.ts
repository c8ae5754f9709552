import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { suggest } from "../../base/nearest-name.ts";
import { compressionOf } from "../../base/packing-name.ts";
import { listNamed } from "../../intake/lists/list-name.ts";
import type { Job } from "../../model/job.ts";
import type { ListSpec } from "../../model/list-spec.ts";

/**
 * A list of pieces as the file of a machine of the run's shop; without a machine, of the form that
 * its name tells. Throws a `UsageError` if the shop says nothing of the machine's files.
 */
export function resultList({ shop }: Job, file: string, machine: string | undefined): ListSpec {
  if (machine === undefined) return listNamed(file);
  const { presses = [], inserters = [] } = shop?.devices ?? {};
  const known = [...inserters, ...presses].filter(({ results }) => results !== undefined);
  const form = known.find(({ name }) => name === machine)?.results;
  if (form !== undefined) return { ...form, file, compression: compressionOf(file) };
  throw new UsageError([
    unknownMachine(
      machine,
      known.map(({ name }) => name),
    ),
  ]);
}

function unknownMachine(machine: string, names: readonly string[]): Diagnostic {
  const message = `The run's shop says of no machine \`${machine}\` what its result files are.`;
  const hint =
    names.length === 0
      ? "Say it in the machine's file, as `results`; runs that begin then know it."
      : (suggest(machine, names) ?? `It says it of ${names.join(", ")}.`);
  return diagnostic("reprint.unknown-machine", message, { hint });
}
