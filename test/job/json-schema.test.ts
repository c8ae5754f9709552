import { parse } from "yaml";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jobJsonSchema, layoutJsonSchema } from "../../src/job/json-schema.ts";
import { layoutSchema } from "../../src/layout/layout-schema.ts";
import { root } from "../layout/support.ts";

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly pattern?: string;
}

/** A small structural checker of the JSON Schema keywords above. */
function accepts(schema: Schema, value: unknown, whole: Schema): boolean {
  if (schema.$ref !== undefined) return accepts(referred(whole, schema.$ref), value, whole);
  if (schema.anyOf) return schema.anyOf.some((one) => accepts(one, value, whole));
  if ("const" in schema) return schema.const === value;
  if (schema.enum) return schema.enum.includes(value);
  if (Array.isArray(schema.type)) return schema.type.includes(typeof value);
  if (schema.type === "object") return acceptsObject(schema, value, whole);
  if (schema.type === "array") {
    if (!Array.isArray(value)) return false;
    const of = (index: number): Schema => schema.prefixItems?.[index] ?? schema.items ?? {};
    return value.every((item, index) => accepts(of(index), item, whole));
  }
  if (schema.type === "string")
    return typeof value === "string" && new RegExp(schema.pattern ?? "").test(value);
  if (schema.type === "number" || schema.type === "integer") return typeof value === "number";
  return schema.type === undefined || typeof value === schema.type;
}

function acceptsObject(schema: Schema, value: unknown, whole: Schema): boolean {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const { properties = {}, required = [], additionalProperties = true } = schema;
  if (!required.every((key) => Object.hasOwn(value, key))) return false;
  return Object.entries(value).every(([key, inner]) => {
    const own = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    return typeof own === "object" ? accepts(own, inner, whole) : own === true;
  });
}

function referred(whole: Schema, reference: string): Schema {
  let at: unknown = whole;
  for (const step of reference.split("/").slice(1)) at = (at as Record<string, unknown>)[step];
  return at as Schema;
}

const text = readFileSync(`${root}/layouts/retail-statement/layout.yaml`, "utf8");

test("the shipped layout is right by the zod schema and by the JSON Schema", () => {
  const value: unknown = parse(text);
  const schema = layoutJsonSchema() as Schema;
  expect(layoutSchema.safeParse(value).success).toBe(true);
  expect(accepts(schema, value, schema)).toBe(true);
});

test("the JSON Schema refuses what the zod schema refuses", () => {
  const schema = layoutJsonSchema() as Schema;
  for (const [find, write] of [
    ["size: 7pt", "size: 7px"],
    ["keep-with-next", "keep-with-nxt"],
    ["\ntitle: ", "\ntitel: "],
  ] as const) {
    const value: unknown = parse(text.replace(find, write));
    expect(layoutSchema.safeParse(value).success, write).toBe(false);
    expect(accepts(schema, value, schema), write).toBe(false);
  }
});

test("the job's JSON Schema lists its sections and what is required", () => {
  const schema = jobJsonSchema() as Schema;
  expect(Object.keys(schema.properties ?? {})).toContain("missing-glyph");
  expect(schema.required).toEqual(
    expect.arrayContaining(["job", "mode", "seed", "input", "layout", "mail"]),
  );
});
