/**
 * An element of the page, which is of the kind that is expected there.
 *
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof (kind ?? HTMLElement))) throw new Error(`the page lacks #${id}`);
  return /** @type {T} */ (found);
}

/**
 * A new element. What is text in it stays text, whatever it says.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Readonly<Record<string, string>>} [attributes]
 * @param {...(string | Node)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * "1 page", "2 pages".
 *
 * @param {number} count
 * @param {string} one
 */
export function counted(count, one) {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

/**
 * Shows an element with a text, or hides it without one.
 *
 * @param {HTMLElement} shown
 * @param {string} text
 */
export function setText(shown, text) {
  // A live region speaks whenever it is written to.
  if (shown.textContent !== text) shown.textContent = text;
}
