import type { LabelledRow, OuterRows, RunningTotal, TableGroup } from "../../model/block.ts";
import type { TableColumnValue, TableValue } from "./block-schema.ts";
import { colorOf, styleOf } from "./block-texts.ts";
import { checkFormat } from "./check-format.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { withoutNotes } from "./note-marks.ts";
import { SCALARS } from "./repeated-rows.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import { checkedExpr, checkedTemplate, guarded } from "./texts.ts";
import type { Path } from "../../yaml/yaml-source.ts";

/** Kinds that can be added up. */
export const SUMMABLE = ["money", "integer", "decimal"] as const;

type GroupValue = NonNullable<TableValue["groups"]>[number];
type LabelKey = "header" | "continued" | "footer";

/** The levels of a table's groups; a `subtotal` is the innermost, with a footer alone. */
export function tableGroups(
  check: LayoutCheck,
  rowCheck: LayoutCheck,
  path: Path,
  own: TableValue,
  cellStyle: number,
  outer: readonly OuterRows[],
): TableGroup[] {
  const { groups = [], subtotal } = own;
  const levels = groups.flatMap((group, index) => {
    const at = [...path, "groups", index];
    checkLabels(check, at, group);
    return tableGroup(rowCheck, at, group, cellStyle, outer) ?? [];
  });
  if (subtotal === undefined) return levels;
  const at = [...path, "subtotal"];
  const by = groupKey(rowCheck, [...at, "by"], subtotal.by, outer);
  const label = checkedTemplate(rowCheck, [...at, "label"], subtotal.label);
  const style = subtotal.style;
  const named = style === undefined ? cellStyle : styleOf(check, [...at, "style"], style, []);
  return by === undefined ? levels : [...levels, { ...PLAIN, by, footer: { label, style: named } }];
}

const PLAIN = {
  carries: false,
  newPage: false,
  keepTogether: false,
  indentMpt: 0,
  background: -1,
} as const;

function tableGroup(
  rowCheck: LayoutCheck,
  path: Path,
  own: GroupValue,
  cellStyle: number,
  outer: readonly OuterRows[],
): TableGroup | undefined {
  const by = groupKey(rowCheck, [...path, "by"], own.by, outer);
  const header = labelOf(rowCheck, path, own, "header", cellStyle);
  const continued = labelOf(rowCheck, path, own, "continued", header?.style ?? cellStyle);
  const footer = labelOf(rowCheck, path, own, "footer", cellStyle);
  return (
    by && {
      by,
      ...(header && { header }),
      ...(continued && { continued }),
      ...(footer && { footer }),
      ...(own["footer-when"] === "several" && { footerOfSeveral: true }),
      carries: own.carry ?? false,
      newPage: own["new-page"] ?? false,
      keepTogether: own["keep-together"] ?? false,
      indentMpt: lengthMpt(own.indent ?? 0),
      background: colorOf(rowCheck, [...path, "background"], own.background),
    }
  );
}

/** A value, or one of the rows that those of the table are within. */
function groupKey(
  check: LayoutCheck,
  path: Path,
  by: string | boolean,
  outer: readonly OuterRows[],
): TableGroup["by"] | undefined {
  const row = outer.find((each) => each.row === by)?.row;
  return row === undefined ? checkedExpr(check, path, by, SCALARS) : { row };
}

function labelOf(
  check: LayoutCheck,
  path: Path,
  own: GroupValue,
  key: LabelKey,
  style: number,
): LabelledRow | undefined {
  const text = own[key];
  const named = own[`${key}-style`];
  if (text === undefined) return undefined;
  const isRepeated = key === "continued";
  const label = checkedTemplate(isRepeated ? withoutNotes(check) : check, [...path, key], text);
  const at = [...path, `${key}-style`];
  return { label, style: named === undefined ? style : styleOf(check, at, named, []) };
}

/** What would show nothing. */
function checkLabels(check: LayoutCheck, path: Path, own: GroupValue): void {
  const { header, footer, continued, carry } = own;
  const places = own["new-page"] ?? own["keep-together"] ?? false;
  if (header === undefined && footer === undefined && !places) {
    const message = "The group shows nothing; give it a `header`, a `footer` or both.";
    check.source.report("wrong-value", path, message);
  }
  if (own["footer-when"] !== undefined && footer === undefined) {
    const message = "`footer-when` needs a `footer`, but the group has none; add one.";
    check.source.report("wrong-value", [...path, "footer-when"], message, { at: "key" });
  }
  if (carry === true && continued === undefined) {
    const message = "`carry` shows sums in the `continued` row, but the group has none; add one.";
    check.source.report("wrong-value", [...path, "carry"], message, { at: "key" });
  }
}

/** Sums that groups carry need a column to stand in. */
export function checkGroupSums(check: LayoutCheck, path: Path, own: TableValue): void {
  for (const [index, group] of (own.groups ?? []).entries()) {
    if (group.carry !== true) continue;
    const message = "`carry` adds up columns, but no column has a `sum`; give one.";
    check.source.report("no-sum", [...path, "groups", index, "carry"], message, { at: "key" });
  }
}

/** The running total of a column; a column has either one or a `show`. */
export function runningTotal(
  check: LayoutCheck,
  rowCheck: LayoutCheck,
  path: Path,
  own: TableColumnValue,
  levels: number,
): RunningTotal | undefined {
  const { running } = own;
  if ((running === undefined) === (own.show === undefined)) {
    const message = "A column has either `show` or `running`; give it one of them.";
    check.source.report("wrong-value", path, message);
  }
  if (running === undefined) return undefined;
  const at = [...path, "running"];
  const of = checkedExpr(rowCheck, [...at, "of"], running.of, SUMMABLE);
  const from =
    running.from === undefined || of === undefined
      ? undefined
      : checkedExpr(check, [...at, "from"], running.from, of.kind);
  const { format, per = 0 } = running;
  if (of !== undefined && format !== undefined)
    guarded(check, [...at, "format"], 0, () => checkFormat(of.kind, format, 0));
  if (per > levels) {
    const message = `The table has ${levels} levels of groups, none of them number ${per}.`;
    check.source.report("wrong-value", [...at, "per"], message);
  }
  return of && { of, ...(from && { from }), level: per - 1, ...(format && { format }) };
}
