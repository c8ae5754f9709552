import type { Expr } from "./expr.ts";

/** How a document is written as text alone, for screen readers and braille displays. */
export interface TextFormat {
  readonly kind: TextKind;
  /** Characters, or cells, a line. */
  readonly width: number;
  /** Lines a page; absent where there are no pages. */
  readonly pageLines?: number;
}

export type TextKind = "text" | "braille";

/** Whose e-mails are written so. */
export interface TextPreference {
  readonly when: Expr;
  readonly format: TextFormat;
}

/** E-mails of a run by these formats. */
export type TextCounts = Readonly<Record<TextKind, number>>;
