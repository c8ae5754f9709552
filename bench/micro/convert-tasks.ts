import { compileConverter } from "../../src/mapping/convert/compile-converter.ts";
import { compileJoin } from "../../src/mapping/convert/compile-join.ts";
import type { ConverterSpec, TextStep, ValueForm } from "../../src/model/converter.ts";
import type { MicroTask } from "./micro.ts";

/** Values that differ from one row to the next, as many as stay in no cache of strings. */
const COUNT = 1024;

/** Converters, a value a call. */
export function convertTasks(): MicroTask[] {
  const cents = (index: number): string => String((index * 7_919) % 100).padStart(2, "0");
  const two = (value: number): string => String(value).padStart(2, "0");
  const usDay = (index: number): string => `${two(1 + (index % 12))}/${two(1 + (index % 28))}/2026`;
  const name = (index: number): string => `O'BRIEN-SMITH ${index % 2 === 0 ? "JOHN" : "MARY"}`;
  return [
    task("date MM/DD/YYYY", { kind: "date", patterns: ["MM/DD/YYYY"] }, usDay),
    task(
      "moment in a zone",
      { kind: "date", patterns: ["YYYY-MM-DDTHH:mm:ssZ"], zone: "America/New_York" },
      (index) => `2026-${two(1 + (index % 12))}-${two(1 + (index % 28))}T${two(index % 24)}:30:00Z`,
    ),
    task("money 1234.56", money("1234.56"), (index) => `${index * 37}.${cents(index)}`),
    task("money 1,234.56", money("1,234.56"), (index) => `${1 + (index % 9)},234.${cents(index)}`),
    task(
      "money 1.234,56-",
      money("1.234,56-"),
      (index) => `1.${200 + (index % 700)},${cents(index)}-`,
    ),
    task(
      "money in cents",
      { kind: "money", forms: [], impliedDigits: 2 },
      (index) => `00000${index * 37}`,
    ),
    task("integer", { kind: "integer", forms: ["1234"] }, (index) => String(index * 37)),
    task("boolean", { kind: "boolean", true: ["Y"], false: ["N"] }, (index) =>
      "YN".charAt(index % 2),
    ),
    task("ZIP of ZIP+4", { kind: "text" }, (index) => `62704-${1000 + index}`, {
      step: "postal",
      country: "US",
      part: "zip",
    }),
    task("title case", { kind: "text" }, name, { step: "case", to: "title" }),
    task("trim", { kind: "text" }, (index) => `  ${name(index)}   `, { step: "trim", at: "both" }),
    joinTask(),
  ];
}

function money(form: string): ValueForm {
  return { kind: "money", forms: [form] };
}

function task(
  name: string,
  form: ValueForm,
  textOf: (index: number) => string,
  ...steps: TextStep[]
): MicroTask {
  const spec: ConverterSpec = { steps, form };
  const convert = compileConverter(spec);
  const texts = Array.from({ length: COUNT }, (_, index) => textOf(index));
  let at = 0;
  return [`convert: ${name}`, () => convert(texts[(at += 1) % COUNT] ?? "")];
}

function joinTask(): MicroTask {
  const columns = ["CITY", "STATE", "ZIP"];
  const join = compileJoin("{CITY}, {STATE} {ZIP}", (column) => columns.indexOf(column));
  const rows = Array.from({ length: COUNT }, (_, index) => [
    "SPRINGFIELD",
    "IL",
    `${62_000 + index}`,
  ]);
  let at = 0;
  return ["convert: join of three", () => join(rows[(at += 1) % COUNT] ?? [])];
}
