type Point = readonly [x: number, y: number];
type Curve = readonly [x1: number, y1: number, x2: number, y2: number, x: number, y: number];

interface Arc {
  readonly radiusX: number;
  readonly radiusY: number;
  /** Of its axes, in degrees. */
  readonly angle: number;
  readonly isLarge: boolean;
  /** Whether it goes the way of growing angles. */
  readonly sweeps: boolean;
}

/**
 * An arc of an ellipse as Bezier curves of at most a quarter each; none if it is a straight line
 * (SVG 1.1, F.6.2).
 */
export function arcCurves(from: Point, arc: Arc, to: Point): Curve[] {
  if (arc.radiusX === 0 || arc.radiusY === 0) return [];
  if (from[0] === to[0] && from[1] === to[1]) return [];
  const turn = (arc.angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [radiusX, radiusY] = radii(arc, halfWay(from, to, cos, sin));
  // The ellipse is the circle of radius 1, stretched and turned: all is reckoned on the circle.
  const onCircle = ([x, y]: Point): Point => [
    (cos * x + sin * y) / radiusX,
    (cos * y - sin * x) / radiusY,
  ];
  const onPage = ([x, y]: Point): Point => [
    cos * radiusX * x - sin * radiusY * y,
    sin * radiusX * x + cos * radiusY * y,
  ];
  const { center, start, span } = circleArc(onCircle(from), arc, onCircle(to));
  // What is a quarter but for rounding is one.
  const count = Math.ceil(Math.abs(span) / (Math.PI / 2 + 0.001));
  return Array.from({ length: count }, (_, index) => {
    const points = circleCurve(center, start + (span * index) / count, span / count);
    return points.flatMap(onPage) as unknown as Curve;
  });
}

/** Half the way from the end to the start, along the ellipse's axes. */
function halfWay(from: Point, to: Point, cos: number, sin: number): Point {
  const [x, y] = [(from[0] - to[0]) / 2, (from[1] - to[1]) / 2];
  return [cos * x + sin * y, cos * y - sin * x];
}

/** The radii, larger where the ends are too far apart for them (F.6.6). */
function radii(arc: Arc, [halfX, halfY]: Point): Point {
  const [radiusX, radiusY] = [Math.abs(arc.radiusX), Math.abs(arc.radiusY)];
  const scale = Math.sqrt(Math.max(1, (halfX / radiusX) ** 2 + (halfY / radiusY) ** 2));
  return [radiusX * scale, radiusY * scale];
}

interface CircleArc {
  readonly center: Point;
  readonly start: number;
  readonly span: number;
}

/** The arc on a circle of radius 1: there are two centers, each with a large and a small arc. */
function circleArc([x0, y0]: Point, { isLarge, sweeps }: Arc, [x1, y1]: Point): CircleArc {
  const [wayX, wayY] = [x1 - x0, y1 - y0];
  const aside = Math.sqrt(Math.max(0, 1 / (wayX * wayX + wayY * wayY) - 0.25));
  const factor = sweeps === isLarge ? -aside : aside;
  const [x, y] = [(x0 + x1) / 2 - factor * wayY, (y0 + y1) / 2 + factor * wayX];
  const start = Math.atan2(y0 - y, x0 - x);
  const angle = Math.atan2(y1 - y, x1 - x) - start;
  const isOtherWay = sweeps ? angle < 0 : angle > 0;
  const span = isOtherWay ? angle + (sweeps ? 2 : -2) * Math.PI : angle;
  return { center: [x, y], start, span };
}

/** Two control points and the end. */
function circleCurve([x, y]: Point, from: number, span: number): Point[] {
  const to = from + span;
  const reach = (4 / 3) * Math.tan(span / 4);
  return [
    [x + Math.cos(from) - reach * Math.sin(from), y + Math.sin(from) + reach * Math.cos(from)],
    [x + Math.cos(to) + reach * Math.sin(to), y + Math.sin(to) - reach * Math.cos(to)],
    [x + Math.cos(to), y + Math.sin(to)],
  ];
}
