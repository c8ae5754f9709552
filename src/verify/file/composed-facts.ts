/** What a fragment says of a composed document. */
export interface ComposedFacts {
  readonly ordinal: number;
  readonly key: string;
  readonly pages: number;
  readonly sheets: number;
  readonly postalCode: string;
  readonly addressLines: readonly string[];
  /** 0, 5, 9 or 11 digits. */
  readonly routing: string;
  /** Minor units, by money field. */
  readonly amounts: readonly number[];
  readonly isSeed: boolean;
  /** Where each page ends in the content. */
  readonly pageEnds: readonly number[];
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads what stands beside a document's page streams; undefined if it is not of that form. */
export function composedFacts(meta: Uint8Array): ComposedFacts | undefined {
  try {
    return factsOf(JSON.parse(decoder.decode(meta)));
  } catch {
    return undefined;
  }
}

function factsOf(value: unknown): ComposedFacts | undefined {
  const { facts, pageBytes } = record(value);
  const { ordinal, key, pages, sheets, address, routing, amounts = [], isSeed } = record(facts);
  const { zip, country, lines } = record(address);
  const isSound =
    isNumber(ordinal) &&
    isText(key) &&
    isNumber(pages) &&
    isNumber(sheets) &&
    typeof routing === "string" &&
    isList(amounts, isNumber) &&
    isList(pageBytes, isNumber) &&
    isList(lines, isText);
  if (!isSound) return undefined;
  let end = 0;
  const pageEnds = pageBytes.map((count) => (end += count));
  const postalCode = [zip, country].find(isText) ?? "";
  const own = { ordinal, key, pages, sheets, postalCode, routing, amounts, pageEnds };
  return { ...own, addressLines: lines, isSeed: isSeed === true };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isList<T>(value: unknown, isItem: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isItem);
}
