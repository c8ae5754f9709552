import type { SvgDrawing, SvgOutline } from "../../model/svg-drawing.ts";
import { type Draw, PathPen } from "./path-pen.ts";
import { drawPath } from "./svg-path.ts";

/** A quarter of a circle of radius 1 as a Bezier curve: how far its handles reach. */
const QUARTER_HANDLE = (4 * (Math.SQRT2 - 1)) / 3;

/** A drawing as content operators on a region of its view box's size. */
export function svgOperators({ left, top, shapes }: SvgDrawing, heightPx: number): Uint8Array {
  const pen = new PathPen();
  pen.operator("cm", 1, 0, 0, -1, 0, heightPx);
  if (left !== 0 || top !== 0) pen.operator("cm", 1, 0, 0, 1, -left, -top);
  for (const { fill, isEvenOdd, ...outline } of shapes) {
    drawOutline(pen, outline);
    pen.fill(fill, isEvenOdd);
  }
  return Buffer.from(`q\n${pen.content()}\nQ\n`, "latin1");
}

function drawOutline(pen: Draw, outline: SvgOutline): void {
  switch (outline.kind) {
    case "path":
      return drawPath(pen, outline.data);
    case "rect":
      return drawRect(pen, outline);
    case "ellipse":
      return drawEllipse(pen, outline);
    case "polygon":
      return drawPolygon(pen, outline.points);
  }
}

type OutlineOf<K extends SvgOutline["kind"]> = Extract<SvgOutline, { kind: K }>;

function drawRect(pen: Draw, { x, y, width, height, radius: asked }: OutlineOf<"rect">): void {
  if (asked <= 0) return pen.rect(x, y, width, height);
  const radius = Math.min(asked, width / 2, height / 2);
  const reach = radius * (1 - QUARTER_HANDLE);
  const [right, bottom] = [x + width, y + height];
  pen.move(x + radius, y);
  pen.line(right - radius, y);
  pen.curve(right - reach, y, right, y + reach, right, y + radius);
  pen.line(right, bottom - radius);
  pen.curve(right, bottom - reach, right - reach, bottom, right - radius, bottom);
  pen.line(x + radius, bottom);
  pen.curve(x + reach, bottom, x, bottom - reach, x, bottom - radius);
  pen.line(x, y + radius);
  pen.curve(x, y + reach, x + reach, y, x + radius, y);
  pen.close();
}

function drawEllipse(pen: Draw, { x, y, radiusX, radiusY }: OutlineOf<"ellipse">): void {
  const [left, right, top, bottom] = [x - radiusX, x + radiusX, y - radiusY, y + radiusY];
  const [reachX, reachY] = [radiusX * QUARTER_HANDLE, radiusY * QUARTER_HANDLE];
  pen.move(left, y);
  pen.curve(left, y - reachY, x - reachX, top, x, top);
  pen.curve(x + reachX, top, right, y - reachY, right, y);
  pen.curve(right, y + reachY, x + reachX, bottom, x, bottom);
  pen.curve(x - reachX, bottom, left, y + reachY, left, y);
  pen.close();
}

function drawPolygon(pen: Draw, points: readonly number[]): void {
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [points[at] as number, points[at + 1] as number];
    if (at === 0) pen.move(x, y);
    else pen.line(x, y);
  }
  pen.close();
}
