import PDFDocument from "pdfkit";
import { describe, expect, it } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import type { SvgShape } from "../../src/model/svg-drawing.ts";
import { svgOperators } from "../../src/paint/pdf/svg-art.ts";

const FILL = { fill: "#336699", isEvenOdd: false };

function linesOf(...shapes: SvgShape[]): string[] {
  const content = svgOperators({ left: 0, top: 0, shapes }, 50);
  return new TextDecoder().decode(content).match(/.+/g) ?? [];
}

/** What path data draws, without what stands around it. */
function drawn(data: string): string[] {
  return linesOf({ kind: "path", data, ...FILL }).slice(2, -4);
}

/** The same by pdfkit, which is right about lines, cubic curves and arcs. */
async function byPdfkit(draw: (document: PDFKit.PDFDocument) => void): Promise<string> {
  const document = new PDFDocument({ compress: false, size: [100, 50], margin: 0 });
  const chunks: Uint8Array[] = [];
  document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => document.on("end", resolve));
  draw(document);
  document.fill("#336699", "non-zero");
  document.end();
  await ended;
  return /stream\n([\s\S]*?)\nendstream/.exec(Buffer.concat(chunks).toString("latin1"))?.[1] ?? "";
}

/** Words are equal; numbers may differ in their last digits. */
function expectAlike(ours: string[], theirs: string, told: string): void {
  const [own, other] = [ours.slice(1, -1).join(" ").split(" "), theirs.trim().split(/\s+/)];
  expect(own.length, told).toBe(other.length);
  own.forEach((word, index) => {
    const wanted = other[index] as string;
    if (Number.isNaN(Number(wanted))) expect(word, told).toBe(wanted);
    else expect(Math.abs(Number(word) - Number(wanted)), told).toBeLessThan(5e-5);
  });
}

const COUNTS = { M: 2, L: 2, H: 1, V: 1, C: 6, A: 7, Z: 0 } as const;

function randomPath(prng: Prng): string {
  const number = (): number => (prng.below(20_000) - 10_000) / 100;
  const words: (string | number)[] = ["M", number(), number()];
  for (let left = prng.below(9); left > 0; left -= 1) {
    const letters = Object.keys(COUNTS) as (keyof typeof COUNTS)[];
    const letter = letters[prng.below(letters.length)] ?? "Z";
    const numbers = Array.from({ length: COUNTS[letter] }, number);
    if (letter === "A") {
      const [x = 1, y = 1, turn = 0, , , endX = 0, endY = 0] = numbers;
      const radii = [Math.abs(x) + 1, Math.abs(y) + 1];
      numbers.splice(0, 7, ...radii, turn, prng.below(2), prng.below(2), endX, endY);
    }
    words.push(prng.below(2) === 0 ? letter : letter.toLowerCase(), ...numbers);
  }
  return words.join(" ");
}

describe("SVG art", () => {
  it("draws lines, cubic curves and arcs as pdfkit does", async () => {
    const seed = 20_261_128;
    const prng = new Prng(seed);
    for (let round = 0; round < 150; round += 1) {
      const data = randomPath(prng);
      const theirs = await byPdfkit((document) => document.path(data));
      expectAlike(linesOf({ kind: "path", data, ...FILL }), theirs, `seed ${seed}: ${data}`);
    }
  });

  it("draws rectangles, rounded ones, ellipses and polygons as pdfkit does", async () => {
    const rect = { kind: "rect", x: 1, y: 2, width: 30, height: 40, ...FILL } as const;
    const square = await byPdfkit((document) => document.rect(1, 2, 30, 40));
    expectAlike(linesOf({ ...rect, radius: 0 }), square, "rect");
    const round = await byPdfkit((document) => document.roundedRect(1, 2, 30, 40, 5));
    expectAlike(linesOf({ ...rect, radius: 5 }), round, "rounded");
    const oval = await byPdfkit((document) => document.ellipse(9, 8, 7, 6));
    expectAlike(
      linesOf({ kind: "ellipse", x: 9, y: 8, radiusX: 7, radiusY: 6, ...FILL }),
      oval,
      "ellipse",
    );
    const corners = await byPdfkit((document) => document.polygon([1, 2], [3, 4], [5, 0]));
    const polygon = linesOf({ kind: "polygon", points: [1, 2, 3, 4, 5, 0], ...FILL });
    expectAlike(polygon, corners, "polygon");
  });

  it("draws a quadratic curve as the cubic one that is the same", () => {
    expect(drawn("M 0 0 Q 3 6 6 0")).toEqual(["0 0 m", "2 4 4 4 6 0 c"]);
  });

  it("mirrors the control point of the curve before, from T to T", () => {
    const [, , second, third] = drawn("M 0 0 Q 3 6 6 0 T 12 0 t 6 0");
    expect(second).toBe("8 -4 10 -4 12 0 c");
    expect(third).toBe("14 4 16 4 18 0 c");
  });

  it("mirrors nothing of an arc, a line or a curve of the other kind", () => {
    expect(drawn("M 0 0 L 5 5 S 7 8 9 9").at(-1)).toBe("5 5 7 8 9 9 c");
    expect(drawn("M 0 0 A 5 5 0 0 1 5 5 S 7 8 9 9").at(-1)).toBe("5 5 7 8 9 9 c");
    expect(drawn("M 0 0 C 1 1 2 2 3 0 T 9 0").at(-1)).toBe("3 0 5 0 9 0 c");
  });

  it("takes an arc without radius for a line", () => {
    expect(drawn("M 0 0 A 0 5 0 0 1 5 5")).toEqual(["0 0 m", "5 5 l"]);
  });
});
