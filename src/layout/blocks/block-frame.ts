import type { GroupBlock } from "../../model/block.ts";
import type { BlockValue } from "./block-schema.ts";
import { colorOf } from "./block-texts.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import type { Path } from "../../yaml/yaml-source.ts";

/** What a block with a frame has: padding, background, border. */
export type Framed = Pick<
  GroupBlock,
  | "paddingMpt"
  | "background"
  | "borderColor"
  | "borderWidthMpt"
  | "borderSides"
  | "radiusMpt"
  | "breakable"
  | "keepTogether"
>;

const BORDER_MAX_MPT = 20_000;
const RADIUS_MAX_MPT = 72_000;

type FrameValue = BlockValue<"group"> | BlockValue<"message"> | BlockValue<"repeat">;

export function frameOf(check: LayoutCheck, path: Path, own: FrameValue): Framed {
  const width = own["border-width"];
  const sides = own["border-sides"];
  const borderWidthMpt = width === undefined ? undefined : lengthMpt(width);
  if (borderWidthMpt !== undefined && (borderWidthMpt <= 0 || borderWidthMpt > BORDER_MAX_MPT))
    report(check, [...path, "border-width"], "A border must be from 0.001pt to 20pt wide.");
  if (own.border === undefined && (width ?? sides) !== undefined)
    report(check, path, "The border has no colour; give the block a `border`.");
  if (own.breakable === true && own["keep-together"] === true)
    report(check, path, "A block is either `breakable` or kept together; leave one out.");
  return {
    paddingMpt: lengthMpt(own.padding ?? 0),
    background: colorOf(check, [...path, "background"], own.background),
    borderColor: colorOf(check, [...path, "border"], own.border),
    ...(borderWidthMpt !== undefined && { borderWidthMpt }),
    ...(sides && { borderSides: sides }),
    ...radiusOf(check, path, own),
    ...(own.breakable === true && { breakable: true }),
    keepTogether: own["keep-together"] ?? false,
  };
}

function radiusOf(
  check: LayoutCheck,
  path: Path,
  { radius, background, border }: FrameValue,
): Pick<Framed, "radiusMpt"> {
  if (radius === undefined) return {};
  const radiusMpt = lengthMpt(radius);
  if (radiusMpt <= 0 || radiusMpt > RADIUS_MAX_MPT)
    report(check, [...path, "radius"], "A corner's radius must be from 0.001pt to 72pt.");
  if (background === undefined && border === undefined)
    report(check, path, "What has neither `background` nor `border` has no round corners.");
  return { radiusMpt };
}

function report(check: LayoutCheck, path: Path, message: string): void {
  check.source.report("wrong-value", path, message);
}

/** The check of a frame's content. */
export function within(check: LayoutCheck, framed: Framed): LayoutCheck {
  const { paddingMpt, background, borderColor, breakable } = framed;
  const ground = background < 0 ? check.ground : background;
  const isPanel = paddingMpt > 0 || background >= 0 || borderColor >= 0;
  const isWhole = check.isWhole === true || (isPanel && breakable !== true);
  return { ...check, ground, widthMpt: check.widthMpt - 2 * paddingMpt, isWhole };
}
