import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { codeTable } from "../../src/report/code-table.ts";

const src = fileURLToPath(new URL("../../src/", import.meta.url));
/** Areas of codes; those of YAML files and of stores share theirs. */
const AREAS = Array.from(
  new Set(Object.keys(codeTable).map((code) => code.slice(0, code.indexOf(".")))),
)
  .concat("layout", "job", "ledger", "register")
  .join("|");
const CODE = new RegExp(`(["'])((?:${AREAS})\\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\\1`, "g");
/** Names of files and of properties that look like codes. */
const NO_CODE = /\.(yaml|json|html|ndjson|csv|pdf|db|ts|js|frag|partial)$/;

/** Calls that are given a code without its area: it is that of the YAML file being checked. */
const YAML_CALLS =
  /(?:\.report|#fail|\bfault|new ExpressionFault)\((?:\w+ \? )?\s*(["'`])([^"'`\n]+)\1/g;
const STORE_CALLS = /\bstoreFault\([^"]*?,\s*(["'])([a-z-]+)\1/g;
const YAML_FIELDS = /\bcode: (["'`])([a-z-]+)\1/g;

export interface CodeUse {
  /** As in the catalogue: `data.missing-key`, `yaml.wrong-value` for `layout.` and `job.` ... */
  readonly code: string;
  readonly file: string;
}

/** The second of two codes, as in `report(isMissing ? "one" : "other"`. */
const YAML_OTHERS = /\.report\(\w+ \? "[a-z0-9-]+" : (["'])([a-z0-9-]+)\1/g;

/** Every diagnostic code that the sources name, with the file; `${…}` is written as `*`. */
export function codesInSources(): CodeUse[] {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("report/"))
    .sort();
  return files.flatMap((file) => codesIn(file, readFileSync(join(src, file), "utf8")));
}

/** The codes that one file names. */
export function codesIn(file: string, text: string): CodeUse[] {
  const program = text.replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, "");
  const full = [...program.matchAll(CODE)].flatMap(([, , code]) =>
    code === undefined || NO_CODE.test(code) ? [] : [code],
  );
  const isAboutYaml = ["layout/", "job/", "yaml/", "engine/"].some((room) => file.startsWith(room));
  const short = isAboutYaml
    ? [YAML_CALLS, YAML_OTHERS, YAML_FIELDS].flatMap((pattern) =>
        [...program.matchAll(pattern)].map(([, , code]) => `yaml.${code}`),
      )
    : [];
  const store = [...program.matchAll(STORE_CALLS)].map(([, , code]) => `store.${code}`);
  const stars = short.map((code) => code.replaceAll(/\$\{[^}]*\}/g, "*"));
  return [...full, ...store, ...stars].map((code) => ({ code, file }));
}
