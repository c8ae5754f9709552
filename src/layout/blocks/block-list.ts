import type { BlockBase } from "../../model/block.ts";
import type { ListBlock, ListItem, ListMarker, ListPlan } from "../../model/list-block.ts";
import type { BlockValue } from "./block-schema.ts";
import { alignOf, areStaticSpans, styleOf } from "./block-texts.ts";
import { type ListItemValue, listNumbering } from "./list-schema.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import { checkedExpr, checkedSpans } from "./texts.ts";
import type { Path } from "../../yaml/yaml-source.ts";

const DEPTH_MAX = 6;
const SIGNS: Readonly<Record<string, string>> = { bullet: "•", dash: "–", none: "" };
/** Each level has a sign of its own, if the layout names none. */
const DEFAULT_SIGNS = ["bullet", "dash"];
const NUMBERED = new RegExp(`^(.*?)(${listNumbering.options.join("|")})(.*)$`);
/** Numbers are wider than bullets. */
const BULLET_INDENT = "12pt";
const NUMBER_INDENT = "18pt";

interface ListCheck {
  readonly check: LayoutCheck;
  /** The style of the list's text. */
  readonly style: number;
  readonly depth: number;
}

export function listBlock(
  check: LayoutCheck,
  path: Path,
  own: BlockValue<"list">,
  base: BlockBase,
): ListBlock {
  const style = styleOf(check, [...path, "style"], own.style, ["list", "body"]);
  const list = listPlan({ check, style, depth: 0 }, path, own, own.list);
  return { ...base, kind: "list", list, isStatic: base.when === undefined && isStaticList(list) };
}

type ListLook = Omit<ListItemValue, "text" | "when" | "list">;

function listPlan(
  { check, style, depth }: ListCheck,
  path: Path,
  look: ListLook,
  items: NonNullable<ListItemValue["list"]>,
): ListPlan {
  const marker = markerOf(look.marker ?? DEFAULT_SIGNS[Math.min(depth, 1)] ?? "bullet");
  const indentMpt = lengthMpt(
    look.indent ?? (marker.kind === "text" ? BULLET_INDENT : NUMBER_INDENT),
  );
  if (indentMpt < 0 || indentMpt >= check.widthMpt)
    check.source.report(
      "bad-length",
      [...path, "indent"],
      "The text must have room at its indent.",
    );
  if (depth > DEPTH_MAX)
    check.source.report("too-deep", path, `Lists are nested more than ${DEPTH_MAX} deep.`);
  const named = look["marker-style"];
  const inner = {
    check: { ...check, widthMpt: check.widthMpt - indentMpt },
    style,
    depth: depth + 1,
  };
  return {
    marker,
    markerStyle:
      named === undefined
        ? style
        : check.styles.indexOf(check.source, [...path, "marker-style"], named),
    start: look.start ?? 1,
    indentMpt,
    gapMpt: lengthMpt(look.gap ?? 0),
    align: alignOf(check, style),
    items:
      depth > DEPTH_MAX
        ? []
        : items.map((item, index) => listItem(inner, [...path, "list", index], item)),
  };
}

function listItem(list: ListCheck, path: Path, item: string | number | ListItemValue): ListItem {
  const { check, style } = list;
  if (typeof item !== "object") return { spans: checkedSpans(check, path, item, style) };
  const when =
    item.when === undefined
      ? undefined
      : checkedExpr(check, [...path, "when"], item.when, "boolean");
  return {
    spans: checkedSpans(check, [...path, "text"], item.text, style),
    ...(when && { when }),
    ...(item.list && { list: listPlan(list, path, item, item.list) }),
  };
}

/** A sign by its name, a number and the signs around it, or what stands there. */
function markerOf(written: string): ListMarker {
  const sign = SIGNS[written];
  if (sign !== undefined) return { kind: "text", text: sign };
  const [, before = "", name, after = ""] = NUMBERED.exec(written) ?? [];
  const numbering = listNumbering.safeParse(name);
  if (!numbering.success) return { kind: "text", text: written };
  const isBare = before === "" && after === "";
  return { kind: numbering.data, before, after: isBare ? "." : after };
}

function isStaticList({ items }: ListPlan): boolean {
  return items.every(
    ({ spans, when, list }) =>
      when === undefined && areStaticSpans(spans) && (list === undefined || isStaticList(list)),
  );
}
