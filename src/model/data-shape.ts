/**
 * What a layout declares about its data. Raw values of a record follow it:
 * - `text`: a string, never empty (an empty or null value is an absent one)
 * - `money`: a decimal string such as `-1234.50`, exact, at most the currency's digits (ISO 4217)
 * - `date`: `YYYY-MM-DD`, a day of the Gregorian calendar
 * - `integer`: a whole number within the safe integers
 * - `decimal`: a decimal string with at most six fraction digits, for rates
 * - `boolean`: true or false
 * - `address`: see `RawAddress`
 */
export type ScalarKind = "text" | "money" | "date" | "integer" | "decimal" | "boolean";

export interface ScalarShape {
  readonly kind: ScalarKind;
  readonly optional: boolean;
  /** For `text`: the only values allowed. */
  readonly oneOf?: readonly string[];
  /** For `money`: the decimals its currency has; two where nothing is said. */
  readonly digits?: number;
}

export interface AddressShape {
  readonly kind: "address";
  readonly optional: boolean;
}

export interface ObjectShape {
  readonly kind: "object";
  readonly fields: Readonly<Record<string, Shape>>;
}

/** A list of detail rows. An absent list is an empty one. */
export interface ListShape {
  readonly kind: "list";
  readonly item: ObjectShape;
}

export type Shape = ScalarShape | AddressShape | ObjectShape | ListShape;

/**
 * The paths of a record's money fields, those of detail rows left out, in the order of the
 * declaration: a money field is known by its index here, in amounts and in what is printed.
 */
export function moneyPaths(shape: ObjectShape, before: readonly string[] = []): string[][] {
  return Object.entries(shape.fields).flatMap(([name, field]) => {
    if (field.kind === "object") return moneyPaths(field, [...before, name]);
    return field.kind === "money" ? [[...before, name]] : [];
  });
}
