import PDFDocument from "pdfkit";
import { assert } from "../../base/assert.ts";
import { firstStream } from "../../pdf/first-stream.ts";
import type { SvgDrawing, SvgShape } from "../../model/svg-drawing.ts";

/**
 * A drawing as content operators on a region of its view box's size. Drawn once when a run is
 * prepared, so pdfkit's own path parser does it.
 */
export async function svgOperators(
  drawing: SvgDrawing,
  widthPx: number,
  heightPx: number,
): Promise<Uint8Array> {
  const document = new PDFDocument({ compress: false, size: [widthPx, heightPx], margin: 0 });
  const chunks: Uint8Array[] = [];
  document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => document.on("end", resolve));
  document.translate(-drawing.left, -drawing.top);
  for (const shape of drawing.shapes) drawShape(document, shape);
  document.end();
  await ended;
  const content = firstStream(Buffer.concat(chunks));
  assert(content !== undefined, "pdfkit wrote no content stream");
  return Buffer.concat([Buffer.from("q\n"), content, Buffer.from("\nQ\n")]);
}

function drawShape(document: PDFKit.PDFDocument, shape: SvgShape): void {
  switch (shape.kind) {
    case "path":
      document.path(shape.data);
      break;
    case "rect": {
      const { x, y, width, height, radius } = shape;
      if (radius > 0) document.roundedRect(x, y, width, height, radius);
      else document.rect(x, y, width, height);
      break;
    }
    case "ellipse":
      document.ellipse(shape.x, shape.y, shape.radiusX, shape.radiusY);
      break;
    case "polygon":
      document.polygon(...pairs(shape.points));
  }
  document.fill(shape.fill, shape.isEvenOdd ? "even-odd" : "non-zero");
}

function pairs(numbers: readonly number[]): [number, number][] {
  return Array.from({ length: numbers.length / 2 }, (_, index) => [
    numbers[2 * index] as number,
    numbers[2 * index + 1] as number,
  ]);
}
