import type { SvgOutline, SvgPaint, SvgShape } from "../../model/svg-drawing.ts";
import { svgPath } from "./svg-path.ts";
import { svgFill, svgNumber, svgPoints } from "./svg-values.ts";

export type Attributes = ReadonlyMap<string, string>;

/**
 * The shapes of an SVG in the order of its tags, with what they inherit; faults go to the given
 * set.
 */
export class SvgShapes {
  readonly found: SvgShape[] = [];
  readonly #faults: Set<string>;
  readonly #paints: SvgPaint[] = [{ fill: "#000000", isEvenOdd: false }];

  constructor(faults: Set<string>) {
    this.#faults = faults;
  }

  open(name: string, attributes: Attributes, isEmpty: boolean): void {
    const paint = this.#paint(attributes);
    if (name === "g" || name === "svg") {
      if (!isEmpty) this.#paints.push(paint);
      return;
    }
    const outline = this.#outline(name, attributes);
    if (outline === undefined || paint.fill === "none") return;
    this.found.push({ ...outline, ...paint });
  }

  close(name: string): void {
    if ((name === "g" || name === "svg") && this.#paints.length > 1) this.#paints.pop();
  }

  #paint(attributes: Attributes): SvgPaint {
    const parent = this.#paints.at(-1) as SvgPaint;
    const written = attributes.get("fill") ?? "inherit";
    const fill = svgFill(written);
    if (fill === undefined)
      this.#faults.add(`The fill \`${written}\` is not a plain colour; write it as #rrggbb.`);
    const rule = attributes.get("fill-rule")?.trim() ?? "inherit";
    if (!["inherit", "nonzero", "evenodd"].includes(rule))
      this.#faults.add(`There is no fill-rule \`${rule}\`; write nonzero or evenodd.`);
    return {
      fill: fill === undefined || fill === "inherit" ? parent.fill : fill,
      isEvenOdd: rule === "inherit" ? parent.isEvenOdd : rule === "evenodd",
    };
  }

  #outline(name: string, attributes: Attributes): SvgOutline | undefined {
    const number = (key: string): number => this.#number(name, key, attributes.get(key));
    const size = (key: string): number => this.#size(name, key, attributes.get(key));
    switch (name) {
      case "path":
        return this.#path(attributes.get("d") ?? "");
      case "rect": {
        const [x, y, radius] = [number("x"), number("y"), size("rx")];
        return { kind: "rect", x, y, width: size("width"), height: size("height"), radius };
      }
      case "circle": {
        const radius = size("r");
        const [x, y] = [number("cx"), number("cy")];
        return { kind: "ellipse", x, y, radiusX: radius, radiusY: radius };
      }
      case "ellipse": {
        const [x, y] = [number("cx"), number("cy")];
        return { kind: "ellipse", x, y, radiusX: size("rx"), radiusY: size("ry") };
      }
      case "polygon":
        return this.#polygon(attributes.get("points") ?? "");
      default:
        return undefined;
    }
  }

  #path(written: string): SvgOutline | undefined {
    const data = svgPath(written);
    if (data === undefined) this.#faults.add("The data of a <path> is not well formed.");
    return data === undefined || data === "" ? undefined : { kind: "path", data };
  }

  #polygon(written: string): SvgOutline | undefined {
    const points = svgPoints(written);
    if (points === undefined)
      this.#faults.add("The points of a <polygon> are not pairs of numbers.");
    return points === undefined || points.length < 4 ? undefined : { kind: "polygon", points };
  }

  #number(name: string, key: string, written: string | undefined): number {
    const number = svgNumber(written ?? "0");
    if (number === undefined)
      this.#faults.add(`The ${key} of a <${name}>, \`${written}\`, is not a number of user units.`);
    return number ?? 0;
  }

  #size(name: string, key: string, written: string | undefined): number {
    const number = this.#number(name, key, written);
    if (number < 0) this.#faults.add(`The ${key} of a <${name}> is negative.`);
    return number;
  }
}
