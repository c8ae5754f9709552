import type { Diagnostic } from "../base/diagnostic.ts";
import type { CsvSpec, InputFile } from "../model/job.ts";
import { didYouMean } from "./did-you-mean.ts";
import { inputFinding } from "./input-findings.ts";

/** What a file's header and the job's columns say of each other that cannot be. */
export function checkHeader(
  columns: readonly string[],
  spec: InputFile & { readonly csv: CsvSpec },
  keyColumn: string | undefined,
): Diagnostic[] {
  const mapped = new Set(Object.keys(spec.csv.columns));
  if (keyColumn !== undefined) mapped.add(keyColumn);
  const present = new Set(columns);
  const unknown = [...present].filter((name) => !mapped.has(name));
  const missing = [...mapped].filter((name) => !present.has(name));
  const find = (message: string, hint?: string): Diagnostic =>
    inputFinding("input.header", message, { file: spec.file, line: 1 }, hint);
  return [
    ...repeated(columns).map((name) => find(`the header has the column ${name} twice`)),
    ...missing.map((name) =>
      find(`the header has no column ${name}, which the job maps`, didYouMean(name, unknown)),
    ),
    ...unknown.map((name) =>
      find(
        `the job maps no field to the column ${name}`,
        didYouMean(name, missing) ?? `map it, or say "${name}": "-" to leave it aside`,
      ),
    ),
  ];
}

function repeated(columns: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of columns) (seen.has(name) ? twice : seen).add(name);
  return [...twice];
}
