import type { AddressParts, ConverterSpec } from "./converter.ts";
import type { Expr } from "./expr.ts";
import type { RawScalar } from "./record.ts";

/**
 * What the value of a field is taken from. A column of rows is known by its name, a value of nested
 * records by its path, such as `balance.due`.
 */
export type ValueSource =
  | { readonly kind: "column"; readonly column: string }
  /** Several columns, such as `{CITY}, {STATE} {ZIP}`. */
  | { readonly kind: "join"; readonly template: string }
  | { readonly kind: "constant"; readonly value: RawScalar }
  /** A whole address, whose lines are set as its country does. */
  | { readonly kind: "address"; readonly parts: AddressParts }
  | {
      readonly kind: "expr";
      readonly expr: Expr;
      readonly currencyDigits: number;
      /** The column of each path that the expression names. */
      readonly columns: Readonly<Record<string, string>>;
    };

/** Where a field's value comes from, and how it is converted. */
export interface FieldSource {
  readonly source: ValueSource;
  /** Absent if the value is taken as it stands. */
  readonly convert?: ConverterSpec;
}

/** Sources by the path of the field that they fill; a list's rows have paths below it. */
export type FieldSources = Readonly<Record<string, FieldSource>>;

/** A field that a job maps, and what becomes of its source in some records. */
export interface MappedField {
  readonly field: string;
  /** The columns that it is taken from; none for a constant. */
  readonly columns: readonly string[];
  readonly values: readonly MappedValue[];
}

export interface MappedValue {
  /** The texts of the columns, as they were read. */
  readonly read: readonly string[];
  /** The value in the layout's data; left out where it is absent, or cannot be one. */
  readonly made?: string;
  /** Whether the record is rejected for it. */
  readonly isFaulty: boolean;
}

/** What a job maps of one file, tried on its first records. */
export interface MappedFile {
  readonly file: string;
  readonly fields: readonly MappedField[];
}
