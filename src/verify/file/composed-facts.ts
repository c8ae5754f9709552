/** What a fragment says about a composed document. */
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
  /** Whether it is in large print. */
  readonly isLarge: boolean;
  /** Texts that it must show, by their numbers among those of the run. */
  readonly required: readonly number[];
  /** Where each page ends in the content. */
  readonly pageEnds: readonly number[];
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads the facts beside a document's page streams; undefined if they are malformed. */
export function composedFacts(meta: Uint8Array): ComposedFacts | undefined {
  try {
    return factsOf(JSON.parse(decoder.decode(meta)));
  } catch {
    return undefined;
  }
}

function factsOf(value: unknown): ComposedFacts | undefined {
  const { facts, pageBytes, required = [], isLarge } = record(value);
  const { ordinal, key, pages, sheets, address, routing, amounts = [], isSeed } = record(facts);
  const { zip, country, lines } = record(address);
  const isSound =
    isNumber(ordinal) &&
    isText(key) &&
    isNumber(pages) &&
    isNumber(sheets) &&
    isText(routing) &&
    areNumbers(amounts) &&
    areNumbers(pageBytes) &&
    areNumbers(required) &&
    areTexts(lines);
  if (!isSound) return undefined;
  return {
    ordinal,
    key,
    pages,
    sheets,
    postalCode: isText(zip) ? zip : isText(country) ? country : "",
    addressLines: lines,
    routing,
    amounts,
    isSeed: isSeed === true,
    isLarge: isLarge === true,
    required,
    pageEnds: endsOf(pageBytes),
  };
}

function endsOf(pageBytes: readonly number[]): number[] {
  const ends: number[] = [];
  let end = 0;
  for (const bytes of pageBytes) ends.push((end += bytes));
  return ends;
}

type Members = Readonly<Record<string, unknown>>;
const NOTHING: Members = {};

/** What is not an object has nothing in it. */
function record(value: unknown): Members {
  return isRecord(value) ? value : NOTHING;
}

function isRecord(value: unknown): value is Members {
  return typeof value === "object" && value !== null;
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function areNumbers(value: unknown): value is readonly number[] {
  const items = itemsOf(value);
  if (items === undefined) return false;
  for (const item of items) if (!isNumber(item)) return false;
  return true;
}

function areTexts(value: unknown): value is readonly string[] {
  const items = itemsOf(value);
  if (items === undefined) return false;
  for (const item of items) if (!isText(item)) return false;
  return true;
}

function itemsOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
