import { isMapping } from "../data-declaration.ts";
import { byLocaleSchema } from "../layout-schema.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { YamlSource } from "../../yaml/yaml-source.ts";
import type { Formats } from "./formats.ts";
import type { StyleTable } from "./style-table.ts";
import { readStyle, type StyleReading } from "./styles.ts";

type Sections = Readonly<Record<string, unknown>>;

/** The styles of each locale that has some of its own: what it does not say is as in `styles`. */
export function readLocaleStyles(
  reading: StyleReading,
  sections: Sections,
  formats: Formats | undefined,
): ReadonlyMap<string, StyleTable> {
  const tables = new Map<string, StyleTable>();
  const { source, styles } = reading;
  const written = sections["by-locale"];
  const byLocale = checkAgainst(source, ["by-locale"], byLocaleSchema.optional(), written) ?? {};
  const [, ...others] = formats?.locales ?? [];
  for (const [locale, { styles: own }] of Object.entries(byLocale)) {
    if (!isKnown(source, locale, others)) continue;
    const table = styles.copy();
    for (const [name, value] of Object.entries(own)) {
      const path = ["by-locale", locale, "styles", name];
      // Reports a name that no style has.
      if (styles.indexOf(source, path, name) < 0) continue;
      const before = isMapping(sections["styles"]) ? sections["styles"][name] : undefined;
      const whole = { ...(isMapping(before) && before), ...value };
      readStyle({ ...reading, styles: table }, path, name, whole);
    }
    tables.set(locale, table);
  }
  return tables;
}

function isKnown(source: YamlSource, locale: string, others: readonly string[]): boolean {
  if (others.includes(locale)) return true;
  const message = `\`${locale}\` is not one of the layout's further locales.`;
  const hint = nameHint(locale, "locales", others);
  source.report("unknown-locale", ["by-locale", locale], message, { at: "key", hint });
  return false;
}
