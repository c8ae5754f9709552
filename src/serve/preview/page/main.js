import { CasePicker } from "./case-picker.js";
import { byId, counted, setText } from "./dom.js";
import { MessagesView } from "./messages.js";
import { PagesView } from "./pages.js";
import { isError, showProblems } from "./problems.js";
import { fetchLetter, fetchState, followChanges } from "./server.js";
import { keepSettings } from "./settings.js";
import { SourcePanel } from "./source-panel.js";

/** @typedef {import("../../../proof/preview/preview-state.ts").PreviewState} PreviewState */

/** @type {HTMLButtonElement | undefined} */
let chosenButton;
const source = new SourcePanel(() => {
  chosenButton?.removeAttribute("aria-current");
  chosenButton?.focus({ preventScroll: true });
});
const pages = new PagesView((block, button) => {
  chosenButton?.removeAttribute("aria-current");
  chosenButton = button;
  button.setAttribute("aria-current", "true");
  void source.open(block);
});
const messages = new MessagesView();
const picker = new CasePicker(() => void show().catch(failed));
/** @type {PreviewState | undefined} */
let state;
let asked = 0;

keepSettings();
followChanges(
  () => void reload().catch(failed),
  () => say("The preview is not running: start it again in its terminal."),
);

/** The layout as it now is. */
async function reload() {
  state = await fetchState();
  const { layout, folder, asOf, isMasked } = state;
  document.title = `${layout}, preview`;
  byId("layout-name").textContent = layout;
  byId("facts").textContent = `As of ${asOf}${isMasked ? ", masked" : ""}. ${folder}`;
  picker.update(state);
  await Promise.all([show(), source.update()]);
}

/** The chosen record on all channels; another one that is chosen meanwhile goes before it. */
async function show() {
  if (state === undefined) return;
  asked += 1;
  const own = asked;
  const { problems, isOpen, paper } = state;
  byId("main").hidden = !isOpen;
  byId("main").classList.toggle("stale", problems.some(isError));
  const letter = isOpen ? await fetchLetter(picker.chosen) : undefined;
  if (own !== asked) return;
  showProblems([...problems, ...(letter?.problems ?? [])]);
  if (letter !== undefined) {
    // The pages first: four e-mails at once would hold them up.
    await pages.show(letter, paper);
    if (own === asked) messages.show(letter);
  }
  if (own === asked) say(stateText(letter?.pages.length ?? 0));
}

/** @param {number} pageCount */
function stateText(pageCount) {
  const { problems = [], isOpen = false, version = 0 } = state ?? {};
  if (!isOpen) return "The layout cannot be opened yet.";
  if (problems.some(isError)) return "The layout has errors: this is how it last was.";
  return `Version ${version} of this layout: ${counted(pageCount, "page")}.`;
}

/** @param {unknown} error */
function failed(error) {
  say(error instanceof Error ? error.message : String(error));
}

/** @param {string} text */
function say(text) {
  setText(byId("status"), text);
}
