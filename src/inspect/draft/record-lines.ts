import type { RecordType } from "../../model/input-format.ts";
import type { FileFinding } from "../../model/inspection.ts";
import { yamlText } from "./yaml-text.ts";

/** How a job says which types of records the lines of a file are. */
export function recordLines({ records, encoding }: FileFinding): string[] {
  if (records === undefined) return [];
  const { delimited, typeAt, types } = records;
  const at = typeof typeAt === "object" ? `{ start: 1, length: ${typeAt.length} }` : typeAt;
  const page = encoding?.name ?? "utf-8";
  return [
    "records:",
    ...(page === "utf-8" ? [] : [`  encoding: ${page}`]),
    ...(delimited === undefined ? [] : [`  delimiter: ${JSON.stringify(delimited.delimiter)}`]),
    ...(delimited?.quote === undefined ? [] : [`  quote: ${JSON.stringify(delimited.quote)}`]),
    `  type: ${at}`,
    "  types: # ? are these their parts, and what are the fields called?",
    ...types.map((type) => `    ${yamlText(type.code)}: ${typeText(type)}`),
  ];
}

function typeText({ as, into, fields }: RecordType): string {
  const parts = fields.map((field) => {
    if (typeof field === "string") return field === "" ? '"-"' : field;
    if (!("form" in field)) return "";
    return `${field.name}: { start: ${field.start}, length: ${field.length} }`;
  });
  const isNamed = fields.every((field) => typeof field === "string");
  const all = isNamed ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  const target = into === "" ? "" : `, into: ${into}`;
  return `{ as: ${as}${target}, fields: ${all} }`;
}
