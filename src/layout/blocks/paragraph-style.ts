import type { z } from "zod";
import { patternFileOf } from "../../font/hyphen-language.ts";
import type { ParagraphStyle, TabStop } from "../../model/layout-plan.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import type { styleSchema } from "../layout-schema.ts";

type StyleValue = z.output<typeof styleSchema>;

const SPACE_MIN = 67;
const SPACE_MAX = 400;
const HYPHENS_MAX = 2;

/** How a style breaks text into lines; undefined if it says nothing about that. */
export function paragraphStyleOf(
  source: YamlSource,
  path: Path,
  own: StyleValue,
): ParagraphStyle | undefined {
  const { align, breaking, hyphenate, tabs } = own;
  const firstLineMpt = lengthMpt(own["first-line-indent"] ?? 0);
  checkUse(source, path, own);
  const isSet = align !== undefined || breaking !== undefined || isOn(hyphenate);
  if (!isSet && tabs === undefined && firstLineMpt === 0) return undefined;
  return {
    isOptimal: breaking === undefined ? align === "justify" : breaking === "optimal",
    ...(align && { align }),
    ...(isOn(hyphenate) && { hyphenate: checkedLanguage(source, path, hyphenate) }),
    spaceMin: own["space-min"] ?? SPACE_MIN,
    spaceMax: own["space-max"] ?? SPACE_MAX,
    hyphensMax: own["hyphens-in-a-row"] ?? HYPHENS_MAX,
    zoneMpt: lengthMpt(own["hyphenation-zone"] ?? 0),
    ...(firstLineMpt !== 0 && { firstLineMpt }),
    ...(tabs && { tabs: tabs.map(tabStop) }),
  };
}

/** Text ends at the end of its line, and starts at every other stop, if it does not say so. */
function tabStop({ at, align, leader }: NonNullable<StyleValue["tabs"]>[number]): TabStop {
  return {
    ...(at !== "end" && { atMpt: lengthMpt(at) }),
    align: align ?? (at === "end" ? "end" : "start"),
    ...(leader !== undefined && { leader }),
  };
}

function isOn(hyphenate: boolean | string | undefined): hyphenate is true | string {
  return hyphenate !== undefined && hyphenate !== false;
}

function checkedLanguage(source: YamlSource, path: Path, tag: true | string): true | string {
  if (tag !== true && patternFileOf(tag) === undefined)
    reportLanguage(source, [...path, "hyphenate"], tag, "value");
  return tag;
}

/** Limits that would limit nothing are a mistake. */
function checkUse(source: YamlSource, path: Path, own: StyleValue): void {
  const report = (key: string, wants: string): void =>
    source.report("idle-key", [...path, key], `\`${key}\` has no effect without ${wants}.`, {
      at: "key",
    });
  for (const key of ["hyphens-in-a-row", "hyphenation-zone"] as const)
    if (own[key] !== undefined && !isOn(own.hyphenate)) report(key, "`hyphenate`");
}

/** Reads the `hyphenation:` section: words by language, each with the hyphens it may have. */
export function readHyphenation(
  source: YamlSource,
  section: Readonly<Record<string, unknown>>,
): Record<string, readonly string[]> {
  const words: Record<string, readonly string[]> = {};
  for (const [tag, list] of Object.entries(section)) {
    const path = ["hyphenation", tag];
    if (patternFileOf(tag) === undefined) reportLanguage(source, path, tag, "key");
    else if (Array.isArray(list))
      words[tag] = list.flatMap((word) => checkedWord(source, path, word));
    else source.report("wrong-value", path, "This must be a list of words, such as [North-bank].");
  }
  return words;
}

function checkedWord(source: YamlSource, path: Path, word: unknown): string[] {
  if (typeof word === "string" && /^\p{L}[\p{L}\p{M}'’]*(-[\p{L}\p{M}'’]+)*$/u.test(word))
    return [word];
  const message = "This must be one word of letters, with hyphens where it may be divided.";
  source.report("wrong-value", path, message);
  return [];
}

function reportLanguage(source: YamlSource, path: Path, tag: string, at: "key" | "value"): void {
  const message = `No patterns divide the words of \`${tag}\`; use a language that has them.`;
  source.report("no-hyphenation", path, message, { at, hint: "such as en-US, de or pt-BR" });
}
