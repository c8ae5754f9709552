import { z } from "zod";
import { sha256 } from "../../base/hash.ts";
import type { SourceFile } from "../../model/layout-plan.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { reportSecretValues } from "../../yaml/secret-scan.ts";
import { text } from "../../yaml/schema-values.ts";
import { type Path, readYaml, type YamlSource } from "../../yaml/yaml-source.ts";
import type { LayoutFiles } from "../layout-files.ts";
import { type Catalogue, isMessageName, type Message } from "./catalogue.ts";

const CATALOGUES = "locales";

export const catalogueSchema = z.strictObject({
  catalogue: z.string().describe("the locale, which is also the file's name"),
  messages: z.record(z.string(), z.union([text, z.record(z.string(), text)])),
  same: z.array(z.string()).optional().describe("texts that are the same in every language"),
});

/** The catalogues of a layout, by locale, and the files they were read from. */
export interface Catalogues {
  readonly byLocale: ReadonlyMap<string, Catalogue>;
  readonly files: readonly SourceFile[];
}

/**
 * Reads the catalogues of the layout's locales, the first of which is its own: each
 * `locales/TAG.yaml`, or that of the language alone. A layout without the folder has none.
 */
export function readCatalogues(
  source: YamlSource,
  { host, folder }: LayoutFiles,
  locales: readonly string[],
): Catalogues {
  const byLocale = new Map<string, Catalogue>();
  const files: SourceFile[] = [];
  const inFolder = `${folder}/${CATALOGUES}`;
  const names = host.exists(inFolder) ? host.list(inFolder) : [];
  if (!names.some((name) => name.endsWith(".yaml"))) return { byLocale, files };
  for (const [index, locale] of locales.entries()) {
    const tags = [locale, locale.split("-")[0] ?? locale];
    const name = tags.map((tag) => `${tag}.yaml`).find((each) => names.includes(each));
    if (name === undefined) {
      reportNoCatalogue(source, locale, index);
      continue;
    }
    const file = `${inFolder}/${name}`;
    const read = readYaml(host, file, "layout");
    const own = index === 0 ? undefined : byLocale.get(locales[0] ?? "");
    byLocale.set(locale, catalogueOf(read, locale, name, { isOwn: index === 0, own }));
    if (read.value !== undefined) files.push({ file, hash: sha256(host.readFile(file)) });
  }
  return { byLocale, files };
}

function reportNoCatalogue(source: YamlSource, locale: string, index: number): void {
  const path: Path = index === 0 ? ["format", "locale"] : ["format", "locales"];
  const message = `There is no catalogue for \`${locale}\`.`;
  source.report("missing-catalogue", path, message, {
    hint: `write its texts to ${CATALOGUES}/${locale}.yaml`,
  });
}

function catalogueOf(
  source: YamlSource,
  locale: string,
  fileName: string,
  { isOwn, own }: { readonly isOwn: boolean; readonly own: Catalogue | undefined },
): Catalogue {
  const value =
    source.diagnostics.length > 0
      ? undefined
      : checkAgainst(source, [], catalogueSchema, source.value);
  const messages = new Map<string, Message>();
  const tag = fileName.replace(/\.yaml$/, "");
  if (value !== undefined && value.catalogue !== tag) {
    const message = `The catalogue says \`${value.catalogue}\`, its file's name \`${tag}\`.`;
    source.report("wrong-value", ["catalogue"], message);
  }
  for (const [name, written] of Object.entries(value?.messages ?? {}))
    addMessages(source, messages, ["messages", name], name, written);
  reportSecretValues(source);
  const ownNames = new Set((own?.messages ?? messages).keys());
  const same = new Set(value?.same);
  return { locale, source, messages, isOwn, ownNames, same, shown: new Map() };
}

/** A mapping of messages gives each its own name before theirs: `email.subject`. */
function addMessages(
  source: YamlSource,
  messages: Map<string, Message>,
  path: Path,
  name: string,
  written: string | number | Readonly<Record<string, string | number>>,
): void {
  if (typeof written === "object") {
    for (const [inner, each] of Object.entries(written))
      addMessages(source, messages, [...path, inner], `${name}.${inner}`, each);
    return;
  }
  if (!isMessageName(name)) {
    const message = `\`${name}\` cannot name a message.`;
    const hint = "a small letter first, then letters, digits, dots and hyphens";
    source.report("bad-name", path, message, { at: "key", hint });
    return;
  }
  messages.set(name, { text: String(written), path });
}
