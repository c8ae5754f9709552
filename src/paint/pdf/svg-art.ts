import PDFDocument from "pdfkit";
import { assert } from "../../base/assert.ts";

/**
 * The drawing of a checked SVG as content operators on a region of its view box's size. Drawn once
 * when a run is prepared, so pdfkit's own path parser does it.
 */
export async function svgOperators(
  svg: string,
  widthPx: number,
  heightPx: number,
): Promise<Uint8Array> {
  const document = new PDFDocument({ compress: false, size: [widthPx, heightPx], margin: 0 });
  const chunks: Uint8Array[] = [];
  document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => document.on("end", resolve));
  const markup = withoutComments(svg);
  const [left = 0, top = 0] = viewBox(markup);
  document.translate(-left, -top);
  for (const shape of shapesOf(markup)) drawShape(document, shape);
  document.end();
  await ended;
  const file = Buffer.concat(chunks).toString("latin1");
  const content = /stream\r?\n([\s\S]*?)\r?\nendstream/.exec(file)?.[1];
  assert(content !== undefined, "pdfkit wrote no content stream");
  return Buffer.from(`q\n${content}\nQ\n`, "latin1");
}

/** What is commented out is not drawn. */
function withoutComments(svg: string): string {
  const [head = "", ...parts] = svg.split("<!--");
  return head + parts.map((part) => part.slice(part.indexOf("-->") + 3)).join("");
}

interface Shape {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

function viewBox(svg: string): number[] {
  const box = /viewBox\s*=\s*["']([^"']+)["']/.exec(svg)?.[1] ?? "";
  return box.split(/[\s,]+/).map(Number);
}

/** The drawn elements in order; a group's fill goes to those within that have none of their own. */
function shapesOf(svg: string): Shape[] {
  const shapes: Shape[] = [];
  const fills: (string | undefined)[] = [];
  for (const match of svg.matchAll(/<(\/?)([a-zA-Z]+)([^>]*?)(\/?)>/g)) {
    const [, closing, name = "", inner = "", empty] = match;
    const attributes = attributesOf(inner);
    if (name === "g" || name === "svg") {
      if (closing === "/") fills.pop();
      else if (empty !== "/") fills.push(attributes.get("fill") ?? fills.at(-1));
    } else if (closing !== "/") {
      const fill = attributes.get("fill") ?? fills.at(-1);
      shapes.push({
        name,
        attributes: fill === undefined ? attributes : attributes.set("fill", fill),
      });
    }
  }
  return shapes;
}

function attributesOf(inner: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, double, single] of inner.matchAll(
    /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )) {
    attributes.set(name as string, double ?? single ?? "");
  }
  return attributes;
}

function drawShape(document: PDFKit.PDFDocument, { name, attributes }: Shape): void {
  const fill = attributes.get("fill") ?? "#000000";
  if (fill === "none") return;
  const number = (key: string): number => Number(attributes.get(key) ?? 0);
  const points = (): [number, number][] =>
    [...(attributes.get("points") ?? "").matchAll(/(-?[\d.]+)[\s,]+(-?[\d.]+)/g)].map(
      ([, x, y]) => [Number(x), Number(y)],
    );
  if (name === "path") document.path(attributes.get("d") ?? "");
  else if (name === "rect") {
    const [x, y, width, height] = [number("x"), number("y"), number("width"), number("height")];
    if (attributes.has("rx")) document.roundedRect(x, y, width, height, number("rx"));
    else document.rect(x, y, width, height);
  } else if (name === "circle") document.circle(number("cx"), number("cy"), number("r"));
  else if (name === "ellipse") {
    document.ellipse(number("cx"), number("cy"), number("rx"), number("ry"));
  } else if (name === "polygon") document.polygon(...points());
  else return;
  document.fill(fill, attributes.get("fill-rule") === "evenodd" ? "even-odd" : "non-zero");
}
