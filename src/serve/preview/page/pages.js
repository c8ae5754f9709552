import { byId, counted } from "./dom.js";
import { PageView } from "./page-view.js";
import { pdfUrl } from "./server.js";

/**
 * @typedef {import("../../../proof/preview/preview-state.ts").PreviewLetter} PreviewLetter
 * @typedef {import("../../../proof/preview/preview-state.ts").PreviewState} PreviewState
 * @typedef {typeof import("pdfjs-dist")} Pdfjs
 * @typedef {import("pdfjs-dist").PDFDocumentProxy} PdfDocument
 */

const LIBRARY = "/pdfjs/pdf.min.mjs";

/** The pages of a letter, drawn as they come into sight. */
export class PagesView {
  #list = byId("pages");
  /** @type {PageView[]} */
  #views = [];
  /** @type {PdfDocument | undefined} */
  #document;
  #shown = "";
  #library = loadPdfjs();
  /** @type {Map<Element, PageView>} */
  #byElement = new Map();
  #seen = new IntersectionObserver((entries) => this.#draw(entries), { rootMargin: "50%" });
  #resized = new ResizeObserver((entries) => {
    for (const { target } of entries) void this.#byElement.get(target)?.redraw();
  });

  #chosen;

  /** @param {(block: string, button: HTMLButtonElement) => void} chosen */
  constructor(chosen) {
    this.#chosen = chosen;
  }

  /**
   * @param {PreviewLetter} letter
   * @param {PreviewState["paper"]} paper
   */
  async show(letter, paper) {
    const url = pdfUrl(letter);
    this.#shown = url;
    const count = letter.pages.length;
    byId("print-title").textContent = count === 0 ? "Print" : `Print, ${counted(count, "page")}`;
    byId("no-pages").hidden = count > 0;
    const pdf = count === 0 ? undefined : await this.#open(url);
    if (this.#shown !== url) return void pdf?.loadingTask.destroy();
    const before = this.#document;
    this.#document = pdf;
    this.#arrange(count);
    const drawn = this.#views.map((view, index) => {
      const open = pdf === undefined ? undefined : () => pdf.getPage(index + 1);
      return view.update(paper, letter.pages[index], open);
    });
    await Promise.all(drawn);
    await before?.loadingTask.destroy();
  }

  /** @param {string} url */
  async #open(url) {
    const { getDocument, worker } = await this.#library;
    const whole = { disableRange: true, disableStream: true };
    return getDocument({ url, worker, useWasm: false, ...whole }).promise;
  }

  /**
   * As many views as there are pages: those that stay keep their picture until there is a new one.
   *
   * @param {number} count
   */
  #arrange(count) {
    for (const view of this.#views.splice(count)) {
      this.#seen.unobserve(view.figure);
      this.#resized.unobserve(view.figure);
      this.#byElement.delete(view.figure);
      view.figure.remove();
    }
    while (this.#views.length < count) {
      const view = new PageView(this.#views.length + 1, this.#chosen);
      this.#views.push(view);
      this.#byElement.set(view.figure, view);
      this.#list.append(view.figure);
      this.#seen.observe(view.figure);
      this.#resized.observe(view.figure);
    }
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #draw(entries) {
    for (const { target, isIntersecting } of entries) {
      const view = this.#byElement.get(target);
      if (view !== undefined) view.isSeen = isIntersecting;
    }
  }
}

/** The library with one worker for all letters: to start it takes longer than to draw a page. */
async function loadPdfjs() {
  /** @type {Pdfjs} */
  const { getDocument, GlobalWorkerOptions, PDFWorker } = await import(LIBRARY);
  GlobalWorkerOptions.workerSrc = "/pdfjs/pdf.worker.min.mjs";
  return { getDocument, worker: new PDFWorker() };
}
