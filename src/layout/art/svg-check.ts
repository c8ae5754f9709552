import { limits } from "../../base/limits.ts";
import type { SvgDrawing } from "../../model/svg-drawing.ts";
import { type Attributes, SvgShapes } from "./svg-shapes.ts";

export interface SvgFinding {
  readonly size?: { readonly widthPx: number; readonly heightPx: number };
  /** Present if there are no faults. */
  readonly drawing?: SvgDrawing;
  /** What is wrong with it, in sentences. */
  readonly faults: readonly string[];
}

const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  svg: ["xmlns", "viewBox", "width", "height", "version", "role", "aria-label"],
  g: [],
  title: [],
  desc: [],
  path: ["d"],
  rect: ["x", "y", "width", "height", "rx"],
  circle: ["cx", "cy", "r"],
  ellipse: ["cx", "cy", "rx", "ry"],
  polygon: ["points"],
};
const PAINT = ["id", "fill", "fill-rule"];
/** E-mails show it as pixels, two per unit of the viewBox. */
const AREA_MAX = limits.imagePixelsMax / 4;
const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Reads an SVG that holds nothing but filled shapes (paths, rectangles, ellipses, polygons);
 * returns its size, which is that of the viewBox, and what to draw. Scripts, texts, references and
 * everything else are faults, and so is every value that cannot be drawn as written.
 */
export function checkSvg(text: string): SvgFinding {
  if (text.length > limits.svgBytesMax)
    return { faults: [`It is larger than ${limits.svgBytesMax / 1024} KB.`] };
  const body = withoutComments(text).replace(/^\uFEFF?\s*<\?xml\s[^>]*\?>/, "");
  const faults = new Set<string>();
  const shapes = new SvgShapes(faults);
  let viewBox: string | undefined;
  let isFirst = true;
  const rest = body.replace(TAG, (_tag, closing: string, name: string, inner: string, empty) => {
    if (isFirst && name !== "svg") faults.add("It does not start with an <svg> element.");
    isFirst = false;
    const attributes = attributesOf(inner);
    if (name === "svg") viewBox ??= attributes.get("viewBox");
    if (isAllowed(name, attributes, faults)) {
      if (closing === "/") shapes.close(name);
      else shapes.open(name, attributes, empty === "/");
    }
    return closing === "" && (name === "title" || name === "desc") ? "\u0001" : "";
  });
  if (/<|&/.test(rest)) faults.add("It holds markup that is not supported.");
  const box = viewBoxOf(viewBox);
  if (box === undefined) faults.add('It has no viewBox="x y width height".');
  else if (box.size.widthPx * box.size.heightPx > AREA_MAX) faults.add("Its viewBox is too large.");
  if (box === undefined || faults.size > 0)
    return { ...(box && { size: box.size }), faults: [...faults] };
  const { left, top, size } = box;
  return { size, drawing: { left, top, shapes: shapes.found }, faults: [] };
}

/** In one pass, including what opens and does not close: anything left of that is a fault. */
function withoutComments(text: string): string {
  const [head = "", ...parts] = text.split("<!--");
  const kept = parts.map((part) => {
    const end = part.indexOf("-->");
    return end < 0 ? `<!--${part}` : part.slice(end + 3);
  });
  return head + kept.join("");
}

function attributesOf(inner: string): Attributes {
  const found = new Map<string, string>();
  for (const [, key, double, single] of inner.matchAll(ATTRIBUTE))
    found.set(key as string, double ?? single ?? "");
  return found;
}

function isAllowed(name: string, attributes: Attributes, faults: Set<string>): boolean {
  const allowed = Object.hasOwn(ELEMENTS, name) ? ELEMENTS[name] : undefined;
  if (allowed === undefined) {
    faults.add(`The element <${name}> is not supported.`);
    return false;
  }
  for (const [key, value] of attributes) {
    if (!allowed.includes(key) && !PAINT.includes(key))
      faults.add(`The attribute ${key} of <${name}> is not supported.`);
    if (/[<>&]/.test(value)) faults.add("An attribute holds markup.");
  }
  return true;
}

function viewBoxOf(viewBox: string | undefined) {
  const numbers = (viewBox ?? "")
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [left = 0, top = 0, widthPx, heightPx] = numbers;
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) return undefined;
  if (widthPx === undefined || heightPx === undefined) return undefined;
  return widthPx > 0 && heightPx > 0 ? { left, top, size: { widthPx, heightPx } } : undefined;
}
