let segmenter: Intl.Segmenter | undefined;

/**
 * The characters of a text as people count them (UAX #29). The tables for that take 14 ms to load,
 * so that happens with the first text that is divided: most runs divide none.
 */
export function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  return segmenter.segment(text);
}
