import { byId } from "./dom.js";

const STORED = "nightpress-preview";

/** Shows what the controls of the page say, as they were left the last time. */
export function keepSettings() {
  const controls = [...document.querySelectorAll(".bar fieldset input, #zoom")].filter(isControl);
  const stored = storedSettings();
  for (const control of controls) {
    const value = stored[keyOf(control)];
    if (value === undefined) continue;
    if (control instanceof HTMLInputElement) control.checked = value === "on";
    else control.value = value;
  }
  const apply = () => {
    applySettings();
    const values = controls.map((control) => [keyOf(control), valueOf(control)]);
    localStorage.setItem(STORED, JSON.stringify(Object.fromEntries(values)));
  };
  for (const control of controls) control.addEventListener("change", apply);
  applySettings();
}

function applySettings() {
  const main = byId("main");
  const view = document.querySelector("#views input:checked");
  main.dataset["view"] = view instanceof HTMLInputElement ? view.value : "all";
  for (const layer of document.querySelectorAll("#layers input"))
    if (layer instanceof HTMLInputElement)
      main.classList.toggle(`with-${layer.value}`, layer.checked);
  const zoom = byId("zoom", HTMLSelectElement).value;
  main.classList.toggle("fit", zoom === "fit");
  main.style.setProperty("--zoom", zoom === "fit" ? "1" : String(Number(zoom) / 100));
}

/**
 * @param {Element} one
 * @returns {one is HTMLInputElement | HTMLSelectElement}
 */
function isControl(one) {
  return one instanceof HTMLInputElement || one instanceof HTMLSelectElement;
}

/** @param {HTMLInputElement | HTMLSelectElement} control */
function keyOf(control) {
  return control instanceof HTMLInputElement ? control.value : control.id;
}

/** @param {HTMLInputElement | HTMLSelectElement} control */
function valueOf(control) {
  if (control instanceof HTMLSelectElement) return control.value;
  return control.checked ? "on" : "off";
}

/** @returns {Record<string, string>} */
function storedSettings() {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? "{}");
  } catch {
    return {};
  }
}
