import type { Catalogue } from "./catalogue.ts";

/**
 * Warns of messages that nothing uses, and of translations that leave out a value which the
 * layout's own text shows, or show one that it does not.
 */
export function compareCatalogues(catalogues: Iterable<Catalogue>): void {
  const all = [...catalogues];
  const own = all.find(({ isOwn }) => isOwn);
  for (const catalogue of all) reportUnused(catalogue, own ?? catalogue);
  if (own === undefined) return;
  for (const catalogue of all) if (catalogue !== own) compareValues(own, catalogue);
}

function reportUnused({ source, messages }: Catalogue, { shown }: Catalogue): void {
  for (const [name, { path, source: file }] of messages) {
    // What parts have is for other layouts, too.
    if (shown.has(name) || file !== source) continue;
    const message = `No text of the layout is \`$${name}\`; remove it.`;
    source.report("unused-message", path, message, { at: "key", severity: "warning" });
  }
}

function compareValues(own: Catalogue, { messages, shown }: Catalogue): void {
  for (const [name, values] of own.shown) {
    const translated = shown.get(name);
    const message = messages.get(name);
    if (translated === undefined || message === undefined) continue;
    const missing = [...values].filter((value) => !translated.has(value));
    if (missing.length === 0) continue;
    const what = `This leaves out what \`${own.locale}\` shows: ${missing.join(", ")}.`;
    const hint = `write {${missing[0] ?? ""}} where it belongs`;
    message.source.report("missing-value", message.path, what, { severity: "warning", hint });
  }
}
