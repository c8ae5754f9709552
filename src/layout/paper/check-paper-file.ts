import { byPlace, type Diagnostic } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { reportSecretValues } from "../../yaml/secret-scan.ts";
import { envelopeSchema, stockSchema } from "./stocks.ts";
import { readYaml } from "../../yaml/yaml-source.ts";

const SCHEMAS = { stock: stockSchema, envelope: envelopeSchema } as const;

/** Checks a file of a stock or envelope by itself, and that the file is named after it. */
export function checkPaperFile(
  host: Host,
  file: string,
  kind: keyof typeof SCHEMAS,
): readonly Diagnostic[] {
  const source = readYaml(host, file, "layout");
  if (source.diagnostics.length > 0) return source.diagnostics;
  const own: Readonly<Record<string, unknown>> | undefined = checkAgainst(
    source,
    [],
    SCHEMAS[kind],
    source.value,
  );
  reportSecretValues(source);
  const name = String(own?.[kind]);
  if (own !== undefined && !file.endsWith(`/${name}.yaml`)) {
    const message = `The ${kind} \`${name}\` must be in ${name}.yaml; rename the file.`;
    source.report("paper-file-name", [kind], message);
  }
  return source.diagnostics.toSorted(byPlace);
}
