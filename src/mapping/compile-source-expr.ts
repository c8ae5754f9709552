import { BindFault } from "../expr/bind-fault.ts";
import { compileExpr, exprContext } from "../expr/compile-expr.ts";
import { Formats } from "../expr/format.ts";
import { scopesOf } from "../expr/scopes.ts";
import type { ValueSource } from "../model/mapping.ts";
import type { RawObject } from "../model/record.ts";
import { canonicalValue } from "./canonical-text.ts";
import { ReadFault, textReader } from "./read-text.ts";
import { Unmade } from "./unmade.ts";

type ExprSource = ValueSource & { readonly kind: "expr" };
type TextOf<Row> = (column: string) => (row: Row) => string | undefined;

/** What an expression's record is filled with: the names it uses, one inside the other. */
type NamesBuild<Row> = (row: Row) => RawObject;

/** Compiles an expression over the texts of a row; its value has the form that records have. */
export function compileSourceExpr<Row>(
  { expr, columns, currencyDigits }: ExprSource,
  textOf: TextOf<Row>,
): (row: Row) => unknown {
  const formats = new Formats("en-US", "USD", currencyDigits);
  const context = { ...exprContext(formats), readText: textReader(currencyDigits) };
  const evaluate = compileExpr(expr, context);
  const build = compileNames(
    Object.entries(columns).map(([path, column]) => ({ path: path.split("."), column })),
    textOf,
  );
  return (row) => {
    try {
      return canonicalValue(evaluate(scopesOf(build(row))), expr.kind, currencyDigits);
    } catch (error) {
      if (error instanceof ReadFault) return error.unmade;
      if (!(error instanceof BindFault)) throw error;
      const { code, message, hint } = error.diagnostic;
      return new Unmade(code, `cannot be computed: ${message}`, hint);
    }
  };
}

interface NamedColumn {
  readonly path: readonly string[];
  readonly column: string;
}

function compileNames<Row>(named: readonly NamedColumn[], textOf: TextOf<Row>): NamesBuild<Row> {
  const byName = Map.groupBy(named, ({ path: [name = ""] }) => name);
  const members = [...byName].map(([name, own]) => {
    const inner = own.map(({ path, column }) => ({ path: path.slice(1), column }));
    const [first] = inner;
    const isLeaf = first !== undefined && first.path.length === 0;
    return [name, isLeaf ? textOf(first.column) : compileNames(inner, textOf)] as const;
  });
  return (row) => {
    const record: Record<string, string | RawObject> = {};
    for (const [name, take] of members) {
      const value = take(row);
      if (value !== undefined && value !== "") record[name] = value;
    }
    return record;
  };
}
