import type { FileFinding } from "../../model/inspection.ts";
import { isServer } from "../database-name.ts";
import { converterOf, numericConverter, typedConverter } from "./converter-text.ts";
import { type DraftDetail, type DraftField, type DraftPlan, isNested } from "./draft-plan.ts";
import { recordLines } from "./record-lines.ts";
import { yamlText } from "./yaml-text.ts";

/** What a draft is given beside the files. */
export interface DraftBy {
  readonly name: string;
  /** The day that documents speak of, where no file says one. */
  readonly today: string;
  /** A file's path as the job has it. */
  readonly pathOf: (file: string) => string;
}

/** No key of a job can be called so. */
const UNNAMED = "__proto__";
const ASK = "# ? ";

/** The lines of a job that reads the files as they are. */
export function jobLines(plan: DraftPlan, by: DraftBy): string[] {
  const { master, key, others, roles } = plan;
  const asOf = master.trailer?.asOf;
  const day = asOf ?? by.today;
  const month = asOf === undefined ? ` ${ASK}which month do the bills speak of?` : "";
  return [
    `job: ${by.name}`,
    "mode: test # SPECIMEN on every page; `production` is mailable",
    `cycle: ${day.slice(0, 7)}${month}`,
    `as-of: ${day}${asOf === undefined ? ` ${ASK}and which day?` : " # as the trailer says"}`,
    "seed: 1",
    "input:",
    ...indented(fileLines(master, by)),
    `  key: ${yamlText(key.field ?? "")}${keyQuestion(plan)}`,
    ...(isNested(master) ? [] : ["  columns:", ...indented(columnLines(master, plan.fields), 4)]),
    "  fields:",
    ...indented(addressLines(plan), 4),
    ...indented(isNested(master) ? sourceLines(plan) : unnamedLines(master, plan.fields), 4),
    ...(plan.details.length > 0 ? ["  details:"] : []),
    ...plan.details.flatMap((detail) => indented(detailLines(detail, by), 4)),
    ...indented(expectLines(plan)),
    `layout: ${by.name}`,
    ...(roles.mailTo !== undefined && roles.paperless !== undefined
      ? [
          "channels:",
          `  email: { when: ${fieldOf(plan, roles.paperless)} } ${ASK}is this the consent?`,
        ]
      : []),
    'mail: { mailer-id: "902123456", service-type: "270" } # a sample; production needs your own',
    ...others.map(
      (other) => `${ASK}what is ${by.pathOf(other.file)}? It belongs to no other file.`,
    ),
  ];
}

function fileLines(file: FileFinding, by: DraftBy): string[] {
  const { format, encoding, csv } = file;
  const delimiter = csv?.delimiter ?? ",";
  const dialect = [
    ...(csv?.hasHeader === false ? ["header: false"] : []),
    ...(csv?.givenNames ? [`header: [${csv.givenNames.map(yamlText).join(", ")}]`] : []),
    ...((csv?.skippedLines ?? 0) > 0 ? [`skip-lines: ${csv?.skippedLines}`] : []),
    ...(csv?.hasTrailingDelimiter === true ? ["trailing-delimiter: true"] : []),
  ];
  return [
    `format: ${format}`,
    `file: ${yamlText(by.pathOf(file.sheet?.file ?? file.file))}`,
    ...(encoding !== undefined &&
    encoding.name !== "utf-8" &&
    file.fixed === undefined &&
    file.records === undefined
      ? [`encoding: ${encoding.name}`]
      : []),
    ...(delimiter === "," ? [] : [`delimiter: ${JSON.stringify(delimiter)}`]),
    ...(csv?.quote === "'" ? [`quote: "'"`] : []),
    ...(dialect.length === 0 ? [] : [`dialect: { ${dialect.join(", ")} }`]),
    ...(file.sheet === undefined ? [] : [`xlsx: { sheet: ${yamlText(file.sheet.name)} }`]),
    ...nestedLines(file),
    ...fixedLines(file, by),
    ...recordLines(file),
    ...databaseLines(file, by),
  ];
}

function fixedLines({ fixed, encoding }: FileFinding, by: DraftBy): string[] {
  if (fixed === undefined) return [];
  const { copybook, hasLineEnds, fields } = fixed;
  const isGuess = encoding?.name.startsWith("cp") === true;
  const page = encoding?.name ?? "utf-8";
  const places = fields.map(
    ({ name, start, length }) => `${name}: { start: ${start}, length: ${length} }`,
  );
  return [
    "fixed:",
    ...(page === "utf-8" ? [] : [`  encoding: ${page}${isGuess ? ` ${ASK}this page?` : ""}`]),
    ...(copybook === undefined ? [] : [`  copybook: ${yamlText(by.pathOf(copybook))}`]),
    ...(copybook !== undefined && hasLineEnds ? ["  line-ends: true"] : []),
    ...(places.length === 0 ? [] : [`  fields: ${ASK}by blank columns: are they right?`]),
    ...indented(places, 4),
  ];
}

function databaseLines({ database }: FileFinding, by: DraftBy): string[] {
  if (database === undefined) return [];
  return isServer(database)
    ? [`sql: { url: ${JSON.stringify(database)} } # its password: PGPASSWORD, or a passfile`]
    : [`sql: { database: ${yamlText(by.pathOf(database))} }`];
}

function nestedLines({ format, recordsPath = "", xmlLists = {} }: FileFinding): string[] {
  if (format === "json" && recordsPath !== "") return [`records-path: ${yamlText(recordsPath)}`];
  if (format !== "xml") return [];
  const lists = Object.entries(xmlLists).map(([into, path]) => `${yamlText(into)}: ${path}`);
  const more = lists.length > 0 ? `, lists: { ${lists.join(", ")} }` : "";
  return [`xml: { records: ${recordsPath}${more} }`];
}

/** Where fields come from in nested records: paths, with a converter where one is needed. */
function sourceLines({ fields, lists }: DraftPlan): string[] {
  return [
    ...fields.flatMap((field) => sourceLine(field, "")),
    ...lists.flatMap(({ path, into, fields: own }) => [
      ...(path === into ? [] : [`${into}: ${yamlText(path)}`]),
      ...own.flatMap((field) => sourceLine(field, `${into}.`)),
    ]),
  ];
}

function sourceLine(
  { column, field }: DraftField,
  before: string,
  convert = column.isNumeric ? numericConverter : converterOf,
): string[] {
  if (field === undefined) return [];
  const { text, question } = convert(column.kind);
  const path = yamlText(column.name);
  const asked = question === "" ? "" : ` ${ASK}${question}`;
  if (text !== "") return [`${before}${field}: { from: ${path}, ${text} }${asked}`];
  return path === field ? [] : [`${before}${field}: ${path}${asked}`];
}

function columnLines(file: FileFinding, fields: readonly DraftField[]): string[] {
  const named = fields.filter(({ column }) => column.name !== UNNAMED);
  return named.map((field) => columnLine(field, columnConverter(file)));
}

/** The fields of a column that can only be a source. */
function unnamedLines(file: FileFinding, fields: readonly DraftField[]): string[] {
  const unnamed = fields.filter(({ column }) => column.name === UNNAMED);
  return unnamed.flatMap((field) => sourceLine(field, "", columnConverter(file)));
}

function columnConverter({ format }: FileFinding): typeof converterOf {
  return format === "xlsx" || format === "sql" ? typedConverter : converterOf;
}

function columnLine({ column, field }: DraftField, convert: typeof converterOf): string {
  const name = yamlText(column.name);
  if (field === undefined) return `${name}: "-"`;
  const { text, question } = convert(column.kind);
  const target = text === "" ? field : `{ to: ${field}, ${text} }`;
  return `${name}: ${target}${question === "" ? "" : ` ${ASK}${question}`}`;
}

function addressLines({ address, roles, key }: DraftPlan): string[] {
  const { name, lines, city, region, postalCode, country } = roles;
  const upper = [...(name === undefined ? [] : [name]), ...lines];
  const isSure = name !== undefined && lines.length > 0;
  const whole = upper.length > 0 ? upper : [key.column.name];
  const parts = [
    `lines: [${whole.map(yamlText).join(", ")}]`,
    ...(city === undefined ? [] : [`city: ${yamlText(city)}`]),
    ...(region === undefined ? [] : [`region: ${yamlText(region)}`]),
    ...(postalCode === undefined ? [] : [`postal-code: ${yamlText(postalCode)}`]),
    ...(country === undefined ? [] : [`country: ${yamlText(country)}`]),
  ];
  return [
    ...(isSure ? [] : [`${ASK}which columns are name and address?`]),
    `${address}: { address: { ${parts.join(", ")} } }`,
  ];
}

function detailLines({ file, into, keyColumn, fields }: DraftDetail, by: DraftBy): string[] {
  const form = fileLines(file, by).filter((line) => line !== "format: csv");
  const columns = fields.filter(({ column }) => column.name !== keyColumn);
  const sources = unnamedLines(file, columns);
  const more = [
    ...form,
    `key-column: ${yamlText(keyColumn)}`,
    "columns:",
    ...indented(columnLines(file, columns)),
    ...(sources.length === 0 ? [] : ["fields:", ...indented(sources)]),
  ];
  return [`- into: ${into}`, ...indented(more)];
}

/** What the trailer states is held against what is read; without one, the count of today's file. */
function expectLines(plan: DraftPlan): string[] {
  const { trailer, stated } = plan.master;
  if (stated?.records !== undefined) {
    const parts = [`records: ${yamlText(stated.records)}`, ...sumParts(plan, stated.sums)];
    return ["expect:", `  trailer: { ${parts.join(", ")} }`];
  }
  if (trailer === undefined || trailer.records === undefined) return [];
  const parts = [
    `marker: ${yamlText(trailer.marker)}`,
    `records: ${trailer.records}`,
    ...sumParts(plan, trailer.sums),
    ...(trailer.date !== undefined && trailer.asOf !== undefined ? [`as-of: ${trailer.date}`] : []),
  ];
  return ["expect:", `  trailer: { ${parts.join(", ")} }`];
}

function sumParts(plan: DraftPlan, stated: Readonly<Record<string, number | string>>): string[] {
  const sums = Object.entries(stated).flatMap(([column, place]) => {
    const field = plan.fields.find((one) => one.column.name === column);
    const isMoney = field?.column.kind.kind === "money" && !field.isOptional;
    return isMoney && field.field !== undefined ? [`${field.field}: ${place}`] : [];
  });
  return sums.length > 0 ? [`sums: { ${sums.join(", ")} }`] : [];
}

function keyQuestion({ master, key }: DraftPlan): string {
  const keys = master.keys.filter((name) => name !== key.column.name);
  if (!master.keys.includes(key.column.name)) return ` ${ASK}does it tell the records apart?`;
  return keys.length === 0 ? "" : ` ${ASK}or ${keys.join(", ")}?`;
}

function fieldOf({ fields }: DraftPlan, column: string): string {
  return fields.find((one) => one.column.name === column)?.field ?? column;
}

function indented(lines: readonly string[], by = 2): string[] {
  return lines.map((line) => `${" ".repeat(by)}${line}`);
}
