import { textsIn, wordsWith } from "../../layout/texts-in.ts";
import { MESSAGE_CHANNELS } from "../../model/channel.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { LanguageReading, Readability, TextReading } from "../../model/proof-set.ts";

/** How easily a language's texts are read: words a sentence and syllables a word, as weighed. */
interface EaseFormula {
  readonly base: number;
  readonly ofSentence: number;
  readonly ofWord: number;
  /** A group of letters that is sounded as one syllable. */
  readonly syllable: RegExp;
  /** Letters at a word's end that are not sounded. */
  readonly mute?: RegExp;
}

/**
 * Flesch's formula (1948) and those made after it: Amstad (1978) for German, Fernández Huerta
 * (1959) for Spanish, Kandel and Moles (1958) for French, Franchina and Vacca (1986) for Italian,
 * Douma (1960) for Dutch.
 */
const FORMULAS: Readonly<Record<string, EaseFormula>> = {
  en: {
    base: 206.835,
    ofSentence: 1.015,
    ofWord: 84.6,
    syllable: /[aeiouy]+(?=ing$)|[aeiouy]+/g,
    mute: /(?:[^laeiouy]es|[^tdaeiouy]ed|[^laeiouy]e)$/,
  },
  de: {
    base: 180,
    ofSentence: 1,
    ofWord: 58.5,
    syllable: /aa|ai|au|äu|ee|ei|eu|ie|oo|[aeiouyäöü]/g,
  },
  es: {
    base: 206.84,
    ofSentence: 1.02,
    ofWord: 60,
    syllable: /[iuü]?[aeoáéó][iuy]?|[íú]|[iuü]+|y\b/g,
  },
  fr: {
    base: 207,
    ofSentence: 1.015,
    ofWord: 73.6,
    syllable: /[aeiouyàâäéèêëîïôöùûüœæ]+/g,
    mute: /[^aeiouyé](?:e|es|ent)$/,
  },
  it: { base: 206, ofSentence: 1, ofWord: 65, syllable: /[iu]?[aeoàèéò][iu]?|[ìù]|[iu]+/g },
  nl: { base: 206.835, ofSentence: 0.93, ofWord: 77, syllable: /[aeiouyäëïöü]+/g },
};

/** Texts of fewer words are labels, not prose. */
const WORDS_MIN = 8;
/** Stands for a value. */
const VALUE_WORD = "value";
const TEXTS_TOLD_MAX = 10;

interface Counted {
  words: number;
  sentences: number;
  syllables: number;
  longest: number;
}

/** What the layout's texts ask of their readers, by language. */
export function readingOf(
  plan: LayoutPlan,
  lineOf: (id: string) => string,
): readonly LanguageReading[] {
  return plan.locales.map((locale) => {
    const { blocks, masters, notes, ...others } = { ...plan, ...plan.translations?.[locale] };
    // A text that stands in several places is read once; the first place counts.
    const texts = new Map<string, string>();
    const found = [
      ...textsIn([blocks, masters, notes]),
      ...MESSAGE_CHANNELS.flatMap((channel) => textsIn(others[channel], undefined, channel)),
    ];
    for (const one of found.toReversed()) texts.set(wordsWith(VALUE_WORD, one), one.id);
    return languageReading(locale, texts, lineOf);
  });
}

function languageReading(
  locale: string,
  texts: ReadonlyMap<string, string>,
  lineOf: (id: string) => string,
): LanguageReading {
  const formula = FORMULAS[locale.split("-")[0] ?? ""];
  const all: Counted = { words: 0, sentences: 0, syllables: 0, longest: 0 };
  const read: TextReading[] = [];
  for (const [text, id] of texts) {
    const counted = countedText(locale, text, formula);
    if (counted.words < WORDS_MIN) continue;
    all.words += counted.words;
    all.sentences += counted.sentences;
    all.syllables += counted.syllables;
    all.longest = Math.max(all.longest, counted.longest);
    read.push({ source: lineOf(id), begins: beginningOf(text), ...figures(counted, formula) });
  }
  const hardest = read.toSorted(
    (a, b) => (a.ease ?? -a.longestSentence) - (b.ease ?? -b.longestSentence),
  );
  return {
    locale,
    texts: read.length,
    ...figures(all, formula),
    hardest: hardest.slice(0, TEXTS_TOLD_MAX),
  };
}

function figures(
  { words, sentences, syllables, longest }: Counted,
  formula: EaseFormula | undefined,
): Readability {
  const ofSentence = sentences === 0 ? 0 : words / sentences;
  const known = {
    words,
    sentences,
    wordsPerSentence: rounded(ofSentence),
    longestSentence: longest,
  };
  if (formula === undefined || words === 0) return known;
  const { base, ofSentence: perSentence, ofWord } = formula;
  return {
    ...known,
    ease: rounded(base - perSentence * ofSentence - (ofWord * syllables) / words),
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function countedText(locale: string, text: string, formula: EaseFormula | undefined): Counted {
  const counted: Counted = { words: 0, sentences: 0, syllables: 0, longest: 0 };
  const words = new Intl.Segmenter(locale, { granularity: "word" });
  const sentences = new Intl.Segmenter(locale, { granularity: "sentence" });
  for (const { segment } of sentences.segment(text)) {
    const own = [...words.segment(segment)].filter((word) => word.isWordLike === true);
    if (own.length === 0) continue;
    counted.sentences += 1;
    counted.words += own.length;
    counted.longest = Math.max(counted.longest, own.length);
    if (formula === undefined) continue;
    for (const word of own) counted.syllables += syllablesOf(word.segment.toLowerCase(), formula);
  }
  return counted;
}

/** A number is one syllable, as in the rules that insurers file by. */
function syllablesOf(word: string, { syllable, mute }: EaseFormula): number {
  const count = word.match(syllable)?.length ?? 0;
  return Math.max(1, count - (mute?.test(word) === true ? 1 : 0));
}

function beginningOf(text: string): string {
  const words = text.split(/\s+/);
  return words.length <= 8 ? text : `${words.slice(0, 8).join(" ")} …`;
}
