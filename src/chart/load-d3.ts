import { createRequire } from "node:module";
import type * as Scale from "d3-scale";
import type * as Shape from "d3-shape";

// Few layouts have charts, and these packages are a tenth of what a run would load.
const load = createRequire(import.meta.url);
let scale: typeof Scale | undefined;
let shape: typeof Shape | undefined;

/** `d3-scale`, read when the first chart is drawn. */
export function d3Scale(): typeof Scale {
  scale ??= load("d3-scale") as typeof Scale;
  return scale;
}

/** `d3-shape`, read when the first chart is drawn. */
export function d3Shape(): typeof Shape {
  shape ??= load("d3-shape") as typeof Shape;
  return shape;
}
