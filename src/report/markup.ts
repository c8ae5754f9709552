import { escapeMarkup } from "../base/html-entities.ts";
import { visible } from "../base/visible-text.ts";

/** HTML that is safe to write as it is. Only the tag `markup` makes it. */
export interface Markup {
  readonly html: string;
}

type Part = string | number | Markup | readonly Markup[];

/** Characters that no text may hold, not even as references. */
const NONCHARACTERS = /[\ufffe\uffff]/g;

/**
 * A template tag: the template itself is HTML; inserted values are text and are escaped (for
 * content and for quoted attributes), unless they are markup themselves.
 */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces = template.map((literal, nth) =>
    nth < parts.length ? literal + written(parts[nth] as Part) : literal,
  );
  return { html: pieces.join("") };
}

function written(part: Part): string {
  if (typeof part === "string") return escapeMarkup(printable(part));
  if (typeof part === "number") return String(part);
  if ("html" in part) return part.html;
  return part.map(({ html }) => html).join("");
}

function printable(text: string): string {
  return visible(text, "\t\n").replaceAll(NONCHARACTERS, "\ufffd");
}
