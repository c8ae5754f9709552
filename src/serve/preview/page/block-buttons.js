import { element } from "./dom.js";

/**
 * @typedef {import("../../../proof/preview/preview-state.ts").PreviewState} PreviewState
 * @typedef {import("../../../proof/preview/preview-state.ts").PageBlock} PageBlock
 */

const STEPS = new Map([
  ["ArrowDown", 1],
  ["ArrowRight", 1],
  ["ArrowUp", -1],
  ["ArrowLeft", -1],
]);

/** The blocks of a page, over its picture: one stop of the Tab key, arrows go on from there. */
export class BlockButtons {
  element;
  #chosen;
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  /**
   * @param {number} page
   * @param {(block: string, button: HTMLButtonElement) => void} chosen
   */
  constructor(page, chosen) {
    this.#chosen = chosen;
    const name = `Blocks of page ${page}`;
    this.element = element("div", {
      class: "blocks",
      role: "group",
      "aria-label": name,
      "aria-describedby": "blocks-help",
    });
    this.element.addEventListener("keydown", (event) => {
      const step = STEPS.get(event.key);
      if (step === undefined) return;
      event.preventDefault();
      this.#move(step);
    });
  }

  /**
   * @param {readonly PageBlock[]} blocks
   * @param {PreviewState["paper"]} size
   */
  update(blocks, size) {
    const focused = this.#buttons.find((button) => button === document.activeElement);
    const id = focused?.dataset["block"];
    // In the order that they are read in; what lies in another one is above it.
    const placed = blocks.map((block, depth) => ({ block, depth }));
    placed.sort((a, b) => a.block.rect.yMpt - b.block.rect.yMpt || a.depth - b.depth);
    this.#buttons = placed.map(({ block, depth }) => this.#button(block, depth, size));
    this.element.replaceChildren(...this.#buttons);
    const same = this.#buttons.find((button) => button.dataset["block"] === id);
    const first = same ?? this.#buttons[0];
    if (first !== undefined) first.tabIndex = 0;
    same?.focus({ preventScroll: true });
  }

  /**
   * @param {PageBlock} block
   * @param {number} depth
   * @param {PreviewState["paper"]} size
   */
  #button({ id, rect, file, line }, depth, { widthMpt, heightMpt }) {
    const place = `${file}:${line}`;
    const name = `${id}, ${file} line ${line}`;
    const button = element("button", { type: "button", "aria-label": name, tabindex: "-1" });
    button.dataset["block"] = id;
    button.dataset["place"] = place;
    const percent = (/** @type {number} */ part, /** @type {number} */ whole) =>
      `${(part * 100) / whole}%`;
    Object.assign(button.style, {
      left: percent(rect.xMpt, widthMpt),
      top: percent(rect.yMpt, heightMpt),
      width: percent(rect.widthMpt, widthMpt),
      height: percent(rect.heightMpt, heightMpt),
      zIndex: String(depth),
    });
    button.addEventListener("click", () => this.#chosen(id, button));
    button.addEventListener("focus", () => this.#stopAt(button));
    return button;
  }

  /** @param {number} step */
  #move(step) {
    const at = this.#buttons.findIndex((button) => button === document.activeElement);
    this.#buttons[at + step]?.focus();
  }

  /** @param {HTMLButtonElement} button */
  #stopAt(button) {
    for (const one of this.#buttons) one.tabIndex = one === button ? 0 : -1;
  }
}
