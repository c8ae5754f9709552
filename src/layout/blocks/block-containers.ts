import type { Block, BlockBase, GroupBlock, ImageBlock, RuleBlock } from "../../model/block.ts";
import type { ImagePlan } from "../../model/layout-plan.ts";
import type { BlockValue } from "./block-schema.ts";
import { frameOf, within } from "./block-frame.ts";
import { alignOf, areStaticSpans, colorOf, styleOf } from "./block-texts.ts";
import { imageOnGround } from "../art/images.ts";
import type { Children, LayoutCheck } from "../layout-check.ts";
import { provenSumOf } from "../proven-sums.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import { checkedSpans, checkedWords } from "./texts.ts";
import type { Path } from "../../yaml/yaml-source.ts";

/** Images measure 96 pixels to the inch if a layout gives no size (CSS 2.2, 4.3.2). */
const MPT_PER_PIXEL = 750;
const RULE_MAX_MPT = 20_000;

export function ruleBlock(
  check: LayoutCheck,
  path: Path,
  own: BlockValue<"rule">,
  base: BlockBase,
): RuleBlock {
  const thicknessMpt = lengthMpt(own.rule);
  if (thicknessMpt <= 0 || thicknessMpt > RULE_MAX_MPT)
    check.source.report(
      "bad-length",
      [...path, "rule"],
      "A rule must be from 0.001pt to 20pt thick.",
    );
  const color = own.color === undefined ? 0 : colorOf(check, [...path, "color"], own.color);
  return { ...base, kind: "rule", thicknessMpt, color, isStatic: base.when === undefined };
}

export function imageBlock(
  check: LayoutCheck,
  path: Path,
  own: BlockValue<"image">,
  base: BlockBase,
): ImageBlock {
  const named = check.images.indexOf(check.source, [...path, "image"], own.image);
  const image = imageOnGround(check.images, named, check.ground);
  const size = imageSize(own, check.images.items[image]);
  if (size.widthMpt > check.widthMpt) {
    const message = `The image is wider than its space of ${inPoints(check.widthMpt)}; shrink it.`;
    check.source.report("image-too-wide", path, message);
  }
  const isStatic = base.when === undefined;
  return {
    ...base,
    kind: "image",
    image,
    ...size,
    align: own.align ?? "start",
    alt: checkedWords(check, [...path, "alt"], own.alt),
    isStatic,
  };
}

function imageSize(
  own: BlockValue<"image">,
  image: ImagePlan | undefined,
): { widthMpt: number; heightMpt: number } {
  const { widthPx, heightPx } = image ?? { widthPx: 1, heightPx: 1 };
  const width = own.width === undefined ? undefined : lengthMpt(own.width);
  const height = own.height === undefined ? undefined : lengthMpt(own.height);
  const naturalWidth = Math.round(widthPx * MPT_PER_PIXEL);
  const widthMpt =
    width ?? (height === undefined ? naturalWidth : Math.round((height * widthPx) / heightPx));
  return { widthMpt, heightMpt: height ?? Math.round((widthMpt * heightPx) / widthPx) };
}

export function groupBlock(
  children: Children,
  path: Path,
  own: BlockValue<"group">,
  base: BlockBase,
): GroupBlock {
  const framed = frameOf(children.check, path, own);
  const check = within(children.check, framed);
  const blocks = children.checkedBlocks(
    check,
    [...path, "group"],
    children.raw.group,
    children.depth,
  );
  reportEmpty(children.check, [...path, "group"], children.raw.group);
  const isStatic = framed.breakable !== true && areStatic(base, blocks);
  return { ...base, kind: "group", blocks, ...framed, isStatic };
}

export function messageBlock(
  children: Children,
  path: Path,
  own: BlockValue<"message">,
  base: BlockBase,
): GroupBlock {
  const framed = frameOf(children.check, path, own);
  const check = within(children.check, framed);
  if ((own.text === undefined) === (own.blocks === undefined)) {
    const message = "A message has either a `text` or `blocks`; give it one of them.";
    check.source.report("bad-message", path, message);
  }
  const blocks =
    own.text === undefined
      ? children.checkedBlocks(
          check,
          [...path, "blocks"],
          children.raw.blocks ?? [],
          children.depth,
        )
      : [messageText(check, path, own, base)];
  reportEmpty(children.check, [...path, "blocks"], children.raw.blocks);
  const isStatic = framed.breakable !== true && areStatic(base, blocks);
  return { ...base, kind: "group", zone: own.message, blocks, ...framed, isStatic };
}

/** Warns of a list of blocks that is written, and empty: what has it shows nothing. */
export function reportEmpty({ source }: LayoutCheck, path: Path, written: unknown): void {
  if (!Array.isArray(written) || written.length > 0) return;
  const message = "There is no block in this, so nothing is shown.";
  const hint = "give it one, or leave it out";
  source.report("idle-key", path, message, { severity: "warning", hint, at: "key" });
}

function messageText(
  check: LayoutCheck,
  path: Path,
  own: BlockValue<"message">,
  base: BlockBase,
): Block {
  const style = styleOf(check, [...path, "style"], own.style, ["message", "body"]);
  const spans = checkedSpans(check, [...path, "text"], own.text ?? "", style);
  const { channels } = base;
  return {
    kind: "text",
    id: `${base.id}.text`,
    spaceBeforeMpt: 0,
    spaceAfterMpt: 0,
    keepWithNext: false,
    channels,
    level: 0,
    align: alignOf(check, style),
    spans,
    ...provenSumOf(check.sums, spans),
    isStatic: areStaticSpans(spans),
  };
}

/** What each column gets of a width: its own, or its share of the rest. */
export function columnWidths(
  widthMpt: number,
  gapMpt: number,
  widths: readonly (number | undefined)[],
  columns: readonly { readonly grow?: number | undefined }[],
): number[] {
  const fixed = widths.reduce<number>((sum, width) => sum + (width ?? 0), 0);
  const left = widthMpt - fixed - gapMpt * (widths.length - 1);
  const growOf = (index: number): number =>
    widths[index] === undefined ? (columns[index]?.grow ?? 1) : 0;
  const growSum = widths.reduce<number>((sum, _width, index) => sum + growOf(index), 0);
  return widths.map((width, index) =>
    left < 0 ? -1 : (width ?? Math.floor((left * growOf(index)) / growSum)),
  );
}

export function inPoints(mpt: number): string {
  return `${Math.round(mpt / 100) / 10}pt`;
}

/** A space inside a static container is part of its drawing; a page break never is. */
export function areStatic(base: BlockBase, blocks: readonly Block[]): boolean {
  const isDrawn = (block: Block): boolean =>
    block.isStatic || (block.kind === "space" && block.when === undefined);
  return base.when === undefined && blocks.every(isDrawn);
}
