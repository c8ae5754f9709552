import type { Polygon } from "./canvas.ts";

const ROUND_PARTS = 12;

/** A line as areas of its width, with round ends and corners; all run the same way round. */
export function strokeOf(points: Polygon, widthPx: number, dashPx: number): Polygon[] {
  const half = widthPx / 2;
  const areas: Polygon[] = [];
  for (const part of dashPx > 0 ? dashesOf(points, dashPx) : [points]) {
    for (let at = 2; at < part.length; at += 2) areas.push(bar(part, at, half));
    if (dashPx === 0)
      for (let at = 0; at < part.length; at += 2)
        areas.push(disk(part[at] ?? 0, part[at + 1] ?? 0, half));
  }
  return areas;
}

function bar(points: Polygon, at: number, half: number): Polygon {
  const [fromX = 0, fromY = 0, toX = 0, toY = 0] = points.slice(at - 2, at + 2);
  const length = Math.hypot(toX - fromX, toY - fromY) || 1;
  const [asideX, asideY] = [(-(toY - fromY) / length) * half, ((toX - fromX) / length) * half];
  const start = [fromX + asideX, fromY + asideY, fromX - asideX, fromY - asideY];
  const end = [toX - asideX, toY - asideY, toX + asideX, toY + asideY];
  return [...start, ...end];
}

function disk(x: number, y: number, radius: number): Polygon {
  return Array.from({ length: ROUND_PARTS }, (_, part) => {
    const angle = (2 * Math.PI * part) / ROUND_PARTS;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  }).flat();
}

/** Every second stretch of this length, of one straight line. */
function dashesOf([fromX = 0, fromY = 0, toX = 0, toY = 0]: Polygon, dashPx: number): Polygon[] {
  const length = Math.hypot(toX - fromX, toY - fromY);
  const at = (distance: number): readonly [number, number] => {
    const share = Math.min(1, distance / length);
    return [fromX + (toX - fromX) * share, fromY + (toY - fromY) * share];
  };
  const dashes: Polygon[] = [];
  for (let start = 0; start < length; start += 2 * dashPx)
    dashes.push([...at(start), ...at(start + dashPx)]);
  return dashes;
}
