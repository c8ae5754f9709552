import { HTML_ENTITIES } from "../../base/html-entities.ts";

// Control characters are matched to be dropped. General punctuation, currency signs, arrows and
// mathematical signs are written as references, so that a text in a Latin script stays at one byte
// a character in memory.
// oxlint-disable-next-line no-control-regex
const SPECIAL = /[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2000-\u22ff]/;
const SPECIALS = new RegExp(SPECIAL, "g");

/** Text for an element or a quoted attribute of an e-mail. */
export function escapeHtml(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replace(SPECIALS, (character) => {
    const unit = character.charCodeAt(0);
    return HTML_ENTITIES[character] ?? (unit < 0x2000 ? "" : `&#${unit};`);
  });
}

const LINE_END = /[\r\n]/;
const LINE_ENDS = /\r\n?|\n/g;

/** As `escapeHtml`, with line breaks kept as such. */
export function escapeLines(text: string): string {
  const escaped = escapeHtml(text);
  return LINE_END.test(escaped) ? escaped.replace(LINE_ENDS, "<br>") : escaped;
}

const LINK_TARGET = /^(?:https:\/\/|mailto:|tel:)[^\s]+$/i;

/** A link's target where it is one that is safe to follow; a value may hold anything. */
export function safeTarget(href: string | undefined): string | undefined {
  return href !== undefined && LINK_TARGET.test(href) ? href : undefined;
}
