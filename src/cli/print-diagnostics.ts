import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { DataPlace, Diagnostic, SourcePlace } from "../base/diagnostic.ts";
import { shellWord } from "../base/shell-word.ts";
import { visible } from "../base/visible-text.ts";
import { isYamlName } from "../base/yaml-name.ts";
import { countText } from "../report/figures.ts";
import { type Paint, painted } from "./terminal.ts";

const SOURCE_WIDTH_MAX = 120;
const TONES: Readonly<Record<Diagnostic["severity"], Paint>> = {
  error: ["red", "bold"],
  warning: ["yellow", "bold"],
};

/**
 * All diagnostics as text for people: place, severity, code, message, the line of the layout or job
 * with a caret, and hint; then their counts. Lines of input data are never shown.
 */
export function diagnosticsText(found: readonly Diagnostic[], stream: NodeJS.WriteStream): string {
  const linesOf = sourceReader();
  const parts = found.map((one) => diagnosticText(one, stream, linesOf));
  return [...parts, countsText(found)].join("\n");
}

/** Such as `2 errors, 1 warning`. */
export function countsText(found: readonly Diagnostic[]): string {
  const errors = found.filter(({ severity }) => severity === "error").length;
  const warnings = found.length - errors;
  const counts = [
    ...(errors > 0 ? [countText(errors, "error")] : []),
    ...(warnings > 0 ? [countText(warnings, "warning")] : []),
  ];
  return counts.length > 0 ? counts.join(", ") : "no errors";
}

type LinesOf = (file: string) => readonly string[];

function diagnosticText(found: Diagnostic, stream: NodeJS.WriteStream, linesOf: LinesOf): string {
  const { severity, code, message, source, data, hint } = found;
  const place = visible(source ? sourceText(source) : data ? dataText(data) : "");
  const head = `${painted(TONES[severity], severity, stream)} ${code}`;
  return [
    place === "" ? head : `${painted("bold", place, stream)}: ${head}`,
    `  ${visible(message)}`,
    ...(source && mayBeSeen(source, code) ? excerpt(source, linesOf(source.file)) : []),
    ...(hint === undefined ? [] : [painted("cyan", `  hint: ${visible(hint)}`, stream)]),
    "",
  ].join("\n");
}

/** Neither what looks like a secret nor a line of data may reach a terminal or a log. */
function mayBeSeen({ file }: SourcePlace, code: string): boolean {
  return !code.endsWith(".secret") && isYamlName(file);
}

function sourceText({ file, line, column }: SourcePlace): string {
  return `${shortPath(file)}:${line}:${column}`;
}

function dataText({ file, line, column, record, field }: DataPlace): string {
  const known = line > 0 ? [line, ...(column === undefined ? [] : [column])] : [];
  const place = [shortPath(file), ...known].join(":");
  const nth = line === 0 && record >= 0 ? `, record ${record}` : "";
  return `${place}${nth}${field === "" ? "" : `, ${field}`}`;
}

/** The path relative to the current folder, if the file is below it. */
export function shortPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path !== "" && !path.startsWith("..") ? path : file;
}

/** The short path as a word of a command, to be pasted into a shell. */
export function pathWord(file: string): string {
  return shellWord(shortPath(file));
}

/** The line of the file and a caret under the column; empty if there is no such line. */
function excerpt({ line, column }: SourcePlace, lines: readonly string[]): string[] {
  const text = lines[line - 1];
  if (text === undefined || text.trim() === "" || column > SOURCE_WIDTH_MAX) return [];
  const shown = text.replaceAll("\t", " ").slice(0, SOURCE_WIDTH_MAX);
  const gutter = String(line).padStart(6);
  const pad = " ".repeat(Math.max(0, Math.min(column, shown.length + 1) - 1));
  return [`${gutter} | ${shown}`, `${" ".repeat(6)} | ${pad}^`];
}

/** Reads each file once; a file that cannot be read has no lines. */
function sourceReader(): LinesOf {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const lines = known.get(file) ?? readLines(file);
    known.set(file, lines);
    return lines;
  };
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    return [];
  }
}
