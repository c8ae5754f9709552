import { byId, element } from "./dom.js";

/** @typedef {import("../../../proof/preview/preview-state.ts").PreviewState} PreviewState */

/** @type {Readonly<Record<string, string>>} */
const GROUPS = { record: "Your record", sample: "Samples", generated: "Made for this layout" };

/** The records to step through; the one that is shown is named in the page's address. */
export class CasePicker {
  #select = byId("case", HTMLSelectElement);
  #previous = byId("previous", HTMLButtonElement);
  #next = byId("next", HTMLButtonElement);
  /** @type {PreviewState["cases"]} */
  #cases = [];
  #listed = "";

  /** @param {() => void} chosen */
  constructor(chosen) {
    this.#select.addEventListener("change", () => {
      history.replaceState(null, "", `#${new URLSearchParams({ case: this.#select.value })}`);
      this.#tell();
      chosen();
    });
    this.#previous.addEventListener("click", () => this.#step(-1));
    this.#next.addEventListener("click", () => this.#step(1));
  }

  /** The name of the chosen case; empty where there is none. */
  get chosen() {
    return this.#select.value;
  }

  /** @param {PreviewState} state */
  update({ cases, firstCase }) {
    const listed = JSON.stringify(cases);
    if (listed === this.#listed) return;
    this.#listed = listed;
    this.#cases = cases;
    const wanted = new URLSearchParams(location.hash.slice(1)).get("case");
    const groups = Object.entries(GROUPS).map(([kind, label]) => groupOf(cases, kind, label));
    this.#select.replaceChildren(...groups.filter((group) => group.childElementCount > 0));
    const isKnown = cases.some(({ name }) => name === wanted);
    this.#select.value = isKnown && wanted !== null ? wanted : firstCase;
    this.#tell();
  }

  /** @param {number} by */
  #step(by) {
    this.#select.selectedIndex += by;
    this.#select.dispatchEvent(new Event("change"));
  }

  #tell() {
    const at = this.#select.selectedIndex;
    const count = this.#cases.length;
    const isHere = document.activeElement;
    this.#previous.disabled = at <= 0;
    this.#next.disabled = at >= count - 1;
    // A button that can no longer be pressed loses the focus to nowhere.
    if (isHere instanceof HTMLButtonElement && isHere.disabled) this.#select.focus();
    byId("place").textContent = count === 0 ? "" : `${at + 1} of ${count}`;
    byId("why").textContent = this.#cases[at]?.why ?? "";
  }
}

/**
 * @param {PreviewState["cases"]} cases
 * @param {string} kind
 * @param {string} label
 */
function groupOf(cases, kind, label) {
  const own = cases.filter((one) => one.kind === kind);
  return element(
    "optgroup",
    { label },
    ...own.map(({ name }) => element("option", { value: name }, name)),
  );
}
