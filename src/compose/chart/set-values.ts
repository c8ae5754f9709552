import type { Mpt } from "../../base/units.ts";
import { barSlots } from "../../chart/draw-bars.ts";
import { stackedFigures } from "../../chart/draw-lines.ts";
import { bandMiddle, isLit, lastCategory, type Plot, valueOf, yOf } from "../../chart/plot.ts";
import type { AxisSetting } from "./axis-setting.ts";
import { middleToBaseline } from "./chart-labels.ts";

const BESIDE_MPT = 5000;
const OVER_MPT = 3000;
/** Labels over bars are at least so far apart. */
const BETWEEN_MPT = 1500;

/** A label in the margin beside the end of the figures. */
interface MarginLabel {
  readonly text: string;
  readonly yMpt: Mpt;
}

/** The room that labels of values take above and beside the figures. */
export function valuesRoom(setting: AxisSetting): { topMpt: Mpt; rightMpt: Mpt } {
  const { bound, labels, style } = setting;
  const { block, texts, thresholds } = bound;
  const isOver = block.showValues !== "none" && !isAtEnd(setting);
  let rightMpt = 0;
  const hold = (text: string): void => {
    if (text !== "") rightMpt = Math.max(rightMpt, labels.width(style, text) + BESIDE_MPT);
  };
  for (const { label } of thresholds) hold(label);
  if (isAtEnd(setting)) for (const { value } of ends(setting)) hold(texts.value(value));
  return { topMpt: isOver ? style.sizeMpt + OVER_MPT : 0, rightMpt };
}

/** Whether the last value of each line stands beside its end. */
function isAtEnd({ bound }: AxisSetting): boolean {
  const { chart, showValues } = bound.block;
  return showValues === "last" && chart !== "bars" && chart !== "stacked-bars";
}

function ends({ figures }: AxisSetting): { series: number; category: number; value: number }[] {
  return Array.from({ length: figures.seriesCount }, (_, series) => {
    const category = lastCategory(figures, series);
    const value = category < 0 ? Number.NaN : valueOf(figures, series, category);
    return { series, category, value };
  }).filter(({ category }) => category >= 0);
}

/** Sets the labels of thresholds and of the ends of lines in the margin, moved apart. */
export function setMarginLabels(setting: AxisSetting, plot: Plot): void {
  const { bound, figures, labels, style } = setting;
  const drawn = bound.block.chart === "areas" ? stackedFigures(figures) : figures;
  const shown: MarginLabel[] = bound.thresholds
    .filter(({ label }) => label !== "")
    .map(({ value, label }) => ({ text: label, yMpt: yOf(plot, value) }));
  if (isAtEnd(setting))
    for (const { series, category, value } of ends(setting)) {
      const yMpt = yOf(plot, valueOf(drawn, series, category));
      shown.push({ text: bound.texts.value(value), yMpt });
    }
  if (shown.length === 0) return;
  const x = plot.leftMpt + plot.widthMpt + BESIDE_MPT;
  for (const { text, yMpt } of apart(shown, style.leadingMpt, plot.topMpt + plot.heightMpt))
    labels.put(style, text, x, yMpt + middleToBaseline(style), "start");
}

/** Labels from top to bottom, each at least a line below the one before, none below the foot. */
function apart(wanted: readonly MarginLabel[], lineMpt: Mpt, footMpt: Mpt): readonly MarginLabel[] {
  const sorted = wanted.toSorted((one, other) => one.yMpt - other.yMpt);
  const placed: Mpt[] = [];
  let leastMpt = 0;
  for (const { yMpt } of sorted) {
    placed.push(Math.max(yMpt, leastMpt));
    leastMpt = Math.max(yMpt, leastMpt) + lineMpt;
  }
  let limitMpt = footMpt;
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    placed[index] = Math.min(placed[index] ?? 0, limitMpt);
    limitMpt = (placed[index] ?? 0) - lineMpt;
  }
  return sorted.map(({ text }, index) => ({ text, yMpt: placed[index] ?? 0 }));
}

/** Sets values over bars and points, leaving out those that have no room. */
export function setValues(setting: AxisSetting, plot: Plot): void {
  const { bound, figures } = setting;
  const { chart, showValues } = bound.block;
  if (showValues === "none" || isAtEnd(setting)) return;
  const over = new OverLabels(setting, plot);
  const last = Math.max(...ends(setting).map(({ category }) => category));
  for (let category = 0; category < figures.count; category += 1) {
    const isMarked = figures.highlighted?.[category] === 1;
    const isWanted = showValues === "all" || (showValues === "last" ? category === last : isMarked);
    if (!isWanted) continue;
    if (chart === "stacked-bars") over.stack(category);
    else over.each(category);
  }
}

/** Sets labels over figures from the left, none over the one before it. */
class OverLabels {
  readonly #setting: AxisSetting;
  readonly #plot: Plot;
  #rightMpt = -BETWEEN_MPT;

  constructor(setting: AxisSetting, plot: Plot) {
    this.#setting = setting;
    this.#plot = plot;
  }

  /** The sum of a stack. */
  stack(category: number): void {
    const { figures } = this.#setting;
    let [sum, above] = [0, 0];
    for (let series = 0; series < figures.seriesCount; series += 1) {
      const value = valueOf(figures, series, category);
      if (Number.isNaN(value)) continue;
      sum += value;
      if (value > 0) above += value;
    }
    this.#put(bandMiddle(this.#plot, category), above, sum, false);
  }

  /** The value of each series. */
  each(category: number): void {
    const { figures, bound } = this.#setting;
    const { leftMpt, barMpt, betweenMpt } = barSlots(this.#plot, category, figures.seriesCount);
    for (let series = 0; series < figures.seriesCount; series += 1) {
      const value = valueOf(figures, series, category);
      const isLeftOut =
        bound.block.showValues === "highlighted" && !isLit(figures, series, category);
      if (Number.isNaN(value) || isLeftOut) continue;
      const barMiddle = leftMpt + series * (barMpt + betweenMpt) + (barMpt >> 1);
      const isBar = bound.block.chart === "bars";
      const middle = isBar ? barMiddle : bandMiddle(this.#plot, category);
      this.#put(middle, value, value, isBar && value < 0);
    }
  }

  /** Over a value, or under it if there is room. */
  #put(middleMpt: Mpt, at: number, value: number, isUnder: boolean): void {
    const { bound, labels, style, widthMpt } = this.#setting;
    const text = bound.texts.value(value);
    const half = (labels.width(style, text) + 1) >> 1;
    const middle = Math.max(half, Math.min(widthMpt - half, middleMpt));
    if (middle - half < this.#rightMpt + BETWEEN_MPT) return;
    this.#rightMpt = middle + half;
    const underMpt = yOf(this.#plot, at) + OVER_MPT + 2 * middleToBaseline(style);
    const hasRoom = underMpt <= this.#plot.topMpt + this.#plot.heightMpt;
    const overMpt = yOf(this.#plot, isUnder ? Math.max(at, 0) : at) - OVER_MPT;
    labels.put(style, text, middle, isUnder && hasRoom ? underMpt : overMpt, "middle");
  }
}
