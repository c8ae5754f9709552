import { defined } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import type { VerifiedPrint } from "../model/verification.ts";
import { type FontMeasures, type FontMetrics, measured } from "./font-metrics.ts";
import { overlayLines } from "./content/overlay-lines.ts";
import type { OverlayText } from "./content/overlay-scan.ts";
import { isTurned } from "./content/seen-order.ts";
import { cpt, type PrintPlaces } from "./print-places.ts";

const SIZE_MIN_MPT: Mpt = 7000;
const SIZE_STEP_MPT: Mpt = 500;
const CLOSED_MAX_UNITS = 40;

/**
 * How far the first glyph of a cluster of right-to-left text may be from its place, in 1/1000 em.
 */
const CLUSTER_SLACK_UNITS = 600;
const ROUNDING_UNITS = 3;
/** How far rounding and closing up may move a run. */
const CLOSED_CPT = 40;

/** A run of text with its font's measures and its width as printed, in 1/1000 em. */
interface MeasuredRun {
  readonly run: OverlayText;
  readonly metrics: FontMetrics;
  readonly kernedUnits: number;
}

/** A line of the address with the measures of its fonts. */
interface MeasuredLine {
  readonly runs: readonly OverlayText[];
  /** The first run of the line. */
  readonly first: OverlayText;
  readonly ascentUnits: number;
  readonly descentUnits: number;
  readonly glyphs: number;
  /** The width before the line is closed up, in 1/1000 em. */
  readonly units: number;
  /** The width as printed. */
  readonly standsUnits: number;
  readonly isClosedUp: boolean;
}

/**
 * Whether the lines of an address are where the layout's window wants them: in the style's size or,
 * failing that, in the largest size, in steps of half a point down to seven, at which all lines fit
 * the window's width and height, one below the other from its top. At seven points a wide line may
 * be closed up.
 */
export function isAddressInPlace(
  texts: readonly OverlayText[],
  places: PrintPlaces,
  print: VerifiedPrint,
  measures: FontMeasures,
): boolean {
  return (
    isPlainBlockInPlace(texts, places, print, measures) ||
    isBlockInPlace(texts, places, print, measures)
  );
}

/**
 * The common case, checked without lists: lines of one run, all in the first font and without
 * kerns, that fit the window in the style's size.
 */
function isPlainBlockInPlace(
  texts: readonly OverlayText[],
  { address, paper }: PrintPlaces,
  { addressFonts, addressSizeMpt: sizeMpt, addressLeadingMpt }: VerifiedPrint,
  measures: FontMeasures,
): boolean {
  const font = `F${addressFonts[0]}`;
  const metrics = measures.get(font);
  if (metrics === undefined || texts.length === 0) return false;
  const { ascentUnits, descentUnits } = metrics;
  const spareMpt = address.heightMpt - Math.ceil(((ascentUnits - descentUnits) * sizeMpt) / 1000);
  const isRoomy = texts.length < 2 || addressLeadingMpt * (texts.length - 1) <= spareMpt;
  if (!isRoomy || addressLeadingMpt < sizeMpt) return false;
  const topMpt = address.yMpt + Math.ceil((ascentUnits * sizeMpt) / 1000);
  const [xCpt, sizeCpt] = [cpt(address.xMpt), cpt(sizeMpt)];
  let index = 0;
  for (const line of texts) {
    const yCpt = cpt(paper.heightMpt - topMpt - index * addressLeadingMpt);
    if (line.xCpt !== xCpt || line.yCpt !== yCpt || line.sizeCpt !== sizeCpt) return false;
    if (line.font !== font || line.kerns.length > 0) return false;
    if (measured(metrics, line.strings).units * sizeMpt > address.widthMpt * 1000) return false;
    index += 1;
  }
  return true;
}

function isBlockInPlace(
  texts: readonly OverlayText[],
  { address, paper }: PrintPlaces,
  print: VerifiedPrint,
  measures: FontMeasures,
): boolean {
  const fonts = new Set(print.addressFonts.map((font) => `F${font}`));
  const block: MeasuredLine[] = [];
  for (const runs of overlayLines(texts)) {
    const known = runs.filter(({ font }) => fonts.has(font));
    const measuredRuns = known.flatMap((run) => measuredRun(run, measures.get(run.font)));
    if (measuredRuns.length < runs.length || !standTogether(measuredRuns)) return false;
    block.push(measuredLine(runs, measuredRuns));
  }
  const ascent = Math.max(...block.map(({ ascentUnits }) => ascentUnits));
  const descent = Math.max(...block.map(({ descentUnits }) => descentUnits));
  const leading = (sizeMpt: Mpt): Mpt => {
    const styledMpt = Math.round((print.addressLeadingMpt * sizeMpt) / print.addressSizeMpt);
    const spareMpt = address.heightMpt - Math.ceil(((ascent + descent) * sizeMpt) / 1000);
    if (block.length < 2) return styledMpt;
    return Math.min(styledMpt, Math.floor(spareMpt / (block.length - 1)));
  };
  const widest = Math.max(...block.map(({ units }) => units));
  const fits = (sizeMpt: Mpt): boolean =>
    widest * sizeMpt <= address.widthMpt * 1000 && leading(sizeMpt) >= sizeMpt;
  let sizeMpt = print.addressSizeMpt;
  while (sizeMpt > SIZE_MIN_MPT && !fits(sizeMpt))
    sizeMpt = Math.max(SIZE_MIN_MPT, sizeMpt - SIZE_STEP_MPT);
  const topMpt = address.yMpt + Math.ceil((ascent * sizeMpt) / 1000);
  const roomUnits = (address.widthMpt * 1000) / sizeMpt;
  return block.every((line, index) => {
    const { first } = line;
    const yCpt = cpt(paper.heightMpt - topMpt - index * leading(sizeMpt));
    const offCpt = Math.abs(first.xCpt - cpt(address.xMpt));
    const isPlaced = offCpt <= slackCpt(first) && first.yCpt === yCpt;
    const isSized = line.runs.every((run) => run.sizeCpt === cpt(sizeMpt));
    return isPlaced && isSized && isNarrowed(line, roomUnits);
  });
}

/** A line has its natural width unless that is too wide; a line of several runs must fit. */
function isNarrowed(line: MeasuredLine, roomUnits: number): boolean {
  const { runs, units, glyphs, isClosedUp } = line;
  if (units <= roomUnits) return !isClosedUp;
  if (runs.length > 1) return line.standsUnits <= roomUnits + ROUNDING_UNITS;
  const closed = Math.ceil((units - roomUnits) / Math.max(1, glyphs - 1));
  return isClosedUp && runs[0]?.kerns[0] === closed && closed <= CLOSED_MAX_UNITS;
}

/** A closed-up line is reduced by the same amount between all glyphs; other kerns are its own. */
function measuredLine(
  runs: readonly OverlayText[],
  measuredRuns: readonly MeasuredRun[],
): MeasuredLine {
  const { run: first, metrics } = defined(measuredRuns[0], "the first run of a line");
  const { run: last, kernedUnits } = defined(measuredRuns.at(-1), "the last run of a line");
  const heights = {
    ascentUnits: Math.max(...measuredRuns.map((one) => one.metrics.ascentUnits)),
    descentUnits: Math.max(...measuredRuns.map((one) => -one.metrics.descentUnits)),
  };
  const standsUnits = ((last.xCpt - first.xCpt) * 1000) / first.sizeCpt + kernedUnits;
  const ownUnits = measuredRuns.reduce((sum, one) => sum + one.kernedUnits, 0);
  const line = { runs, first, ...heights, standsUnits };
  if (first !== last) return { ...line, glyphs: 0, units: ownUnits, isClosedUp: false };
  const { units, glyphs } = measured(metrics, first.strings);
  const [closed = 0] = first.kerns;
  const isEven = first.kerns.length === glyphs - 1 && first.kerns.every((kern) => kern === closed);
  const isClosedUp = closed > 0 && isEven && first.sizeCpt === cpt(SIZE_MIN_MPT);
  return { ...line, glyphs, isClosedUp, units: isClosedUp ? units : ownUnits };
}

/** None if the font has no measures. */
function measuredRun(run: OverlayText, metrics: FontMetrics | undefined): MeasuredRun[] {
  if (metrics === undefined) return [];
  const { units } = measured(metrics, run.strings);
  return [{ run, metrics, kernedUnits: run.kerns.reduce((sum, kern) => sum - kern, units) }];
}

/** Whether each run of a line begins where the previous one ends. */
function standTogether(runs: readonly MeasuredRun[]): boolean {
  return runs.every(({ run }, index) => {
    const last = runs[index - 1];
    if (last === undefined) return true;
    const { run: before, kernedUnits } = last;
    const endCpt = before.xCpt + (kernedUnits * before.sizeCpt) / 1000;
    return Math.abs(run.xCpt - endCpt) <= slackCpt(run) + slackCpt(before) + CLOSED_CPT;
  });
}

/** Marks of right-to-left text may be placed before or after their cluster. */
function slackCpt({ text, sizeCpt }: OverlayText): number {
  return isTurned(text) ? (CLUSTER_SLACK_UNITS * sizeCpt) / 1000 : 0;
}
