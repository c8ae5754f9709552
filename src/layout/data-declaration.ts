import type { ObjectShape, ScalarKind, ScalarShape, Shape } from "../model/data-shape.ts";
import { nameHint } from "../yaml/suggest.ts";
import type { Path, YamlSource } from "../yaml/yaml-source.ts";

const KINDS = ["text", "money", "date", "integer", "decimal", "boolean", "address"] as const;
const ONE_OF = /^one of \[(.*)\]$/;
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const DEPTH_MAX = 8;
/** Words that CEL reserves. */
const RESERVED = new Set(
  (
    "as break const continue else false for function if import in let loop package namespace " +
    "null return true var void while"
  ).split(" "),
);

/** Types that CEL knows by name: they cannot name a variable, but may name a field inside one. */
const CEL_NAMES = new Set(
  "bool bytes cel double google int list map null_type optional string type uint".split(" "),
);

/** Whether a name can start an expression: a field of the record, or a row. */
export function isVariableName(name: string): boolean {
  return (
    NAME.test(name) && !RESERVED.has(name) && !CEL_NAMES.has(name) && !(name in Object.prototype)
  );
}

/** What is needed to read declared data. */
export interface ShapeReading {
  readonly source: YamlSource;
  /** Decimals of the layout's currency. */
  readonly moneyDigits: number;
  /** Collects the paths of faulty fields. */
  readonly faulty: Set<string>;
}

/**
 * The shape that the `data:` section declares: fields by name, each a kind (with `?` if it may be
 * absent), `one of [a, b]`, a nested mapping, or a list `[{...}]`. Faulty fields are reported and
 * left out.
 */
export function readShape(reading: ShapeReading, path: Path, value: unknown): ObjectShape {
  const { source, faulty } = reading;
  const fields: Record<string, Shape> = {};
  if (!isMapping(value)) {
    source.report("wrong-value", path, "This must be a mapping of field names to kinds.");
    return { kind: "object", fields };
  }
  for (const [name, declared] of Object.entries(value)) {
    const at = [...path, name];
    const shape = isGoodName(source, at, name) ? fieldShape(reading, at, declared) : undefined;
    if (shape === undefined) faulty.add(at.slice(1).join("."));
    else fields[name] = shape;
  }
  return { kind: "object", fields };
}

function isGoodName(source: YamlSource, at: Path, name: string): boolean {
  const isFree = at.length > 2 && CEL_NAMES.has(name);
  if (isFree || isVariableName(name)) return true;
  const message = `\`${name}\` cannot name a field; use letters and digits, no CEL keyword.`;
  source.report("bad-field-name", at, message, { at: "key" });
  return false;
}

function fieldShape(reading: ShapeReading, at: Path, declared: unknown): Shape | undefined {
  const { source } = reading;
  if (at.length > DEPTH_MAX) {
    source.report("too-deep", at, `Data is nested more than ${DEPTH_MAX} deep; flatten it.`);
    return undefined;
  }
  if (typeof declared === "string") return scalarShape(reading, at, declared);
  if (isMapping(declared)) return readShape(reading, at, declared);
  if (Array.isArray(declared) && declared.length === 1 && isMapping(declared[0]))
    return { kind: "list", item: readShape(reading, [...at, 0], declared[0]) };
  source.report(
    "bad-kind",
    at,
    "This must be a kind, a mapping of fields, or a list of one mapping.",
  );
  return undefined;
}

function scalarShape(
  { source, moneyDigits }: ShapeReading,
  at: Path,
  declared: string,
): Shape | undefined {
  const optional = declared.endsWith("?");
  const word = (optional ? declared.slice(0, -1) : declared).trim();
  const choices = ONE_OF.exec(word);
  if (choices !== null) return choiceShape(source, at, choices[1] as string, optional);
  const kind = KINDS.find((known) => known === word);
  if (kind === undefined) {
    const message = `\`${word}\` is not a kind of data; use one of ${KINDS.join(", ")}.`;
    source.report("bad-kind", at, message, { hint: nameHint(word, "kinds", KINDS) });
    return undefined;
  }
  if (kind === "address") return { kind, optional };
  if (kind === "money") return { kind, optional, digits: moneyDigits };
  return { kind: kind satisfies ScalarKind, optional };
}

function choiceShape(
  source: YamlSource,
  at: Path,
  list: string,
  optional: boolean,
): ScalarShape | undefined {
  const oneOf = list.split(",").map((choice) => choice.trim().replace(/^(["'])(.*)\1$/, "$2"));
  if (oneOf.every((choice) => choice !== "") && new Set(oneOf).size === oneOf.length)
    return { kind: "text", optional, oneOf };
  source.report("bad-kind", at, "`one of [...]` needs distinct values, none of them empty.");
  return undefined;
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
