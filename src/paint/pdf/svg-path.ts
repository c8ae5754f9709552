import { PATH_ARGUMENTS } from "../../model/svg-drawing.ts";
import type { Draw } from "./path-pen.ts";
import { arcCurves } from "./svg-arc.ts";

/** Draws path data whose commands and numbers stand one by one, apart by blanks. */
export function drawPath(pen: Draw, data: string): void {
  const tokens = data.split(" ");
  const walk = new PathWalk(pen);
  for (let at = 0; at < tokens.length;) {
    const letter = tokens[at] as string;
    const count = PATH_ARGUMENTS[letter.toUpperCase()] ?? 0;
    walk.step(letter, tokens.slice(at + 1, at + 1 + count).map(Number));
    at += 1 + count;
  }
}

/** Where the pen is, and what a smooth curve goes on from. */
class PathWalk {
  readonly #pen: Draw;
  #x = 0;
  #y = 0;
  #startX = 0;
  #startY = 0;
  /** The last control point of the curve before, and whether that was a cubic or quadratic one. */
  #control: { readonly kind: "cubic" | "quadratic"; readonly x: number; readonly y: number };

  constructor(pen: Draw) {
    this.#pen = pen;
    this.#control = { kind: "cubic", x: 0, y: 0 };
  }

  step(letter: string, given: readonly number[]): void {
    const command = letter.toUpperCase();
    const numbers = letter === command ? given : this.#absolute(command, given);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = numbers;
    switch (command) {
      case "M":
        this.#pen.move(a, b);
        [this.#startX, this.#startY] = [a, b];
        return this.#at(a, b);
      case "L":
        return this.#line(a, b);
      case "H":
        return this.#line(a, this.#y);
      case "V":
        return this.#line(this.#x, a);
      case "C":
        return this.#cubic(a, b, c, d, e, f);
      case "S":
        return this.#cubic(...this.#mirrored("cubic"), a, b, c, d);
      case "Q":
        return this.#quadratic(a, b, c, d);
      case "T":
        return this.#quadratic(...this.#mirrored("quadratic"), a, b);
      case "A":
        return this.#arc(
          { radiusX: a, radiusY: b, angle: c, isLarge: d === 1, sweeps: e === 1 },
          f,
          g,
        );
      case "Z":
        this.#pen.close();
        return this.#at(this.#startX, this.#startY);
    }
  }

  /** Relative numbers: of an arc, its end alone is one of places. */
  #absolute(command: string, numbers: readonly number[]): number[] {
    if (command === "H") return numbers.map((each) => each + this.#x);
    if (command === "V") return numbers.map((each) => each + this.#y);
    const first = command === "A" ? 5 : 0;
    return numbers.map((each, index) => {
      if (index < first) return each;
      return each + ((index - first) % 2 === 0 ? this.#x : this.#y);
    });
  }

  #at(x: number, y: number): void {
    [this.#x, this.#y] = [x, y];
    this.#control = { kind: "cubic", x, y };
  }

  #line(x: number, y: number): void {
    this.#pen.line(x, y);
    this.#at(x, y);
  }

  #cubic(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.#pen.curve(x1, y1, x2, y2, x, y);
    this.#at(x, y);
    this.#control = { kind: "cubic", x: x2, y: y2 };
  }

  /** PDF has cubic curves alone: the handles of a quadratic one reach two thirds of the way. */
  #quadratic(x1: number, y1: number, x: number, y: number): void {
    const toward = (from: number, to: number): number => from + ((to - from) * 2) / 3;
    const [fromX, fromY] = [toward(this.#x, x1), toward(this.#y, y1)];
    this.#pen.curve(fromX, fromY, toward(x, x1), toward(y, y1), x, y);
    this.#at(x, y);
    this.#control = { kind: "quadratic", x: x1, y: y1 };
  }

  /** The last control point on the other side; here where that curve was of no such kind. */
  #mirrored(kind: "cubic" | "quadratic"): [number, number] {
    const { x, y } = this.#control;
    if (this.#control.kind !== kind) return [this.#x, this.#y];
    return [2 * this.#x - x, 2 * this.#y - y];
  }

  #arc(arc: Parameters<typeof arcCurves>[1], x: number, y: number): void {
    const curves = arcCurves([this.#x, this.#y], arc, [x, y]);
    for (const curve of curves) this.#pen.curve(...curve);
    if (curves.length === 0) this.#pen.line(x, y);
    this.#at(x, y);
  }
}
