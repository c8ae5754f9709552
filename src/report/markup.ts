/** HTML that is safe to write as it stands. Only the tag `markup` makes it. */
export interface Markup {
  readonly html: string;
}

type Part = string | number | Markup | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
// Control characters but tab and line feed are not allowed in HTML text, even as references.
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g;

/**
 * A template tag: what stands in the template is HTML, what is put into it is text and escaped
 * (for content and for quoted attributes), unless it is markup itself.
 */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces = template.map((literal, nth) =>
    nth < parts.length ? literal + written(parts[nth] as Part) : literal,
  );
  return { html: pieces.join("") };
}

function written(part: Part): string {
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  if ("html" in part) return part.html;
  return part.map(({ html }) => html).join("");
}

function escapeHtml(text: string): string {
  const printable = text.replaceAll(UNPRINTABLE, "\ufffd");
  return printable.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
