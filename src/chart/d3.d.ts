/** What is used of d3, see https://d3js.org/d3-scale and https://d3js.org/d3-shape. */
declare module "d3-scale" {
  export interface LinearScale {
    domain(): readonly [number, number];
    domain(ends: readonly [number, number]): this;
    nice(count: number): this;
    ticks(count: number): number[];
  }
  export function scaleLinear(): LinearScale;
}

declare module "d3-shape" {
  /** Draws as the canvas of a browser does. */
  export interface PathContext {
    moveTo(x: number, y: number): void;
    lineTo(x: number, y: number): void;
    bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
    arc(
      x: number,
      y: number,
      radius: number,
      startAngle: number,
      endAngle: number,
      isAnticlockwise?: boolean,
    ): void;
    closePath(): void;
  }
  export interface Curve {
    areaStart(): void;
    areaEnd(): void;
    lineStart(): void;
    lineEnd(): void;
    point(x: number, y: number): void;
  }
  export type CurveFactory = (context: PathContext) => Curve;
  export const curveLinear: CurveFactory;
  export const curveMonotoneX: CurveFactory;
  export const curveStep: CurveFactory;

  export interface ArcShape {
    readonly innerRadius: number;
    readonly outerRadius: number;
    readonly startAngle: number;
    readonly endAngle: number;
    readonly padAngle: number;
  }
  export interface ArcGenerator {
    (shape: ArcShape): void;
    context(context: PathContext): this;
  }
  export function arc(): ArcGenerator;
}
