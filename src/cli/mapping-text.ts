import type { CheckReport } from "../index.ts";
import { shortPath } from "./print-diagnostics.ts";
import { tableText } from "./table-text.ts";

type MappedFile = CheckReport["mapping"][number];
type MappedValue = MappedFile["fields"][number]["values"][number];

const CELL_LENGTH = 30;
/** Control characters in somebody's data would act on the terminal. */
const ACTING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What a job maps of each file, tried on its first records. */
export function mappingText(files: CheckReport["mapping"]): string {
  return files.map((file) => `${fileText(file)}\n\n`).join("");
}

function fileText({ file, fields }: MappedFile): string {
  const count = Math.max(0, ...fields.map(({ values }) => values.length));
  const heads = Array.from({ length: count }, (_, index) => `record ${index + 1}`);
  const rows = fields.map(({ field, columns, values }) => [
    cut(columns.join(", ") || "(constant)"),
    field,
    ...values.map(valueText),
  ]);
  return `${shortPath(file)}\n${tableText([["source", "field", ...heads], ...rows])}`;
}

function valueText({ read, made, isFaulty }: MappedValue): string {
  const source = cut(read.join(" | ").trimEnd());
  if (isFaulty) return `${source} -> REJECTED`;
  const value = cut(made ?? "(absent)");
  const isPlain = source === value || read.every((text) => text === "");
  return isPlain ? value : `${source} -> ${value}`;
}

function cut(text: string): string {
  const shown = text.replaceAll(ACTING, "?");
  return shown.length > CELL_LENGTH ? `${shown.slice(0, CELL_LENGTH - 1)}…` : shown;
}
