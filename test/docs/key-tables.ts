import { z } from "zod";
import * as mapping from "../../src/job/mapping/mapping-schema.ts";
import { inserterSchema, pressSchema } from "../../src/job/shop/device-schema.ts";
import { dialectSchema } from "../../src/job/formats/dialect-schema.ts";
import { parameterSchema, parameterValueSchema } from "../../src/job/parameter-schema.ts";
import { recordTypeSchema } from "../../src/job/formats/records-schema.ts";
import { formatSections } from "../../src/job/formats/format-sections.ts";
import { encodingSchema } from "../../src/job/formats/encoding-schema.ts";
import * as job from "../../src/job/job-schema.ts";
import * as lists from "../../src/job/lists/list-schema.ts";
import * as values from "../../src/yaml/schema-values.ts";
import { personSchema } from "../../src/job/shop/people-schema.ts";
import { assignSchema, shopSchema } from "../../src/job/shop/shop-schema.ts";

/**
 * The tables of keys in `src/job/README.md`. Keys, values and what must be there come from the
 * schemas; defaults and explanations are people's, and stay beside their key when it moves.
 */
interface TableSpec {
  readonly schema: z.ZodType;
  /** Keys that a table of their own explains. */
  readonly elsewhere?: readonly string[];
}

/** Each has its own section, in an input and in a detail file alike. */
const FORMATS = ["dialect", ...Object.keys(formatSections)];
const SECTIONS = ["parameters", "input", "channels", "mail", "print", "limits", "hold"];

const RECORD_TYPES: [string, TableSpec][] = [["types", { schema: recordTypeSchema }]];

export const KEY_TABLES: Readonly<Record<string, TableSpec>> = {
  job: { schema: job.jobSchema, elsewhere: SECTIONS },
  parameters: { schema: parameterSchema },
  input: { schema: job.inputSchema, elsewhere: [...FORMATS, "details", "expect"] },
  source: {
    schema: mapping.sourceSchema,
    elsewhere: [...Object.keys(mapping.converterSchema.shape), "address"],
  },
  address: { schema: mapping.addressSchema },
  converter: { schema: mapping.converterSchema },
  money: { schema: mapping.amountSchema },
  date: { schema: mapping.dateSchema },
  dialect: { schema: dialectSchema },
  ...Object.fromEntries(
    Object.entries(formatSections).flatMap(([name, section]): [string, TableSpec][] => [
      [name, { schema: section.unwrap() }],
      ...(name === "records" ? RECORD_TYPES : []),
    ]),
  ),
  details: { schema: job.detailSchema, elsewhere: FORMATS },
  expect: {
    schema: job.inputSchema.shape.expect.unwrap(),
    elsewhere: ["trailer", "companion"],
  },
  trailer: { schema: job.trailerSchema },
  companion: { schema: job.companionSchema },
  channels: { schema: job.channelsSchema },
  mail: { schema: job.mailSchema },
  print: { schema: job.printSpecSchema },
  limits: { schema: job.jobSchema.shape.limits.unwrap() },
  hold: { schema: job.holdSchema },
  suppress: { schema: lists.listSchema, elsewhere: FORMATS },
  seeds: { schema: lists.seedsFileSchema, elsewhere: FORMATS },
  shop: {
    schema: shopSchema,
    elsewhere: ["hold", "mailers", "assign", "devices", "people", "rules"],
  },
  assign: { schema: assignSchema },
  person: { schema: personSchema },
  press: { schema: pressSchema },
  inserter: { schema: inserterSchema },
  results: { schema: lists.resultsSchema, elsewhere: FORMATS },
};

export interface KeyRow {
  readonly key: string;
  readonly value: string;
  /** What stands in place of a default where the key must be there, or else nothing. */
  readonly required: string;
}

const REQUIRED = "required";

/** Of each key of a schema what may stand there; sections inside are written with dots. */
export function keyRows({ schema, elsewhere = [] }: TableSpec): KeyRow[] {
  if (!(schema instanceof z.ZodObject)) throw new Error("only a mapping has keys");
  return Object.entries(schema.shape)
    .filter(([key]) => !elsewhere.includes(key))
    .flatMap(([key, inner]) => rowsOf(key, inner as z.ZodType));
}

function rowsOf(key: string, schema: z.ZodType): KeyRow[] {
  const isOptional = schema instanceof z.ZodOptional;
  const inner = innermost(schema);
  if (!(inner instanceof z.ZodObject) || nameOf(inner) !== undefined)
    return [{ key, value: valueText(inner), required: isOptional ? "" : REQUIRED }];
  return keyRows({ schema: inner }).map((row) => {
    const required = isOptional && row.required !== "" ? `${REQUIRED} in \`${key}\`` : row.required;
    return { ...row, key: `${key}.${row.key}`, required };
  });
}

function innermost(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? innermost(schema.unwrap() as z.ZodType) : schema;
}

/** What reads better by its own name than by what it is made of. */
const NAMED: readonly (readonly [z.ZodType, string])[] = [
  [values.filePath, "path"],
  [encodingSchema, "name of an encoding"],
  [mapping.word, "value"],
  [mapping.columnsSchema, "mapping to: field, or `{ to, ... }`, or list of these"],
  [mapping.fieldsSchema, "mapping to: source"],
  [parameterValueSchema, "value"],
  [lists.suppressSchema, "path, or [list](#suppress), or list of these"],
  [lists.resultsSchema, "[`{ format, ... }`](#result-files)"],
  [lists.seedsSchema, "path, or [`{ file, ... }`](#seeds)"],
  [values.plainName, "name"],
  [values.assetName, "name"],
  [values.expression, "expression"],
  [values.mailAddress, "e-mail address"],
  [values.mobileNumber, "mobile number"],
  [job.trailerSchema.shape.records.unwrap(), "place"],
];

function nameOf(schema: z.ZodType): string | undefined {
  return NAMED.find(([one]) => one._zod.def === schema._zod.def)?.[1];
}

function valueText(schema: z.ZodType): string {
  const named = nameOf(schema);
  if (named !== undefined) return named;
  if (schema instanceof z.ZodOptional) return valueText(innermost(schema));
  if (schema instanceof z.ZodEnum) return schema.options.map((one) => `\`${one}\``).join(", ");
  if (schema instanceof z.ZodLiteral)
    return [...schema.values].map((one) => `\`${String(one)}\``).join(", ");
  if (schema instanceof z.ZodBoolean) return "`true`, `false`";
  if (schema instanceof z.ZodNumber) return numberText(schema);
  if (schema instanceof z.ZodArray) return `list of: ${valueText(schema.element as z.ZodType)}`;
  if (schema instanceof z.ZodRecord)
    return `mapping to: ${valueText(schema.valueType as z.ZodType)}`;
  if (schema instanceof z.ZodUnion)
    return [...new Set(schema.options.map((one) => valueText(one as z.ZodType)))].join(", or ");
  if (schema instanceof z.ZodObject) return `\`{ ${Object.keys(schema.shape).join(", ")} }\``;
  return "text";
}

function numberText(schema: z.ZodNumber): string {
  const { minValue, maxValue, isInt } = schema;
  const kind = isInt ? "whole number" : "number";
  const least = minValue?.toLocaleString("en") ?? "";
  const most = maxValue?.toLocaleString("en") ?? "";
  if (excludesItsLeast(schema)) return `${kind} above ${least}, up to ${most}`;
  const isBounded = maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER;
  return isBounded ? `${kind}, ${least} to ${most}` : `${kind} from ${least}`;
}

function excludesItsLeast(schema: z.ZodNumber): boolean {
  const bounds = (schema._zod.def.checks ?? []).map((one) => one._zod.def);
  return bounds.some((bound) => "inclusive" in bound && bound.inclusive === false);
}

/** What people wrote beside a key. */
export interface KeyWords {
  readonly byDefault: string;
  readonly what: string;
}

export interface PageTable {
  readonly name: string;
  readonly rows: readonly (KeyRow & KeyWords)[];
}

const TABLE = /^<!-- keys of: ([\w-]+) -->\n\n((?:\|.*\n)*)/gm;

export function tablesOf(page: string): PageTable[] {
  return [...page.matchAll(TABLE)].map(([, name = "", text = ""]) => {
    const lines = text.trimEnd().split("\n").slice(2);
    const cells = lines.map((line) => line.split("|").map((cell) => cell.trim()));
    const rows = cells.map(([, key = "", value = "", byDefault = "", what = ""]) => ({
      key: key.replaceAll("`", ""),
      value,
      required: byDefault.startsWith(REQUIRED) ? byDefault : "",
      byDefault,
      what,
    }));
    return { name, rows };
  });
}

/** The page with its tables as the schemas are now. A new key has no words yet. */
export function withTables(page: string): string {
  const tables = new Map(tablesOf(page).map((table) => [table.name, table]));
  return page.replaceAll(TABLE, (_, name: string) => {
    const spec = KEY_TABLES[name];
    if (spec === undefined) throw new Error(`there is no table of keys called ${name}`);
    const lines = keyRows(spec).map(({ key, value, required }) => {
      const known = tables.get(name)?.rows.find((row) => row.key === key);
      const own = known?.required === "" ? known.byDefault : "";
      const cells = [`\`${key}\``, value, required || own, known?.what ?? ""];
      return `| ${cells.join(" | ")} |`;
    });
    const head = ["| key | value | default | what |", "| - | - | - | - |"];
    return `<!-- keys of: ${name} -->\n\n${[...head, ...lines].join("\n")}\n`;
  });
}
