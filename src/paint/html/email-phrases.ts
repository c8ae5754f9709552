/** The words an e-mail needs that no layout gives, by language. */
interface Phrases {
  /** Says that a table goes on in the full statement. */
  readonly moreRows: (count: number) => string;
}

const ENGLISH: Phrases = {
  moreRows: (count) =>
    count === 1
      ? "1 more row is in the full statement."
      : `${count} more rows are in the full statement.`,
};

const BY_LANGUAGE: ReadonlyMap<string, Phrases> = new Map([
  ["en", ENGLISH],
  ["es", { moreRows: (count) => `El estado de cuenta completo tiene ${count} filas m\u00e1s.` }],
  ["fr", { moreRows: (count) => `Le relev\u00e9 complet compte ${count} lignes de plus.` }],
  ["de", { moreRows: (count) => `Der vollst\u00e4ndige Auszug hat ${count} weitere Zeilen.` }],
]);

export function phrasesOf(locale: string): Phrases {
  return BY_LANGUAGE.get(locale.split("-")[0] ?? "") ?? ENGLISH;
}
