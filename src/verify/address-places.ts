import type { Mpt } from "../base/units.ts";
import type { VerifiedPrint } from "../model/verification.ts";
import { type FontMeasures, type FontMetrics, measured } from "./font-metrics.ts";
import type { OverlayText } from "./overlay-scan.ts";
import { cpt, type PrintPlaces } from "./print-places.ts";

const SIZE_MIN_MPT: Mpt = 7000;
const SIZE_STEP_MPT: Mpt = 500;
const CLOSED_MAX_UNITS = 40;

/** A line of the address with its font's measures. */
interface MeasuredLine {
  readonly line: OverlayText;
  readonly metrics: FontMetrics;
  readonly glyphs: number;
  /** As wide as it is before it is closed up, in 1/1000 em. */
  readonly units: number;
  readonly isClosedUp: boolean;
}

/**
 * Whether the lines of an address stand where the layout's window wants them: in the style's size,
 * or else in the largest one of half points down to seven that all lines fit the window's width and
 * height in, one below the other from its top; in seven points, a wide line may be closed up.
 */
export function isAddressInPlace(
  lines: readonly OverlayText[],
  { address, paper }: PrintPlaces,
  print: VerifiedPrint,
  measures: FontMeasures,
): boolean {
  const fonts = new Set(print.addressFonts.map((font) => `F${font}`));
  const block: MeasuredLine[] = [];
  for (const line of lines) {
    const metrics = fonts.has(line.font) ? measures.get(line.font) : undefined;
    if (metrics === undefined) return false;
    block.push(measuredLine(line, metrics));
  }
  const ascent = Math.max(...block.map(({ metrics }) => metrics.ascentUnits));
  const descent = Math.max(...block.map(({ metrics }) => -metrics.descentUnits));
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
  return block.every(({ line, ...measure }, index) => {
    const yCpt = cpt(paper.heightMpt - topMpt - index * leading(sizeMpt));
    const isPlaced = line.xCpt === cpt(address.xMpt) && line.yCpt === yCpt;
    return isPlaced && line.sizeCpt === cpt(sizeMpt) && isNarrowed(line, measure, roomUnits);
  });
}

/** A line has its own width, but where that is too wide. */
function isNarrowed(
  { kerns }: OverlayText,
  { units, glyphs, isClosedUp }: Omit<MeasuredLine, "line">,
  roomUnits: number,
): boolean {
  if (units <= roomUnits) return !isClosedUp;
  const closed = Math.ceil((units - roomUnits) / Math.max(1, glyphs - 1));
  return isClosedUp && kerns[0] === closed && closed <= CLOSED_MAX_UNITS;
}

/** Text is closed up by as much between each two glyphs; other kerns are its own. */
function measuredLine(line: OverlayText, metrics: FontMetrics): MeasuredLine {
  const { units, glyphs } = measured(metrics, line.strings);
  const [first = 0] = line.kerns;
  const isEven = line.kerns.length === glyphs - 1 && line.kerns.every((kern) => kern === first);
  const isClosedUp = first > 0 && isEven && line.sizeCpt === cpt(SIZE_MIN_MPT);
  const kerned = line.kerns.reduce((sum, kern) => sum - kern, units);
  return { line, metrics, glyphs, isClosedUp, units: isClosedUp ? units : kerned };
}
