import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";

/** What a tool answers with: texts, and pictures of pages. */
export type ToolContent =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly data: string; readonly mimeType: "image/png" };

export function jsonContent(value: unknown): ToolContent {
  return { type: "text", text: JSON.stringify(value, null, 1) };
}

/** A finding as far as it helps; nothing in it is a value of a record. */
export function told({ code, severity, message, source, hint }: Diagnostic) {
  const place = source && { file: source.file, line: source.line, column: source.column };
  return { code, severity, message, ...place, ...(hint !== undefined && { hint }) };
}

export function usage(message: string): UsageError {
  return new UsageError([diagnostic("cli.bad-usage", message)]);
}

/** What a tool says of bad usage, as an assistant reads it. */
export function faultText(error: UsageError): string {
  return JSON.stringify({ ok: false, diagnostics: error.diagnostics.map(told) }, null, 1);
}
