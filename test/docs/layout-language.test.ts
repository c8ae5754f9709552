import { z } from "zod";
import { expect, test } from "vitest";
import { VALUE_FORMATS } from "../../src/model/value-format.ts";
import { FUNCTION_NAMES } from "../../src/layout/expression/expression-scope.ts";
import { layoutJsonSchema } from "../../src/job/json-schema.ts";
import { envelopeSchema, stockSchema } from "../../src/layout/paper/stocks.ts";
import { codeSpans, readDocument } from "./documents.ts";

const reference = readDocument("layouts/README.md");
/** The words of all that stands in backticks. */
const words = new Set(codeSpans(reference).flatMap((span) => span.split(/[^\w-]+/)));

function missing(names: Iterable<string>): string[] {
  return [...new Set(names)].filter((name) => !words.has(name));
}

/** Every key and every choice that a JSON Schema names, however deep. */
function namesIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(namesIn);
  if (schema === null || typeof schema !== "object") return [];
  const { properties, enum: choices } = schema as { properties?: object; enum?: unknown[] };
  const own = [...Object.keys(properties ?? {}), ...(choices ?? []).map(String)];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
}

test("names every key and choice of the layout's schema", () => {
  const names = namesIn(layoutJsonSchema());
  expect(names).toContain("repeat-header");
  expect(names).toContain("upright");
  expect(missing(names)).toEqual([]);
});

test("names every key of stocks and envelopes", () => {
  const schemas = [stockSchema, envelopeSchema].map((schema) => z.toJSONSchema(schema));
  expect(missing(namesIn(schemas))).toEqual([]);
});

test("names every function and every format", () => {
  expect(missing(FUNCTION_NAMES)).toEqual([]);
  expect(missing(Object.values(VALUE_FORMATS).flat())).toEqual([]);
});

test("would miss a key that it does not name", () => {
  expect(missing(["repeat-header", "no-such-key"])).toEqual(["no-such-key"]);
});
