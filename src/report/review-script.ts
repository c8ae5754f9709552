/**
 * What the review page does in a browser: shows one item at a time, keeps what is said of each, and
 * saves it. It asks for nothing from anywhere, and keeps nothing once the page is closed.
 */
export const REVIEW_SCRIPT = `"use strict";
const sample = document.body.dataset.sample;
const sections = [...document.querySelectorAll("section[data-leaf]")];
const links = [...document.querySelectorAll("nav a")];
const told = document.querySelector("#told");
const keys = document.querySelector("#keys");
let at = 0;

function chosen(section, name) {
  const input = section.querySelector("input[data-name='" + name + "']:checked");
  return input === null ? undefined : input.value;
}

function verdictOf(section) {
  const verdict = chosen(section, "verdict");
  if (verdict === undefined) return undefined;
  const defect = verdict === "reject" ? chosen(section, "defect") : undefined;
  if (verdict === "reject" && defect === undefined) return undefined;
  const note = section.querySelector("textarea").value.trim();
  const { leaf, sha256 } = section.dataset;
  return {
    leaf: Number(leaf),
    sha256,
    verdict,
    ...(defect === undefined ? {} : { defect }),
    ...(note === "" ? {} : { note }),
  };
}

function tell() {
  const judged = sections.map(verdictOf);
  const done = judged.filter((one) => one !== undefined).length;
  const rejected = judged.filter((one) => one !== undefined && one.verdict === "reject").length;
  told.textContent = done + " of " + sections.length + " judged, " + rejected + " rejected";
  sections.forEach((section, index) => {
    const verdict = judged[index];
    const sign = verdict === undefined ? "" : verdict.verdict + "ed";
    links[index].querySelector("span").textContent = sign;
    section.querySelector("fieldset.defect").disabled = chosen(section, "verdict") !== "reject";
  });
}

function show(index, focus) {
  at = Math.max(0, Math.min(sections.length - 1, index));
  sections.forEach((section, place) => (section.hidden = place !== at));
  links.forEach((link, place) =>
    place === at ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"),
  );
  links[at].scrollIntoView({ block: "nearest" });
  if (focus) sections[at].querySelector("h2").focus();
}

function pick(name, value) {
  const input = sections[at].querySelector(
    "input[data-name='" + name + "'][value='" + value + "']",
  );
  if (input.closest("fieldset").disabled) return;
  input.checked = true;
  tell();
}

function save() {
  const items = sections.map(verdictOf).filter((one) => one !== undefined);
  const verdicts = { format: "nightpress-verdicts-1", sample, items };
  const blob = new Blob([JSON.stringify(verdicts, null, 1) + "\\n"], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = "verdicts.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function take(text) {
  const verdicts = parsed(text);
  if (verdicts.sample !== sample) {
    told.textContent = "The file has no verdicts on this sample.";
    return;
  }
  for (const { leaf, verdict, defect, note } of verdicts.items) {
    const index = sections.findIndex((section) => Number(section.dataset.leaf) === leaf);
    if (index < 0) continue;
    const before = at;
    at = index;
    pick("verdict", verdict);
    if (defect !== undefined) pick("defect", defect);
    sections[index].querySelector("textarea").value = note ?? "";
    at = before;
  }
  tell();
}

const ACTIONS = {
  j: () => show(at + 1, true),
  k: () => show(at - 1, true),
  a: () => pick("verdict", "accept"),
  r: () => pick("verdict", "reject"),
  1: () => pick("defect", "critical"),
  2: () => pick("defect", "major"),
  3: () => pick("defect", "minor"),
  n: () => sections[at].querySelector("textarea").focus(),
  s: save,
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("textarea")) {
    event.target.blur();
    return;
  }
  if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea, input[type=file]")) return;
  const action = ACTIONS[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
});
document.addEventListener("change", tell);
links.forEach((link, index) =>
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(index, true);
  }),
);
document.querySelector("#save").addEventListener("click", save);
document.querySelector("#open").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file !== undefined) take(await file.text());
});
show(0, false);
tell();
`;
