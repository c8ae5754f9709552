import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import type { Scope } from "../expression/expression-scope.ts";
import { shapeInRows } from "../expression/expression-paths.ts";

const DOUBLED = /\{\{\s*([A-Za-z_][\w.]*)\s*(?:\|[^{}]*)?\}\}/;

/** Warns of texts that are right as YAML and as templates, but hardly as they are meant. */
export function adviseTexts(source: YamlSource, scope: Scope): void {
  for (const { path, comment } of source.cutTexts()) {
    const message = "This text ends here: `#` after a blank begins a comment.";
    const hint = `put the whole text in quotes, or remove \`#${comment.slice(0, 20)}\``;
    source.report("cut-text", path, message, { severity: "warning", hint });
  }
  visit(source, scope, [], source.value);
}

function visit(source: YamlSource, scope: Scope, path: Path, value: unknown): void {
  if (typeof value === "string") return adviseBraces(source, scope, path, value);
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value))
    visit(source, scope, [...path, Array.isArray(value) ? Number(key) : key], inner);
}

/** `{{customer.name}}`, as other template languages write it, shows braces. */
function adviseBraces(source: YamlSource, scope: Scope, path: Path, text: string): void {
  const found = DOUBLED.exec(text);
  const name = found?.[1] ?? "";
  if (found === null || !isKnown(scope, name)) return;
  const message = `Doubled braces show braces: this shows {${name}}, not its value.`;
  const hint = `write {${name}}`;
  const detail = { severity: "warning", hint, offset: found.index } as const;
  source.report("doubled-braces", path, message, detail);
}

function isKnown(scope: Scope, name: string): boolean {
  if (scope.named.has(name) || shapeInRows(scope.record, name) !== undefined) return true;
  const [, ...rest] = name.split(".");
  const lists = Object.values(scope.record.fields).filter((field) => field.kind === "list");
  return (
    rest.length > 0 && lists.some((list) => rest[0] !== undefined && rest[0] in list.item.fields)
  );
}
