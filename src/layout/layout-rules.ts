import type { Channel } from "../model/channel.ts";
import type { Assertion, RequiredText } from "../model/layout-rules.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { checkAgainst } from "../yaml/schema-issues.ts";
import { nameHint } from "../yaml/suggest.ts";
import type { Path } from "../yaml/yaml-source.ts";
import { richRuns } from "./blocks/rich-text.ts";
import { checkedExpr, checkedWords, guarded } from "./blocks/texts.ts";
import { layoutSchema } from "./layout-schema.ts";
import { messageName } from "./messages/catalogue.ts";
import type { Catalogues } from "./messages/read-catalogues.ts";
import { type TextCheck, writtenText } from "./messages/written-text.ts";

type Sections = Readonly<Record<string, unknown>>;
type RequiredValue = NonNullable<ReturnType<typeof requiredValues>>[number];

/** What a layout's texts are checked with beyond itself. */
export interface RuleTexts {
  /** The layout's own first; undefined if they are not known. */
  readonly locales: readonly string[] | undefined;
  readonly catalogues: Catalogues;
}

/** Stands where a value or other words may: no text has it. */
const GAP = "\uFFFC";
const GAPS = /\uFFFC|…|\[\^[\w-]+\]/;
const DEFAULT_CHANNELS: readonly Channel[] = ["print", "email"];

/** Reads what a layout demands of its records and of its documents. */
export function readRules(
  check: TextCheck,
  sections: Sections,
  texts: RuleTexts,
): Pick<LayoutPlan, "asserts" | "required"> {
  const asserts = readAsserts(check, sections);
  const required = readRequired(check, sections, texts);
  return { ...(asserts.length > 0 && { asserts }), ...(required.length > 0 && { required }) };
}

function readAsserts(check: TextCheck, sections: Sections): Assertion[] {
  const { source } = check;
  const schema = layoutSchema.shape.assert;
  const written = checkAgainst(source, ["assert"], schema, sections["assert"]) ?? [];
  return written.flatMap(({ that, message }, index) => {
    const path = ["assert", index];
    const expr = checkedExpr(check, [...path, "that"], that, "boolean");
    const said =
      message === undefined
        ? `\`${String(that)}\` does not hold for this record.`
        : checkedWords(untranslated(check), [...path, "message"], String(message));
    return expr === undefined ? [] : { id: path.join("."), that: expr, message: said };
  });
}

/** For each text, the words that each locale's documents need. */
function readRequired(check: TextCheck, sections: Sections, texts: RuleTexts): RequiredText[] {
  const names = new Set<string>();
  return (requiredValues(check, sections) ?? []).map((one, index) => {
    const path = ["require", index];
    if (names.has(one.id)) {
      const message = `Two required texts are called \`${one.id}\`; name each differently.`;
      check.source.report("name-taken", [...path, "id"], message);
    }
    names.add(one.id);
    const channels = channelsOf(check, sections, path, one);
    const { when } = one;
    const expr =
      when === undefined ? undefined : checkedExpr(check, [...path, "when"], when, "boolean");
    const words = wordsOf(check, path, one, texts);
    return { name: one.id, channels, ...(expr && { when: expr }), words };
  });
}

function requiredValues({ source }: TextCheck, sections: Sections) {
  return checkAgainst(source, ["require"], layoutSchema.shape.require, sections["require"]);
}

/** The channels that must show a text; a layout that lacks one has no documents on it. */
function channelsOf(
  { source }: TextCheck,
  sections: Sections,
  path: Path,
  { on }: RequiredValue,
): readonly Channel[] {
  const lacks = (channel: Channel): boolean => sections[channel] === undefined;
  for (const channel of on ?? []) {
    if (!lacks(channel)) continue;
    const message = `The layout has no \`${channel}\`, so nothing can show the text there.`;
    source.report("no-such-channel", [...path, "on"], message);
  }
  return (on ?? DEFAULT_CHANNELS).filter((channel) => !lacks(channel));
}

function wordsOf(
  check: TextCheck,
  path: Path,
  { text, locales: wanted }: RequiredValue,
  { locales = [], catalogues }: RuleTexts,
): Record<string, readonly string[]> {
  const known = wanted === undefined ? locales : locales.filter((tag) => isOneOf(tag, wanted));
  if (known.length === 0 && locales.length > 0) {
    const message = "The layout has no documents in any of these languages.";
    const hint = nameHint(wanted?.[0] ?? "", "locales", locales);
    check.source.report("wrong-value", [...path, "locales"], message, { hint });
  }
  const all = Array.isArray(text) ? text : [text];
  const words: Record<string, readonly string[]> = {};
  for (const locale of known) {
    const catalogue = catalogues.byLocale.get(locale) ?? check.catalogue;
    words[locale] = all.flatMap((one, index) => {
      const at = Array.isArray(text) ? [...path, "text", index] : [...path, "text"];
      const isMessage = messageName(String(one)) !== undefined && catalogue !== undefined;
      return stretches(isMessage ? { ...check, catalogue } : untranslated(check), at, one);
    });
  }
  return words;
}

/** For words that are the same in every language, and meant so. */
function untranslated(check: TextCheck): TextCheck {
  const { catalogue: _, ...bare } = check;
  return bare;
}

/** A tag, or the language that it begins with. */
function isOneOf(tag: string, wanted: readonly string[]): boolean {
  return wanted.includes(tag) || wanted.includes(tag.split("-")[0] ?? tag);
}

/** The words of a text between its values. */
function stretches(check: TextCheck, path: Path, text: string | number): string[] {
  const written = writtenText(check, path, text);
  const runs = guarded(written.check, written.path, 0, () => richRuns(written.scan()));
  const shown = (runs ?? [])
    .flatMap(({ tokens }) => tokens)
    .map((token) => (token.kind === "words" ? token.text : GAP))
    .join("");
  const found = shown
    .split(GAPS)
    .map((words) => words.trim())
    .filter((words) => /[\p{L}\p{N}]/u.test(words));
  // A message that is missing was reported, and has nothing to show.
  if (found.length === 0 && shown !== "")
    check.source.report("wrong-value", path, "A required text needs words beside its values.");
  return found;
}
