/** What stands in HTML for a character that would be read as markup there. */
export const HTML_ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const MARKUP = /[&<>"']/g;

/** Text for an element or a quoted attribute. */
export function escapeMarkup(text: string): string {
  return text.replaceAll(MARKUP, (character) => HTML_ENTITIES[character] ?? "");
}
