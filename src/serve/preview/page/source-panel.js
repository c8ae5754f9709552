import { byId } from "./dom.js";
import { excerptOf } from "./problems.js";
import { fetchSource } from "./server.js";

/** The lines of the layout that a block of a page is written in. */
export class SourcePanel {
  #panel = byId("source");
  #title = byId("source-title");
  #lines = byId("source-lines");
  /** The block that is shown; empty if none is. */
  #block = "";
  #closed;

  /** @param {() => void} closed */
  constructor(closed) {
    this.#closed = closed;
    byId("source-close").addEventListener("click", () => this.#close());
    this.#panel.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.#close();
    });
  }

  /** @param {string} block */
  async open(block) {
    this.#block = block;
    await this.update();
    // Said to who does not see it, and the keys go on from there.
    this.#title.focus({ preventScroll: true });
  }

  /** Shows the lines as they now are. */
  async update() {
    const block = this.#block;
    if (block === "") return;
    const excerpt = await fetchSource(block).catch(() => undefined);
    if (block !== this.#block) return;
    if (excerpt === undefined) return this.#close();
    this.#title.textContent = `${excerpt.file}, line ${excerpt.line}: ${block}`;
    this.#lines.replaceChildren(excerptOf(excerpt));
    this.#panel.hidden = false;
  }

  #close() {
    this.#block = "";
    this.#panel.hidden = true;
    this.#closed();
  }
}
