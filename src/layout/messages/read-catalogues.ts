import { z } from "zod";
import type { Host } from "../../base/host.ts";
import { sha256 } from "../../base/hash.ts";
import type { SourceFile } from "../../model/layout-plan.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { reportSecretValues } from "../../yaml/secret-scan.ts";
import { text } from "../../yaml/schema-values.ts";
import { type Path, readYaml, type YamlSource } from "../../yaml/yaml-source.ts";
import type { LayoutFiles } from "../layout-files.ts";
import { type Catalogue, isMessageName, type Message } from "./catalogue.ts";

const CATALOGUES = "locales";

const catalogueSchema = z.strictObject({
  catalogue: z.string().describe("the locale, which is also the file's name"),
  messages: z.record(z.string(), z.union([text, z.record(z.string(), text)])),
  same: z.array(z.string()).optional().describe("texts that are the same in every language"),
});

/** The catalogues of a layout, by locale, and the files they were read from. */
export interface Catalogues {
  readonly byLocale: ReadonlyMap<string, Catalogue>;
  readonly files: readonly SourceFile[];
  readonly sources: readonly YamlSource[];
}

/**
 * Reads the catalogues of the layout's locales, the first of which is its own: each
 * `locales/TAG.yaml`, or that of the language alone, beside the layout and beside its parts, whose
 * messages the layout's own replace. A layout without such a folder has none.
 */
export function readCatalogues(
  source: YamlSource,
  { host, folder, folders = [folder] }: LayoutFiles,
  locales: readonly string[],
): Catalogues {
  const byLocale = new Map<string, Catalogue>();
  const all = folders
    .map((each) => `${each}/${CATALOGUES}`)
    .filter((each) => host.exists(each) && host.list(each).some((name) => name.endsWith(".yaml")));
  const files: YamlSource[] = [];
  if (all.length === 0) return { byLocale, files: [], sources: [] };
  for (const [index, locale] of locales.entries()) {
    const read = all.flatMap((each) => catalogueIn(host, each, locale) ?? []);
    const [first, ...others] = read;
    files.push(...read);
    if (first === undefined) {
      reportNoCatalogue(source, locale, index);
      continue;
    }
    const own = index === 0 ? undefined : byLocale.get(locales[0] ?? "");
    const shared = others.map((each) => catalogueOf(each, locale, undefined));
    byLocale.set(locale, withShared(catalogueOf(first, locale, own), shared));
  }
  const unique = [...new Map(files.map((each) => [each.file, each])).values()];
  return { byLocale, files: unique.flatMap((each) => hashed(host, each)), sources: files };
}

function catalogueIn(host: Host, folder: string, locale: string): YamlSource | undefined {
  const names = host.list(folder);
  const tags = [locale, locale.split("-")[0] ?? locale];
  const name = tags.map((tag) => `${tag}.yaml`).find((each) => names.includes(each));
  return name === undefined ? undefined : readYaml(host, `${folder}/${name}`, "layout");
}

function hashed(host: Host, { file, value }: YamlSource): SourceFile[] {
  return value === undefined ? [] : [{ file, hash: sha256(host.readFile(file)) }];
}

/** A catalogue with what those of parts have beside it. */
function withShared(own: Catalogue, shared: readonly Catalogue[]): Catalogue {
  if (shared.length === 0) return own;
  const all = [own, ...shared].toReversed();
  const messages = new Map(all.flatMap((each) => [...each.messages]));
  const same = new Set(all.flatMap((each) => [...each.same]));
  const ownNames = own.isOwn ? new Set(messages.keys()) : own.ownNames;
  return { ...own, messages, same, ownNames };
}

function reportNoCatalogue(source: YamlSource, locale: string, index: number): void {
  const path: Path = index === 0 ? ["format", "locale"] : ["format", "locales"];
  const message = `There is no catalogue for \`${locale}\`.`;
  source.report("missing-catalogue", path, message, {
    hint: `write its texts to ${CATALOGUES}/${locale}.yaml`,
  });
}

/** `own` is that of the layout's own locale, if this is another's. */
function catalogueOf(source: YamlSource, locale: string, own: Catalogue | undefined): Catalogue {
  const value =
    source.diagnostics.length > 0
      ? undefined
      : checkAgainst(source, [], catalogueSchema, source.value);
  const messages = new Map<string, Message>();
  const tag = source.file.replace(/^.*\/|\.yaml$/g, "");
  if (value !== undefined && value.catalogue !== tag) {
    const message = `The catalogue says \`${value.catalogue}\`, its file's name \`${tag}\`.`;
    source.report("wrong-value", ["catalogue"], message);
  }
  for (const [name, written] of Object.entries(value?.messages ?? {}))
    addMessages(source, messages, ["messages", name], name, written);
  reportSecretValues(source);
  const ownNames = new Set((own?.messages ?? messages).keys());
  const same = new Set(value?.same);
  const isOwn = own === undefined;
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
  messages.set(name, { text: String(written), path, source });
}
