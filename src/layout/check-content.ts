import { hashValue } from "../base/hash.ts";
import type { Block, TextBlock } from "../model/block.ts";
import type {
  AppendedPages,
  EmailPlan,
  LayoutPlan,
  Master,
  SmsPlan,
  Translation,
} from "../model/layout-plan.ts";
import { checkAgainst } from "../yaml/schema-issues.ts";
import { checkedBlocks } from "./blocks/blocks.ts";
import { emailBoxes } from "./blocks/email-boxes.ts";
import { checkedFootnotes } from "./blocks/footnotes.ts";
import { withoutNotes } from "./blocks/note-marks.ts";
import { checkedMaster } from "./blocks/masters.ts";
import { checkedTemplate } from "./blocks/texts.ts";
import { checkedEmail, checkedSms } from "./digital-channels.ts";
import type { Scope } from "./expression/expression-scope.ts";
import type { StyleTable } from "./blocks/style-table.ts";
import { type AppendPlaces, checkedAppended } from "./blocks/appended-pages.ts";
import type { LayoutCheck } from "./layout-check.ts";
import { layoutSchema } from "./layout-schema.ts";
import type { Catalogues } from "./messages/read-catalogues.ts";
import { readLabels, readLets } from "./named-values.ts";
import { checkPrintedSums } from "./proven-sums.ts";

type Sections = Readonly<Record<string, unknown>>;

/** What a layout shows beside its boxes. */
export interface Content {
  readonly title: LayoutPlan["title"];
  readonly blocks: readonly Block[];
  readonly notes?: readonly TextBlock[];
  readonly appended?: readonly AppendedPages[];
  readonly email?: EmailPlan;
  readonly sms?: SmsPlan;
}

/** Checks the sections with texts, all but the page masters. */
export function checkedContent(
  check: LayoutCheck,
  sections: Sections,
  places: Omit<AppendPlaces, "hasEmail">,
): Content {
  const { source } = check;
  const { title: written, blocks, print, email, sms } = sections;
  const title =
    written === undefined
      ? undefined
      : checkAgainst(source, ["title"], layoutSchema.shape.title, written);
  const beside = withoutNotes(check);
  const notes = checkedFootnotes(check, sections["footnotes"]);
  const flow = blocks === undefined ? [] : checkedBlocks(check, ["blocks"], blocks);
  const boxesOf = (place: "before" | "after"): Block[] => emailBoxes(beside, print, place);
  const checked = {
    ...(notes.length > 0 && { notes }),
    ...checkedAppended(beside, { ...places, hasEmail: email !== undefined }, sections["append"]),
    title: title === undefined ? [] : checkedTemplate(beside, ["title"], title),
    blocks: email === undefined ? flow : [...boxesOf("before"), ...flow, ...boxesOf("after")],
  };
  const emailPlan = email === undefined ? undefined : checkedEmail(beside, email);
  const smsPlan = sms === undefined ? undefined : checkedSms(beside, sms);
  return { ...checked, ...(emailPlan && { email: emailPlan }), ...(smsPlan && { sms: smsPlan }) };
}

/** The scope of the data with what `labels` and `let` name, in the texts of one locale. */
export function namedScope(
  texts: Pick<LayoutCheck, "source" | "catalogue">,
  data: Scope,
  sections: Sections,
): Scope {
  const labels = readLabels({ ...texts, scope: data }, sections);
  return readLets(texts.source, { ...data, labels }, sections);
}

/** What further locales have of their own. */
export interface LocaleTexts {
  readonly catalogues: Catalogues;
  readonly localeStyles: ReadonlyMap<string, StyleTable>;
  /** The masters as written, whose boxes have texts too. */
  readonly rawMasters: readonly unknown[];
  readonly places: Omit<AppendPlaces, "hasEmail">;
}

/**
 * Checks the layout's texts once more for each further locale that has a catalogue or styles.
 * Faults of the layout itself are found again, and reported once.
 */
export function checkedTranslations(
  check: LayoutCheck,
  data: Scope,
  sections: Sections,
  { catalogues, localeStyles, rawMasters, places }: LocaleTexts,
): Record<string, Translation> {
  const translations: Record<string, Translation> = {};
  const { byLocale } = catalogues;
  for (const locale of new Set([...byLocale.keys(), ...localeStyles.keys()])) {
    const catalogue = byLocale.get(locale);
    if (catalogue?.isOwn === true) continue;
    const texts = catalogue === undefined ? {} : { catalogue };
    const scope = namedScope({ source: check.source, ...texts }, data, sections);
    const styles = localeStyles.get(locale) ?? check.styles;
    const prefixed = { ...texts, styles, idPrefix: `${locale}@`, counter: { count: 0 } };
    const own: LayoutCheck = { ...check, ...prefixed, scope };
    const masters = rawMasters.flatMap(
      (master, index) =>
        checkedMaster(own, ["print", "masters", index], master, undefined, rawMasters) ?? [],
    );
    const content = checkedContent(own, sections, places);
    checkPrintedSums(check.source, check.sums, masters, content.blocks);
    translations[locale] = {
      ...content,
      masters,
      ...(scope.lets.length > 0 && { lets: scope.lets }),
    };
  }
  return translations;
}

/**
 * The masters, and those of the translations, with boxes as static that show the same in all
 * locales alone: such a box is drawn once.
 */
export function withCommonBoxes(
  masters: readonly Master[],
  translations: Readonly<Record<string, Translation>>,
): Pick<LayoutPlan, "masters" | "translations"> {
  const all = Object.entries(translations);
  if (all.length === 0) return { masters };
  const common = masters.map((master, index) =>
    master.boxes.map((box, at) => {
      const others = all.map(([, each]) => each.masters[index]?.boxes[at]?.blocks ?? []);
      const isCommon = others.every((blocks) => contentHash(blocks) === contentHash(box.blocks));
      return box.isStatic && isCommon;
    }),
  );
  const settled = (own: readonly Master[]): readonly Master[] =>
    own.map((master, index) => ({
      ...master,
      boxes: master.boxes.map((box, at) => ({ ...box, isStatic: common[index]?.[at] === true })),
    }));
  const translated: Record<string, Translation> = {};
  for (const [locale, each] of all)
    translated[locale] = { ...each, masters: settled(each.masters) };
  return { masters: settled(masters), translations: translated };
}

/** Of what blocks show, whatever their ids. */
function contentHash(blocks: readonly Block[]): string {
  return hashValue(withoutIds(blocks));
}

function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key]) => key !== "id");
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutIds(inner)]));
}
