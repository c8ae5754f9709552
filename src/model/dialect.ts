/**
 * How a delimited file differs from the common one, which names its columns in its first row, has a
 * delimiter and a quote of one character, and doubles a quote within quotes.
 */
export interface DialectSpec {
  /** The names of the columns where no row has them; `numbers`: they are called 1, 2, 3 ... */
  readonly header?: "numbers" | readonly string[];
  /** Physical lines before the header, or before the first row where there is none. */
  readonly skipLines?: number;
  /** An ASCII character: lines that begin with it are no rows. */
  readonly comment?: string;
  /** A delimiter follows the last field of a row, too. */
  readonly trailingDelimiter?: true;
}

/** What an unusual dialect has more, for which a work copy is made. */
export interface OddDialectSpec extends DialectSpec {
  /** One character or several. */
  readonly delimiter: string;
  /** Empty if quotes are text. */
  readonly quote: string;
  /** What makes a quote part of a quoted text if it is not doubled, such as a backslash. */
  readonly escape?: string;
  /** A quote within an unquoted field is text. */
  readonly relaxedQuotes?: true;
  /** Rows of nothing but empty fields are no rows. */
  readonly skipsBlankRows?: true;
  /** Fields that a row has too few of are empty. */
  readonly fillsShortRows?: true;
  /** Fields that a row has too many of are left out. */
  readonly cutsLongRows?: true;
}
