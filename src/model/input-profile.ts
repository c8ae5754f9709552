/**
 * How a sample of an input's records is filled, for comparison with that of another cycle. It holds
 * counts and magnitudes alone, so that it tells no field's value of anybody.
 */
export interface InputProfile {
  /** The records, then each list that has a file of its own. */
  readonly parts: readonly PartProfile[];
}

/** What was found in the records, or in the rows of one list. */
export interface PartProfile {
  /** The list that the rows are joined into; empty for the records. */
  readonly list: string;
  /** Records or rows that were looked at. */
  readonly count: number;
  readonly columns: readonly ColumnFill[];
  readonly sizes: readonly FieldSize[];
}

/** A column of rows, or a path of nested records such as `balance.due`. */
export interface ColumnFill {
  readonly name: string;
  /** How often it was not empty. */
  readonly filled: number;
}

/** How large the amounts and numbers of a field are, whatever their sign. */
export interface FieldSize {
  /** The field's path in the layout's data. */
  readonly field: string;
  /** Numbers that were not zero. */
  readonly count: number;
  /** Of their median, in sixteenths of an octave: 16 more is twice as large. */
  readonly sixteenths: number;
}
