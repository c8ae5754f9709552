import type { ConditionalLook, TableColumn } from "../../model/block.ts";
import type { TableColumnValue, TableValue } from "./block-schema.ts";
import { colorOf, styleOf } from "./block-texts.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { withoutNotes } from "./note-marks.ts";
import { checkedExpr, checkedTemplate } from "./texts.ts";
import type { Path } from "../../yaml/yaml-source.ts";

const DECIMALS = 2;

/** The looks of rows or cells, each under its condition. */
export function conditionalLooks(
  check: LayoutCheck,
  path: Path,
  looks: TableValue["row-styles"],
): ConditionalLook[] {
  return (looks ?? []).flatMap((look, index): ConditionalLook[] => {
    const at = [...path, index];
    const when = checkedExpr(check, [...at, "when"], look.when, "boolean");
    const style = look.style === undefined ? -1 : styleOf(check, [...at, "style"], look.style, []);
    const background = colorOf(check, [...at, "background"], look.background);
    if (look.style === undefined && look.background === undefined)
      check.source.report("wrong-value", at, "This changes nothing; give a style or background.");
    return when === undefined ? [] : [{ when, style, background }];
  });
}

type Arranged = Pick<
  TableColumn,
  "align" | "group" | "spans" | "merges" | "valign" | "decimals" | "looks"
>;

/** How the cells of a column stand and look. */
export function arranged(
  check: LayoutCheck,
  rowCheck: LayoutCheck,
  path: Path,
  own: TableColumnValue,
): Arranged {
  const { align = "start", valign = "top", group, merge, spans, wrap } = own;
  if (merge === true && wrap === true) {
    const message = "A column cannot both `merge` and `wrap`: its values have one line.";
    check.source.report("wrong-value", [...path, "merge"], message, { at: "key" });
  }
  if (own.decimals !== undefined && align !== "decimal") {
    const message = "`decimals` works only with `align: decimal`; add that to the column.";
    check.source.report("wrong-value", [...path, "decimals"], message, { at: "key" });
  }
  const looks = conditionalLooks(rowCheck, [...path, "cell-styles"], own["cell-styles"]);
  const decimal = { align: "right", decimals: own.decimals ?? DECIMALS } as const;
  return {
    ...(align === "decimal" ? decimal : { align }),
    ...(group !== undefined && {
      group: checkedTemplate(withoutNotes(check), [...path, "group"], group),
    }),
    ...(spans === true && { spans }),
    ...(merge === true && { merges: true }),
    ...(valign !== "top" && { valign }),
    ...(own.rotate !== undefined && { turn: own.rotate }),
    ...(own["rotate-title"] !== undefined && { titleTurn: own["rotate-title"] }),
    ...(looks.length > 0 && { looks }),
  };
}
