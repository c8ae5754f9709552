import type { YamlCode } from "../base/yaml-code.ts";
import type { z } from "zod";
import { isSecretKey, reportSecret } from "./secret-scan.ts";
import { suggest } from "../base/nearest-name.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

/** What a schema requires, in words, and the code of the diagnostic if it is not met. */
const wants = new Map<string, YamlCode>();

/** Registers the message that a schema gives as `error`, with its diagnostic code. */
export function fault(code: YamlCode, message: string): string {
  wants.set(message, code);
  return message;
}

/**
 * Checks `value`, found at `path` of the source, against a schema and reports every issue at its
 * place; undefined if there were any.
 */
export function checkAgainst<T extends z.ZodType>(
  source: YamlSource,
  path: Path,
  schema: T,
  value: unknown,
): z.output<T> | undefined {
  // Each schema reads one file or section: code made for the next time would never pay.
  const result = schema.safeParse(value, { jitless: true });
  if (result.success) return result.data;
  for (const issue of result.error.issues.flatMap(innerIssues))
    reportIssue(source, path, schema, value, issue);
  return undefined;
}

/**
 * The issues of the one choice of a union that a value is meant as, whatever else it may be: a
 * mapping or list whose members are at fault. Where there is none, or several, the union's own.
 */
function innerIssues(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [meant, ...others] = issue.errors.filter((issues) =>
    issues.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys"),
  );
  if (meant === undefined || others.length > 0) return [issue];
  return meant.flatMap((inner) => innerIssues({ ...inner, path: [...issue.path, ...inner.path] }));
}

function reportIssue(
  source: YamlSource,
  path: Path,
  schema: z.ZodType,
  value: unknown,
  issue: z.core.$ZodIssue,
): void {
  const at = [
    ...path,
    ...issue.path.map((step) => (typeof step === "number" ? step : `${String(step)}`)),
  ];
  if (issue.code === "unrecognized_keys") {
    const known = keysOf(schema, issue.path);
    for (const key of issue.keys) reportUnknownKey(source, [...at, key], known);
    return;
  }
  if (valueAt(value, issue.path) === null && reportCut(source, at)) return;
  if (valueAt(value, issue.path) === undefined && issue.path.length > 0) {
    reportMissing(source, at);
    return;
  }
  // The fault found inside a bad key says more than that the key is bad.
  const { message } = (issue.code === "invalid_key" ? issue.issues[0] : undefined) ?? issue;
  const named = wants.get(message);
  if (named !== undefined) reportNamed(source, named, at, message);
  else source.report("wrong-value", at, describe(issue), { hint: choiceHint(issue, value) });
}

/** Whether nothing is there because a `#` begins a comment, as in `navy: #12345b`. */
function reportCut(source: YamlSource, path: Path): boolean {
  const cut = source.cutTexts().find((each) => each.path.join("\n") === path.join("\n"));
  if (cut === undefined) return false;
  const message = "There is no value here: `#` after a blank begins a comment.";
  const hint = `put the value in quotes: "#${cut.comment.trim()}"`;
  source.report("cut-text", path, message, { at: "key", hint });
  return true;
}

/** The part of a schema's message after the colon says how to fix the value: the hint. */
function reportNamed(source: YamlSource, code: YamlCode, path: Path, wanted: string): void {
  const [what = "", how] = wanted.split(/: (.*)/s);
  if (how === undefined) source.report(code, path, wanted);
  else source.report(code, path, `${what}.`, { hint: how });
}

/** Reports a key that is not allowed in its place. */
export function reportUnknownKey(source: YamlSource, path: Path, known: Iterable<string>): void {
  const key = String(path.at(-1));
  if (isSecretKey(key)) return reportSecret(source, path, "key");
  const names = [...known];
  const hint = suggest(key, names) ?? `known keys: ${names.join(", ")}`;
  source.report("unknown-key", path, `The key \`${key}\` does not belong here; remove it.`, {
    at: "key",
    hint,
  });
}

export function reportMissing(source: YamlSource, path: Path): void {
  const key = String(path.at(-1));
  source.report("missing-key", path, `The key \`${key}\` is missing here; add it.`);
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a mapping (key: value)",
  record: "a mapping (key: value)",
  array: "a list",
  tuple: "a list",
};

function describe(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `This must be ${TYPE_WORDS[issue.expected] ?? issue.expected}.`;
    case "invalid_value":
      return `This must be one of: ${issue.values.map(String).join(", ")}.`;
    case "too_small":
      return `This must be at least ${String(issue.minimum)}${unit(issue.origin)}.`;
    case "too_big":
      return `This must be at most ${String(issue.maximum)}${unit(issue.origin)}.`;
    default:
      return `This is not valid: ${issue.message.replace(/\.$/, "")}.`;
  }
}

function unit(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "array" ? " entries long" : "";
}

function choiceHint(issue: z.core.$ZodIssue, value: unknown): string | undefined {
  if (issue.code !== "invalid_value") return undefined;
  return suggest(String(valueAt(value, issue.path)), issue.values.map(String));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}

/** The keys that the object schema at `path` inside `schema` knows. */
function keysOf(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = unwrapped(schema);
  for (const step of path) at = unwrapped(stepInto(at, step));
  const { shape, options = [] } = (at ?? {}) as {
    shape?: Record<string, unknown>;
    options?: readonly { shape?: Record<string, unknown> }[];
  };
  return Object.keys(shape ?? options.find((one) => one.shape !== undefined)?.shape ?? {});
}

function stepInto(schema: unknown, step: PropertyKey): unknown {
  const { shape, element, valueType, options } = schema as {
    shape?: Record<PropertyKey, unknown>;
    element?: unknown;
    valueType?: unknown;
    options?: readonly unknown[];
  };
  const inner = (): unknown => options?.map((one) => stepInto(unwrapped(one), step)).find(Boolean);
  return shape?.[step] ?? element ?? valueType ?? inner();
}

function unwrapped(schema: unknown): unknown {
  let at = schema as { unwrap?: () => unknown; type?: string } | undefined;
  while (at?.type === "optional" || at?.type === "lazy") at = at.unwrap?.() as typeof at;
  return at;
}
