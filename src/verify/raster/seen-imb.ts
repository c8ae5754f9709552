import { BAR_DOWN, BAR_UP, IMB_BARS, imbDigits } from "../marks/imb-digits.ts";
import type { GreyImage, PixelBox } from "./grey-image.ts";

// USPS-B-3200, 3.1, to the inch: bars and pitch may differ this much, and no more.
const BARS_MIN = 20;
const BARS_MAX = 24;
const BAR_WIDTH_MIN = 0.015;
const BAR_WIDTH_MAX = 0.025;
const HEIGHT_MIN = 0.125;
const HEIGHT_MAX = 0.165;
/** Smoothed edges move bars by less than a pixel. */
const SLACK_PX = 1;
/** Ink is darker: it must differ from the paper by at least 30 %, smoothed edges included. */
const SHADE = 160;

/** A barcode that a camera would read. */
export interface SeenImb {
  /** 20 to 31, tracking code first. */
  readonly digits: string;
  /** The bars. */
  readonly box: PixelBox;
}

/**
 * Finds an Intelligent Mail barcode in an image and reads it as a sorter's camera would, but
 * without its tolerance: a code that is not perfect does not count (see `imbDigits`). Undefined if
 * there are not 65 bars of the pitch, width and height that USPS-B-3200 demands.
 */
export function seenImb(image: GreyImage): SeenImb | undefined {
  const trackers = trackerRows(image);
  if (trackers === undefined) return undefined;
  const { bars, top, bottom } = trackers;
  const reaches = bars.map((bar) => reachOf(image, bar, top, bottom));
  const box = {
    left: bars[0]?.left ?? 0,
    top: Math.min(...reaches.map((reach) => reach.top)),
    right: bars.at(-1)?.right ?? 0,
    bottom: Math.max(...reaches.map((reach) => reach.bottom)),
  };
  if (!isSized(box, image.dpi)) return undefined;
  const states = statesOf(reaches, box, top, bottom);
  const digits = states && imbDigits(states);
  return digits === undefined ? undefined : { digits, box };
}

interface Bar {
  readonly left: number;
  readonly right: number;
}

interface TrackerRows {
  readonly bars: readonly Bar[];
  readonly top: number;
  readonly bottom: number;
}

/** The rows that all bars cross; text has no row with 65 runs of ink of equal width and pitch. */
function trackerRows(image: GreyImage): TrackerRows | undefined {
  let found: { bars: readonly Bar[]; top: number; bottom: number } | undefined;
  for (let y = 0; y < image.height; y += 1) {
    const bars = image.isBlankRow(y) ? undefined : barsIn(image, y);
    if (bars !== undefined)
      found = { bars: found?.bars ?? bars, top: found?.top ?? y, bottom: y + 1 };
    else if (found !== undefined) break;
  }
  return found;
}

function barsIn(image: GreyImage, y: number): readonly Bar[] | undefined {
  if (runsIn(image, y) !== IMB_BARS) return undefined;
  const bars: Bar[] = [];
  let left = -1;
  for (let x = 0; x <= image.width; x += 1) {
    const isInk = x < image.width && image.at(x, y) < SHADE;
    if (isInk && left < 0) left = x;
    if (isInk || left < 0) continue;
    bars.push({ left, right: x });
    left = -1;
  }
  return isRegular(bars, image.dpi) ? bars : undefined;
}

/** How many runs of ink a row has. */
function runsIn(image: GreyImage, y: number): number {
  let [runs, wasInk] = [0, false];
  for (let x = 0; x < image.width; x += 1) {
    const isInk = image.at(x, y) < SHADE;
    if (isInk && !wasInk) runs += 1;
    wasInk = isInk;
  }
  return runs;
}

function isRegular(bars: readonly Bar[], dpi: number): boolean {
  const [first, last] = [bars[0], bars.at(-1)];
  if (first === undefined || last === undefined) return false;
  const pitch = (last.left - first.left) / (IMB_BARS - 1);
  if (dpi / pitch < BARS_MIN || dpi / pitch > BARS_MAX) return false;
  return bars.every(({ left, right }, index) => {
    const width = right - left;
    const isWide = width > BAR_WIDTH_MIN * dpi - SLACK_PX && width < BAR_WIDTH_MAX * dpi + SLACK_PX;
    return isWide && Math.abs(left - first.left - index * pitch) <= SLACK_PX;
  });
}

/**
 * How far ink extends up and down from the rows that all bars cross, over the full width of a bar.
 */
function reachOf(
  image: GreyImage,
  { left, right }: Bar,
  top: number,
  bottom: number,
): { top: number; bottom: number } {
  const isInk = (y: number): boolean => {
    if (y < 0 || y >= image.height) return false;
    for (let x = left + SLACK_PX; x < right - SLACK_PX; x += 1)
      if (image.at(x, y) >= SHADE) return false;
    return true;
  };
  let [first, behind] = [top, bottom];
  while (isInk(first - 1)) first -= 1;
  while (isInk(behind)) behind += 1;
  return { top: first, bottom: behind };
}

function isSized({ top, bottom }: PixelBox, dpi: number): boolean {
  const height = bottom - top;
  return height > HEIGHT_MIN * dpi - SLACK_PX && height < HEIGHT_MAX * dpi + SLACK_PX;
}

/**
 * Each bar extends all the way up or not at all, and the same downwards; undefined if one does
 * neither.
 */
function statesOf(
  reaches: readonly { top: number; bottom: number }[],
  box: PixelBox,
  top: number,
  bottom: number,
): Uint8Array | undefined {
  const isThere = (reach: number, most: number): boolean | undefined => {
    if (Math.abs(reach - most) <= SLACK_PX) return true;
    return reach <= SLACK_PX ? false : undefined;
  };
  const states = new Uint8Array(IMB_BARS);
  for (const [index, reach] of reaches.entries()) {
    const isUp = isThere(top - reach.top, top - box.top);
    const isDown = isThere(reach.bottom - bottom, box.bottom - bottom);
    if (isUp === undefined || isDown === undefined) return undefined;
    states[index] = (isUp ? BAR_UP : 0) | (isDown ? BAR_DOWN : 0);
  }
  return states;
}
