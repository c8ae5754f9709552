/**
 * Checked expressions. `layout` parses and type-checks CEL and leaves this plain tree; `expr`
 * compiles it to closures. Run-time values by kind:
 * - text: string · boolean: boolean · integer: number (safe integer)
 * - money: number of minor units (safe integer) · date: number of days since 1970-01-01
 * - decimal: number of millionths (safe integer) · address: RawAddress · list: array of RawObject
 * An absent optional field is `undefined`; reading one where a value is needed gives the kind's
 * absent form in text ("") and makes comparisons false.
 */
export type ExprKind =
  "text" | "boolean" | "integer" | "money" | "date" | "decimal" | "address" | "list";

/** The value of a field: `scope` is `record`, or the name a list function or table row binds. */
export interface FieldExpr {
  readonly op: "field";
  readonly kind: ExprKind;
  readonly scope: string;
  readonly path: readonly string[];
  readonly optional: boolean;
}

export interface LiteralExpr {
  readonly op: "literal";
  readonly kind: ExprKind;
  readonly value: string | number | boolean;
}

export interface HasExpr {
  readonly op: "has";
  readonly kind: "boolean";
  readonly field: FieldExpr;
}

export interface UnaryExpr {
  readonly op: "not" | "negate";
  readonly kind: ExprKind;
  readonly operand: Expr;
}

export interface BinaryExpr {
  readonly op:
    "and" | "or" | "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "add" | "subtract" | "multiply";
  readonly kind: ExprKind;
  readonly left: Expr;
  readonly right: Expr;
}

/** Whether a value is one of a list: no expression but this has a list of expressions. */
export interface InExpr {
  readonly op: "in";
  readonly kind: "boolean";
  readonly left: Expr;
  readonly right: ListLiteralExpr;
}

/** What the layout's `let` computes once for a record; an index into the plan's `lets`. */
export interface LetExpr {
  readonly op: "let";
  readonly kind: ExprKind;
  readonly index: number;
}

/** What people read for a value of a list of choices. */
export interface LabelExpr {
  readonly op: "label";
  readonly kind: "text";
  readonly of: Expr;
  readonly labels: Readonly<Record<string, string>>;
}

/** Words chosen by a number: by exact cases such as `=0`, then by its language's category. */
export interface PluralExpr {
  readonly op: "plural";
  readonly kind: "text";
  readonly of: Expr;
  /** Taken from the number before its category is looked up. */
  readonly offset: number;
  readonly isOrdinal?: true;
  /** There is one for `other`. */
  readonly cases: Readonly<Record<string, Template>>;
}

/** Words chosen by a text, or by true and false; there is a case for `other`. */
export interface SelectExpr {
  readonly op: "select";
  readonly kind: "text";
  readonly of: Expr;
  readonly cases: Readonly<Record<string, Template>>;
}

export interface ListLiteralExpr {
  readonly op: "list-literal";
  readonly kind: "list";
  readonly items: readonly Expr[];
}

export interface ConditionalExpr {
  readonly op: "conditional";
  readonly kind: ExprKind;
  readonly condition: Expr;
  readonly whenTrue: Expr;
  readonly whenFalse: Expr;
}

/**
 * A fold over a list of detail rows. `row` is the name the rows have in `where` and `of`.
 * count: integer; sum, min, max: the kind of `of` (sum of nothing is 0); exists, all: boolean.
 */
export interface FoldExpr {
  readonly op: "count" | "sum" | "min" | "max" | "exists" | "all";
  readonly kind: ExprKind;
  readonly list: FieldExpr;
  readonly row: string;
  readonly where?: Expr;
  readonly of?: Expr;
}

/**
 * Functions: mask(text, n) all but the last n (4) as bullets · last4(text) · upper, lower,
 * trim(text) · padLeft, padRight(text, length, fill) · unit(number, unit, style) ·
 * size(text|list) · startsWith, endsWith, contains(text, text) · days(date, date) inclusive days ·
 * abs(money) · year, month, day(date) · date(literal), money(literal) fold to literals when
 * checked · format(value, style) where style is a literal such as `long`, `short`, `plain`.
 */
export interface CallExpr {
  readonly op: "call";
  readonly kind: ExprKind;
  readonly name: CallName;
  readonly args: readonly Expr[];
}

export type CallName =
  | "mask"
  | "last4"
  | "upper"
  | "lower"
  | "trim"
  | "padLeft"
  | "padRight"
  | "unit"
  | "size"
  | "startsWith"
  | "endsWith"
  | "contains"
  | "days"
  | "abs"
  | "year"
  | "month"
  | "day"
  | "format"
  | CheckDigitName
  | ReaderName;

/** Functions of one text: see `base/check-digits`, and lines that machines read. */
export type CheckDigitName =
  | "luhn"
  | "mod10"
  | "mod11"
  | "mod97"
  | "creditorReference"
  | "isIban"
  | "isCreditorReference"
  | "ocrA"
  | "ocrB"
  | "e13b"
  | "cmc7";

/** How a result that has more digits is rounded; the halves of `half-up` go away from zero. */
export const ROUNDING_RULES = ["half-up", "half-even", "down", "up"] as const;
export type RoundingRule = (typeof ROUNDING_RULES)[number];

/**
 * Exact arithmetic with one rounding at its end, of numbers in units of their last digits. The
 * result has `scale` digits, of which those behind `digits` are zero.
 */
export interface RoundedExpr {
  readonly op: "divide" | "product" | "round";
  readonly kind: ExprKind;
  /** One for `round`, else two. */
  readonly args: readonly Expr[];
  /** Fraction digits that the units of each argument count. */
  readonly scales: readonly number[];
  readonly scale: number;
  readonly digits: number;
  readonly rule: RoundingRule;
}

/** Functions that read a sender's text: `money(text, form)`, where the form is a literal. */
export type ReaderName = "money" | "decimal" | "date" | "int";

export type Expr =
  | FieldExpr
  | LiteralExpr
  | HasExpr
  | UnaryExpr
  | BinaryExpr
  | InExpr
  | ConditionalExpr
  | FoldExpr
  | RoundedExpr
  | LetExpr
  | LabelExpr
  | PluralExpr
  | SelectExpr
  | CallExpr;

/** A text with values in it: literal parts and expressions, shown in the kind's default format. */
export type Template = readonly TemplatePart[];
export type TemplatePart = string | Expr | PageNumberPart | NotePart;

/** `{page}` and `{pages}` in page furniture: known only when the document is paginated. */
export interface PageNumberPart {
  readonly op: "page" | "pages";
}

/** The mark of a footnote, by its index in the plan: it is numbered where it is shown. */
export interface NotePart {
  readonly op: "note";
  readonly note: number;
}
