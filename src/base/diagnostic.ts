import type { DiagnosticCode } from "./diagnostic-code.ts";

/** Where in a layout or job file a diagnostic points: 1-based line and column. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The path of the node, such as `blocks.3.table.columns.1`. */
  readonly path?: string;
}

/** Where in the input data a diagnostic points. Never holds a field's value. */
export interface DataPlace {
  readonly file: string;
  /** 1-based physical line; 0 if the format has no lines. */
  readonly line: number;
  /** 1-based column in the line, if one can be named. */
  readonly column?: number;
  /** 0-based offset of the first byte of the record in the (decompressed) file. */
  readonly byteOffset: number;
  /** 0-based ordinal of the record in its file, or -1 if it is unknown. */
  readonly record: number;
  /** The field path, such as `transactions.3.amount`; empty for the whole record. */
  readonly field: string;
}

export type Severity = "error" | "warning";

/** A finding about a layout, a job or data: what is wrong, where, and what to do about it. */
export interface Diagnostic {
  /** A stable id such as `layout.unknown-field`, listed in the catalogue. */
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** A sentence that names the fault and what to do. */
  readonly message: string;
  readonly source?: SourcePlace;
  readonly data?: DataPlace;
  /** The id of the block or box of the layout that does not fit. */
  readonly block?: string;
  /** By how many thousandths of a point it is too large. */
  readonly excessMpt?: number;
  readonly hint?: string;
}

export interface DiagnosticDetail {
  readonly source?: SourcePlace | undefined;
  readonly data?: DataPlace | undefined;
  readonly block?: string | undefined;
  readonly excessMpt?: number;
  readonly hint?: string | undefined;
  readonly severity?: Severity;
}

export function diagnostic(
  code: DiagnosticCode,
  message: string,
  detail: DiagnosticDetail = {},
): Diagnostic {
  return {
    code,
    severity: detail.severity ?? "error",
    message,
    ...(detail.source && { source: detail.source }),
    ...(detail.data && { data: detail.data }),
    ...(detail.block !== undefined && { block: detail.block }),
    ...(detail.excessMpt !== undefined && { excessMpt: detail.excessMpt }),
    ...(detail.hint !== undefined && { hint: detail.hint }),
  };
}

/** A fault of the user's files, passed up to the one place that prints: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => d.message).join("; "));
    this.diagnostics = diagnostics;
  }
}

/** Orders diagnostics by file, line and column, so that a list reads as its file does. */
export function byPlace(a: Diagnostic, b: Diagnostic): number {
  const placeA = a.source;
  const placeB = b.source;
  if (placeA === undefined || placeB === undefined)
    return Number(placeA === undefined) - Number(placeB === undefined);
  if (placeA.file !== placeB.file) return placeA.file < placeB.file ? -1 : 1;
  return placeA.line - placeB.line || placeA.column - placeB.column;
}
