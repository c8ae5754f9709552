import { BlockButtons } from "./block-buttons.js";
import { element } from "./dom.js";

/**
 * @typedef {import("../../../proof/preview/preview-state.ts").PreviewState} PreviewState
 * @typedef {import("../../../proof/preview/preview-state.ts").PreviewPage} PreviewPage
 * @typedef {import("../../../proof/preview/page-guides.ts").PageGuide} PageGuide
 * @typedef {import("pdfjs-dist").PDFPageProxy} PdfPage
 * @typedef {import("pdfjs-dist").RenderTask} RenderTask
 */

const SVG = "http://www.w3.org/2000/svg";

/** One page: its picture, the overlays on it, and its words for who does not see it. */
export class PageView {
  figure = element("figure", { class: "page" });
  #sheet = element("div", { class: "sheet" });
  #canvas = element("canvas", { role: "img" });
  #overlay = document.createElementNS(SVG, "svg");
  #words = element("p", { class: "unseen" });
  #caption;
  /** @type {(() => Promise<PdfPage>) | undefined} */
  #open;
  /** @type {RenderTask | undefined} */
  #task;
  #isSeen = false;
  #drawnWidth = 0;
  #number;
  #blocks;

  /**
   * @param {number} number
   * @param {(block: string, button: HTMLButtonElement) => void} chosen
   */
  constructor(number, chosen) {
    this.#number = number;
    this.#blocks = new BlockButtons(number, chosen);
    this.#caption = element("figcaption", {}, `Page ${number}`);
    this.#canvas.setAttribute("aria-label", `Page ${number}`);
    this.#overlay.setAttribute("aria-hidden", "true");
    this.#sheet.append(this.#canvas, this.#overlay, this.#words, this.#blocks.element);
    this.figure.append(this.#sheet, this.#caption);
  }

  /** @param {boolean} isSeen */
  set isSeen(isSeen) {
    this.#isSeen = isSeen;
    void this.redraw();
  }

  /**
   * @param {PreviewState["paper"]} paper
   * @param {PreviewPage | undefined} facts
   * @param {(() => Promise<PdfPage>) | undefined} open
   */
  update(paper, facts, open) {
    const { guides = [], blocks = [], baselines = [] } = facts ?? {};
    // A landscape page is as wide as its sheet is high.
    const size = facts ?? paper;
    const { widthMpt, heightMpt } = size;
    this.#sheet.style.aspectRatio = `${widthMpt} / ${heightMpt}`;
    this.figure.style.setProperty("--natural", `${((widthMpt / 1000) * 96) / 72}px`);
    this.#overlay.setAttribute("viewBox", `0 0 ${widthMpt / 1000} ${heightMpt / 1000}`);
    const lines = baselines.map(({ xMpt, yMpt }) => {
      const y = yMpt / 1000;
      const line = svg("line", { x1: xMpt / 1000, y1: y, x2: widthMpt / 1000, y2: y });
      line.setAttribute("class", "guide baselines");
      return line;
    });
    this.#overlay.replaceChildren(...lines, ...guides.flatMap(guideMarks));
    this.#blocks.update(blocks, size);
    this.#open = open;
    this.#drawnWidth = 0;
    return this.redraw();
  }

  /** Draws the page as large as it now is, if it is seen and not drawn so already. */
  async redraw() {
    const width = Math.round(this.#sheet.clientWidth * devicePixelRatio);
    if (!this.#isSeen || width === 0 || width === this.#drawnWidth) return;
    this.#drawnWidth = width;
    await this.#draw(width);
  }

  /** @param {number} width */
  async #draw(width) {
    const open = this.#open;
    if (open === undefined) return;
    const page = await open();
    if (open !== this.#open || width !== this.#drawnWidth) return;
    this.#task?.cancel();
    const scale = width / page.getViewport({ scale: 1 }).width;
    const viewport = page.getViewport({ scale });
    const canvas = element("canvas", { role: "img", "aria-label": `Page ${this.#number}` });
    canvas.width = width;
    canvas.height = Math.round(viewport.height);
    this.#task = page.render({ canvas, viewport });
    try {
      await this.#task.promise;
    } catch (error) {
      // Taken back for a newer one.
      if (error instanceof Error && error.name === "RenderingCancelledException") return;
      throw error;
    }
    this.#canvas.replaceWith(canvas);
    this.#canvas = canvas;
    canvas.dataset["drawn"] = "";
    void this.#read(page);
  }

  /** @param {PdfPage} page */
  async #read(page) {
    const { items } = await page.getTextContent();
    const lines = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : ""));
    this.#words.textContent = lines.join("");
  }
}

/** @param {PageGuide} guide */
function guideMarks({ layer, label, rect, isFaint }) {
  const [x, y, width, height] = [rect.xMpt, rect.yMpt, rect.widthMpt, rect.heightMpt].map(
    (mpt) => mpt / 1000,
  );
  const shape = svg("rect", { x, y, width: shown(width), height: shown(height) });
  const name = svg("text", { x: (x ?? 0) + 3, y: (y ?? 0) + (height === 0 ? -3 : 8) });
  name.textContent = label;
  const kind = `guide ${layer}${isFaint === true ? " faint" : ""}`;
  shape.setAttribute("class", kind);
  name.setAttribute("class", kind);
  return [shape, name];
}

/**
 * A line has no extent one way, and would not be drawn.
 *
 * @param {number | undefined} extent
 */
function shown(extent = 0) {
  return Math.max(0.01, extent);
}

/**
 * @param {string} tag
 * @param {Readonly<Record<string, number | undefined>>} attributes
 */
function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
