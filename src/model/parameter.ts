import type { ObjectShape } from "./data-shape.ts";

/** A value of a job's parameter, in the form that a record's field of its kind has. */
export type ParameterValue = string | number | boolean;

/** Parameters by name; those without a value are left out. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** What a job has declared of its parameters, and their values. */
export interface Parameters {
  readonly shape: ObjectShape;
  readonly values: ParameterValues;
}
