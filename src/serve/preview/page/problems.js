import { byId, counted, element, setText } from "./dom.js";

/**
 * @typedef {import("../../../proof/preview/preview-state.ts").Problem} Problem
 * @typedef {import("../../../proof/preview/preview-state.ts").SourceExcerpt} SourceExcerpt
 */

/** @type {Readonly<Record<string, string>>} */
const OWNERS = { layout: "Layout", record: "Record", print: "Print", email: "E-mail", sms: "SMS" };

/**
 * Lists what is wrong, and says it to who cannot see the list.
 *
 * @param {readonly Problem[]} problems
 */
export function showProblems(problems) {
  const errors = problems.filter(isError);
  const first = errors[0];
  byId("problems").hidden = problems.length === 0;
  byId("problem-list").replaceChildren(...problems.map(problemItem));
  const more = errors.length > 1 ? ` The first of ${counted(errors.length, "error")}.` : "";
  setText(byId("alert"), first === undefined ? "" : `${spoken(first)}${more}`);
}

/** @param {Problem} problem */
export function isError({ severity }) {
  return severity === "error";
}

/** @param {Problem} problem */
function spoken({ on, message, excerpt }) {
  const place = excerpt === undefined ? "" : `, ${excerpt.file} line ${excerpt.line}`;
  return `${OWNERS[on] ?? on}${place}: ${message}`;
}

/** @param {Problem} problem */
function problemItem({ on, code, severity, message, hint, field, block, excerpt }) {
  const about = [field && `field ${field}`, block && `block ${block}`].filter(Boolean).join(", ");
  return element(
    "li",
    { class: severity },
    element(
      "p",
      { class: "said" },
      element("strong", {}, OWNERS[on] ?? on),
      ` ${message} `,
      element("code", {}, code),
      ...(about === "" ? [] : [" ", element("span", { class: "about" }, about)]),
    ),
    ...(hint === undefined ? [] : [element("p", { class: "hint" }, hint)]),
    ...(excerpt === undefined ? [] : [excerptOf(excerpt)]),
  );
}

/**
 * Lines of a file, the one that matters marked.
 *
 * @param {SourceExcerpt} excerpt
 */
export function excerptOf({ file, line, column, firstLine, lines }) {
  const shown = lines.map((text, index) => {
    const number = firstLine + index;
    const isIt = number === line;
    const row = element("span", isIt ? { class: "line at" } : { class: "line" });
    row.append(element("span", { class: "number" }, String(number).padStart(4)), ` ${text}\n`);
    return row;
  });
  const name = `${file}, line ${line}, column ${column}`;
  return element(
    "figure",
    { class: "excerpt" },
    element("figcaption", {}, `${file}:${line}:${column}`),
    element("pre", { tabindex: "0", role: "region", "aria-label": name }, ...shown),
  );
}
