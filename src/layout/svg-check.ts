import { limits } from "../base/limits.ts";
import type { PixelSize } from "./image-size.ts";

export interface SvgFinding {
  readonly size?: PixelSize;
  /** What is wrong with it, in sentences. */
  readonly faults: readonly string[];
}

const SHAPES: Readonly<Record<string, readonly string[]>> = {
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
/** E-mails show it as pixels, two for each unit of the viewBox's sides. */
const AREA_MAX = limits.imagePixelsMax / 4;
const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const FILL = /^(none|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|[a-z]+)$/;

/**
 * Checks that an SVG holds nothing but filled shapes (paths, rectangles, ellipses, polygons) and
 * gives its size, that of the viewBox. Scripts, texts, references and the rest are faults.
 */
export function checkSvg(text: string): SvgFinding {
  if (text.length > limits.svgBytesMax)
    return { faults: [`It is larger than ${limits.svgBytesMax / 1024} KB.`] };
  const body = withoutComments(text).replace(/^\uFEFF?\s*<\?xml\s[^>]*\?>/, "");
  const faults = new Set<string>();
  let viewBox: string | undefined;
  let isFirst = true;
  const rest = body.replace(TAG, (_tag, closing: string, name: string, attributes: string) => {
    if (isFirst && name !== "svg") faults.add("It does not start with an <svg> element.");
    isFirst = false;
    const allowed = Object.hasOwn(SHAPES, name) ? SHAPES[name] : undefined;
    if (allowed === undefined) faults.add(`The element <${name}> is not supported.`);
    for (const [, key, double, single] of attributes.matchAll(ATTRIBUTE)) {
      const value = double ?? single ?? "";
      if (name === "svg" && key === "viewBox") viewBox = value;
      const fault = allowed && attributeFault(name, allowed, key as string, value);
      if (fault !== undefined) faults.add(fault);
    }
    return closing === "" && (name === "title" || name === "desc") ? "\u0001" : "";
  });
  if (/<|&/.test(rest)) faults.add("It holds markup that is not supported.");
  const size = viewBoxSize(viewBox);
  if (size === undefined) faults.add('It has no viewBox="x y width height".');
  else if (size.widthPx * size.heightPx > AREA_MAX) faults.add("Its viewBox is too large.");
  return { ...(size && { size }), faults: [...faults] };
}

/** In one go, whatever opens and does not close: what is left of that is a fault. */
function withoutComments(text: string): string {
  const [head = "", ...parts] = text.split("<!--");
  const kept = parts.map((part) => {
    const end = part.indexOf("-->");
    return end < 0 ? `<!--${part}` : part.slice(end + 3);
  });
  return head + kept.join("");
}

function attributeFault(
  element: string,
  allowed: readonly string[],
  key: string,
  value: string,
): string | undefined {
  if (!allowed.includes(key) && !PAINT.includes(key))
    return `The attribute ${key} of <${element}> is not supported.`;
  if (/[<>&]/.test(value)) return "An attribute holds markup.";
  if (key === "fill" && !FILL.test(value)) return "A fill must be a plain colour.";
  return undefined;
}

function viewBoxSize(viewBox: string | undefined): PixelSize | undefined {
  const numbers = (viewBox ?? "")
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [, , widthPx, heightPx] = numbers;
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) return undefined;
  if (widthPx === undefined || heightPx === undefined) return undefined;
  return widthPx > 0 && heightPx > 0 ? { widthPx, heightPx } : undefined;
}
