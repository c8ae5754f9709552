import type { Mpt } from "../../base/units.ts";
import { bandMiddle, type Plot } from "../../chart/plot.ts";
import type { AxisSetting } from "./axis-setting.ts";

const ABOVE_MPT = 4000;
const BETWEEN_MPT = 5000;
/** How much wider a label at the edge is than what it has on both sides. */
const MOVED_MAX_MPT = 16_000;
/** So many labels are measured one by one; of more, some are. */
const MEASURED_MAX = 64;
/** The share of the width left to the plot, of the height to labels that run up: thousandths. */
const PLOT_SHARE = 900;
const TURNED_SHARE = 380;
/** A label is shortened to no less than this. */
const SHORT_MIN_MPT = 14_000;

/** The room that labels of categories take below the figures. */
export function categoryRoom(setting: AxisSetting): Mpt {
  const { bound, style } = setting;
  const isBare = bound.categories.every((category) => category === "");
  if (isBare) return ABOVE_MPT;
  return ABOVE_MPT + (isTurned(setting) ? turnedRoom(setting) : style.leadingMpt);
}

/** Whether labels run up the page: where the layout lets them and they do not fit otherwise. */
function isTurned(setting: AxisSetting): boolean {
  const { bound, widthMpt } = setting;
  if (bound.block.fit !== "rotate") return false;
  // What the labels of the scale take is not known yet.
  const bandMpt = (widthMpt * PLOT_SHARE) / 1000 / Math.max(1, bound.categories.length);
  return widestOf(setting) + BETWEEN_MPT > bandMpt;
}

function turnedRoom(setting: AxisSetting): Mpt {
  const mostMpt = Math.floor((setting.bound.block.heightMpt * TURNED_SHARE) / 1000);
  return Math.min(widestOf(setting), mostMpt);
}

/** Labels that run up to the figures, as many as have room side by side. */
function setTurned(setting: AxisSetting, plot: Plot): void {
  const { bound, labels, style } = setting;
  const { categories } = bound;
  const roomMpt = turnedRoom(setting);
  const topMpt = plot.topMpt + plot.heightMpt + ABOVE_MPT;
  const step = Math.max(1, Math.ceil((style.leadingMpt * plot.count) / plot.widthMpt));
  for (let index = 0; index < categories.length; index += step) {
    const text = labels.shortened(style, categories[index] ?? "", roomMpt);
    labels.putUpwards(style, text, bandMiddle(plot, index), topMpt);
  }
}

/**
 * Sets the labels of categories below the figures. Where they have too little room, each is
 * shortened to its share of the width, or every second, third ... is left.
 */
export function setCategories(setting: AxisSetting, plot: Plot): void {
  const { bound, labels, style, widthMpt } = setting;
  const { categories, block } = bound;
  if (categories.length === 0) return;
  if (isTurned(setting)) return setTurned(setting, plot);
  const bandMpt = plot.widthMpt / plot.count;
  const widest = widestOf(setting);
  const isShortened = block.fit === "shorten" && bandMpt - BETWEEN_MPT >= SHORT_MIN_MPT;
  const step = isShortened ? 1 : Math.max(1, Math.ceil((widest + BETWEEN_MPT) / bandMpt));
  const roomMpt = Math.floor(bandMpt * step) - BETWEEN_MPT;
  const baseMpt = plot.topMpt + plot.heightMpt + ABOVE_MPT + style.baselineMpt;
  let rightMpt = -BETWEEN_MPT;
  for (let index = 0; index < categories.length; index += step) {
    const own = bandMiddle(plot, index);
    // One that stands far from its place would seem to be another's.
    const besideMpt = 2 * Math.min(own, widthMpt - own) + MOVED_MAX_MPT;
    const text = labels.shortened(style, categories[index] ?? "", Math.min(roomMpt, besideMpt));
    const half = (labels.width(style, text) + 1) >> 1;
    const middle = Math.max(half, Math.min(widthMpt - half, own));
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
