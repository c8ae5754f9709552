import type { Mpt } from "../../base/units.ts";
import { bandMiddle, type Plot } from "../../chart/plot.ts";
import type { AxisSetting } from "./axis-setting.ts";

const ABOVE_MPT = 4000;
const BETWEEN_MPT = 5000;
/** So many labels are measured one by one; of more, some are. */
const MEASURED_MAX = 64;
/** A label is shortened to no less than this. */
const SHORT_MIN_MPT = 14_000;

/** The room that labels of categories take below the figures. */
export function categoryRoom({ style }: AxisSetting, categories: readonly string[]): Mpt {
  const isBare = categories.every((category) => category === "");
  return isBare ? ABOVE_MPT : ABOVE_MPT + style.leadingMpt;
}

/**
 * Sets the labels of categories below the figures. Where they have too little room, each is
 * shortened to its share of the width, or every second, third ... is left.
 */
export function setCategories(setting: AxisSetting, plot: Plot): void {
  const { bound, labels, style, widthMpt } = setting;
  const { categories, block } = bound;
  if (categories.length === 0) return;
  const bandMpt = plot.widthMpt / plot.count;
  const widest = widestOf(setting);
  const isShortened = block.fit === "shorten" && bandMpt - BETWEEN_MPT >= SHORT_MIN_MPT;
  const step = isShortened ? 1 : Math.max(1, Math.ceil((widest + BETWEEN_MPT) / bandMpt));
  const roomMpt = Math.floor(bandMpt * step) - BETWEEN_MPT;
  const baseMpt = plot.topMpt + plot.heightMpt + ABOVE_MPT + style.baselineMpt;
  let rightMpt = -BETWEEN_MPT;
  for (let index = 0; index < categories.length; index += step) {
    const text = labels.shortened(style, categories[index] ?? "", Math.min(roomMpt, widthMpt));
    const half = (labels.width(style, text) + 1) >> 1;
    const middle = Math.max(half, Math.min(widthMpt - half, bandMiddle(plot, index)));
    // One that is moved in from the edge may meet the one before.
    if (middle - half < rightMpt + BETWEEN_MPT / 2) continue;
    labels.put(style, text, middle, baseMpt, "middle");
    rightMpt = middle + half;
  }
}

/** The width of the widest label, as far as it is known. */
function widestOf({ bound, labels, style }: AxisSetting): Mpt {
  const { categories } = bound;
  const stride = Math.max(1, Math.floor(categories.length / MEASURED_MAX));
  let widest = 0;
  let longest = "";
  for (const category of categories) if (category.length > longest.length) longest = category;
  for (let index = 0; index < categories.length; index += stride)
    widest = Math.max(widest, labels.width(style, categories[index] ?? ""));
  return Math.max(widest, labels.width(style, longest));
}
