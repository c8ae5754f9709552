import { assert } from "../../base/assert.ts";

/** What draws an outline. */
export interface Draw {
  move(x: number, y: number): void;
  line(x: number, y: number): void;
  /** A cubic Bezier curve: two control points and its end. */
  curve(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  close(): void;
}

/** Outlines as content operators, with at most six digits after the point. */
export class PathPen implements Draw {
  readonly #lines: string[] = [];

  operator(name: string, ...operands: readonly number[]): void {
    const numbers = operands.map((each) => Math.round(each * 1e6) / 1e6);
    // Beyond, they would be written with an exponent, which PDF does not know.
    assert(
      numbers.every((each) => Math.abs(each) < 1e21),
      "it has numbers that are too large",
    );
    this.#lines.push([...numbers, name].join(" "));
  }

  move(x: number, y: number): void {
    this.operator("m", x, y);
  }

  line(x: number, y: number): void {
    this.operator("l", x, y);
  }

  curve(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.operator("c", x1, y1, x2, y2, x, y);
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.operator("re", x, y, width, height);
  }

  close(): void {
    this.operator("h");
  }

  /** Fills what was drawn with a colour such as `#1a2b3c`. */
  fill(color: string, isEvenOdd: boolean): void {
    const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
    this.#lines.push("/DeviceRGB cs", `${parts.join(" ")} scn`, isEvenOdd ? "f*" : "f");
  }

  content(): string {
    return this.#lines.map((line) => `${line}\n`).join("");
  }
}
