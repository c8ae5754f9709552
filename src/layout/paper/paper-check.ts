import type { Mpt } from "../../base/units.ts";
import type { Rect } from "../../model/geometry.ts";
import {
  addressZone,
  type Envelope,
  type Post,
  type Stock,
  windowSweep,
} from "../../model/stock.ts";
import type { Papers } from "./papers.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import { describeRect, isInside, overlap, paperZones } from "../blocks/zones.ts";

interface PostRule {
  readonly name: string;
  /** What must be clear inside the window's edges in every position of the insert. */
  readonly sideMpt: Mpt;
  readonly edgeMpt: Mpt;
  readonly said: string;
}

/**
 * USPS: Quick Service Guide 201a. Deutsche Post: DIN 5008 has the address begin 5 mm inside the
 * window, and DIN 680 lets windows lie 1 mm out of place. Swiss Post asks that the address stay
 * legible wherever the insert lies: the same tolerance.
 */
const RULES: Readonly<Record<Post, PostRule>> = {
  usps: {
    name: "USPS",
    sideMpt: 9000,
    edgeMpt: 2016,
    said: "0.125in at the sides, 0.028in at the top and bottom",
  },
  "deutsche-post": {
    name: "Deutsche Post",
    sideMpt: 14_173,
    edgeMpt: 2834,
    said: "5mm at the sides, 1mm at the top and bottom",
  },
  "swiss-post": { name: "Swiss Post", sideMpt: 2834, edgeMpt: 2834, said: "1mm on all sides" },
  other: { name: "any post", sideMpt: 0, edgeMpt: 0, said: "none" },
};

/**
 * Checks papers and envelopes against each other for conflicts that no layout could fix. `pathOf`
 * tells where a stock is named, `first` is the paper of the first page.
 */
export function checkPapers(
  source: YamlSource,
  { stocks, envelopes }: Papers,
  pathOf: (stockName: string) => Path,
  first: Stock,
): void {
  for (const stock of stocks) {
    if (stock !== stocks[0]) checkSameSheet(source, pathOf(stock.name), stock, stocks[0]);
    checkStrip(source, pathOf(stock.name), stock);
  }
  const [main] = envelopes;
  if (main === undefined) return;
  for (const [index, envelope] of envelopes.entries()) {
    const path = index === 0 ? ["print", "envelope"] : ["print", "larger-envelopes", index - 1];
    checkWindow(source, path, envelope, first);
    checkFolds(source, path, envelope, stocks);
    if (index > 0) checkSameWindow(source, path, envelope, main);
  }
}

/** One piece, one size: a press and an inserter's camera accept no other for some of its sheets. */
export function checkSameSheet(source: YamlSource, path: Path, stock: Stock, base: Stock): void {
  const isSame =
    stock.widthMpt === base.widthMpt &&
    stock.heightMpt === base.heightMpt &&
    stock.noPrintEdgeMpt === base.noPrintEdgeMpt &&
    sameRect(stock.markStrip, base.markStrip);
  if (isSame) return;
  const message =
    `The stock ${stock.name} differs from ${base.name} in size, unprintable edge or mark strip; ` +
    "the papers of a piece must be alike in these.";
  source.report("papers-differ", path, message);
}

function checkStrip(source: YamlSource, path: Path, stock: Stock): void {
  for (const zone of paperZones(stock).filter(({ rect }) => overlap(rect, stock.markStrip))) {
    const message = `The mark strip of the stock ${stock.name} overlaps ${zone.name}; move one.`;
    source.report("marks-in-zone", path, message, { hint: `it lies ${describeRect(zone.rect)}` });
  }
}

function checkWindow(source: YamlSource, path: Path, envelope: Envelope, first: Stock): void {
  const { topMpt, bottomMpt, leftMpt, rightMpt } = envelope.clear;
  const { name, sideMpt, edgeMpt, said } = RULES[envelope.post ?? "usps"];
  if (Math.min(leftMpt, rightMpt) < sideMpt || Math.min(topMpt, bottomMpt) < edgeMpt) {
    const message =
      `The envelope ${envelope.name} keeps less clear inside its window than ${name} requires in ` +
      `every position of the insert: ${said}.`;
    const hint = "set `clear-left`, `clear-right`, `clear-top`, `clear-bottom` in its file";
    source.report("window-clear", path, message, { hint });
  }
  const sweep = windowSweep(envelope);
  for (const zone of paperZones(first).filter(({ rect }) => overlap(rect, sweep))) {
    const message = `The window of ${envelope.name} can show ${zone.name}; change either.`;
    source.report("zone-in-window", path, message, { hint: `it lies ${describeRect(zone.rect)}` });
  }
}

/** Marks across a fold cannot be read, and past a fold the window shows another panel. */
function checkFolds(
  source: YamlSource,
  path: Path,
  envelope: Envelope,
  stocks: readonly Stock[],
): void {
  const [{ markStrip, widthMpt, heightMpt }] = stocks as [Stock];
  for (const [index, yMpt] of (envelope.foldsMpt ?? []).entries()) {
    const line = { xMpt: 0, yMpt: yMpt - 1, widthMpt, heightMpt: 2 };
    const before = envelope.foldsMpt?.[index - 1] ?? 0;
    if (yMpt <= before || yMpt >= heightMpt) {
      const message = `The folds of ${envelope.name} must lie on the sheet, one below the other.`;
      source.report("bad-folds", path, message);
    }
    if (overlap(line, markStrip)) {
      const message = `A fold of ${envelope.name} crosses the mark strip; move one of them.`;
      source.report("fold-in-marks", path, message, { hint: `strip: ${describeRect(markStrip)}` });
    }
    if (overlap(line, windowSweep(envelope))) {
      const message = `The window of ${envelope.name} can show parts beyond a fold; move one.`;
      const hint = `the window can show ${describeRect(windowSweep(envelope))}`;
      source.report("fold-in-window", path, message, { hint });
    }
  }
}

/** The address is set once, for the first envelope; every other envelope must show it too. */
function checkSameWindow(source: YamlSource, path: Path, envelope: Envelope, main: Envelope): void {
  if (envelope.post !== main.post) {
    const message = `${envelope.name} is for another post than ${main.name}; name another.`;
    source.report("papers-differ", path, message);
  }
  const [address, zone] = [addressZone(main), addressZone(envelope)];
  if (isInside(address, zone)) return;
  const message = `The window of ${envelope.name} does not show the whole address of ${main.name}.`;
  const hint = `the address is ${describeRect(address)}; the window shows ${describeRect(zone)}`;
  source.report("window-misplaced", path, message, { hint });
}

function sameRect(a: Rect, b: Rect): boolean {
  return isInside(a, b) && isInside(b, a);
}
