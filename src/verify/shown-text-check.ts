import type { BreachCode } from "../base/breach-code.ts";
import { wordsOfRuns } from "./content/plain-words.ts";
import { type FontDecoders, shownText } from "./content/shown-text.ts";
import type { BreachList, BreachPlace } from "./file/breach-list.ts";
import type { ComposedFacts } from "./file/composed-facts.ts";
import type { RequiredTexts, Stretch } from "./required-texts.ts";

const CODE: BreachCode = "verify.required-text";
/** Pages beyond this are read at once, so that a long document takes no more memory. */
const KEPT_BYTES_MAX = 4 * 1024 * 1024;

/** The words that pages show: in their flow, and beside it in headers, footers and boxes. */
interface PageWords {
  flow: string;
  readonly beside: string[];
}

/** What the pages of a spool share. */
export interface SharedWords {
  /** The words of each form, by its name. */
  readonly forms: ReadonlyMap<string, string>;
  readonly decoders: FontDecoders;
  /** Whether every font has ASCII under its own codes, so that strings are their text. */
  readonly hasAscii: boolean;
}

/**
 * Finds the texts that composed documents must show. Most of them are the same for every document
 * and drawn as forms, whose words are read once a spool, or stand in one string of a page; where
 * neither has them, pages are read in full.
 */
export class ShownTextCheck {
  readonly #texts: RequiredTexts;
  readonly #isIdle: boolean;
  readonly #shared: SharedWords;
  /** By form: the words of stretches that it has. */
  readonly #inForms: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #breaches: BreachList;
  /** What the open document has not shown yet; undefined before its first page. */
  #missing: readonly Stretch[] | undefined;
  #pages: Buffer[] = [];
  #keptBytes = 0;
  #words: PageWords = { flow: "", beside: [] };

  constructor(texts: RequiredTexts, shared: SharedWords, breaches: BreachList) {
    this.#texts = texts;
    this.#isIdle = texts.isEmpty;
    this.#shared = shared;
    this.#inForms = inForms(shared.forms, texts.allStretches());
    this.#breaches = breaches;
  }

  /**
   * A page of the open document; `text` is its content, one character per byte, `names` what it
   * draws.
   */
  page(facts: ComposedFacts | undefined, content: Buffer, text: string, names: string): void {
    if (this.#isIdle || facts === undefined) return;
    this.#missing ??= this.#stretches(facts.required);
    if (this.#missing.length === 0) return;
    const drawn = names.split(" ");
    this.#missing = this.#missing.filter((one) => !this.#isPlain(one, text, drawn));
    if (this.#missing.length === 0) return this.#dropPages();
    this.#pages.push(Buffer.from(content));
    this.#keptBytes += content.length;
    if (this.#keptBytes > KEPT_BYTES_MAX) this.#readPages();
  }

  endDocument(facts: ComposedFacts | undefined, place: BreachPlace): void {
    if (this.#isIdle || facts === undefined) return;
    for (const name of this.#texts.unstated(facts.required)) {
      const message = `The fragment does not state that the document shows \`${name}\`.`;
      this.#breaches.add(CODE, message, place);
    }
    const missing = this.#missing ?? this.#stretches(facts.required);
    const lacked = missing.filter(({ words }) => !this.#isRead(words));
    for (const number of new Set(lacked.map((one) => one.number))) {
      const name = this.#texts.name(number);
      const message = `The document does not show the required text \`${name}\`.`;
      this.#breaches.add(CODE, message, place);
    }
    this.#missing = undefined;
    this.#dropPages();
    if (missing.length > 0) this.#words = { flow: "", beside: [] };
  }

  #stretches(numbers: readonly number[]): readonly Stretch[] {
    return numbers.flatMap((number) => this.#texts.stretches(number));
  }

  /** Whether a form of the page has the words, or one of its strings, as they are. */
  #isPlain({ words, plainly }: Stretch, text: string, drawn: readonly string[]): boolean {
    if (drawn.some((form) => this.#inForms.get(form)?.has(words) === true)) return true;
    return this.#shared.hasAscii && plainly !== undefined && text.includes(plainly);
  }

  #isRead(words: string): boolean {
    this.#readPages();
    const { flow, beside } = this.#words;
    return flow.includes(words) || beside.some((text) => text.includes(words));
  }

  #readPages(): void {
    for (const content of this.#pages) {
      const { runs } = shownText(content, this.#shared.decoders);
      const inFlow = runs.filter(({ tag }) => tag !== "Artifact");
      const beside = runs.filter(({ tag }) => tag === "Artifact");
      this.#words.flow += wordsOfRuns(inFlow);
      this.#words.beside.push(wordsOfRuns(beside));
    }
    this.#dropPages();
  }

  #dropPages(): void {
    if (this.#pages.length > 0) this.#pages = [];
    this.#keptBytes = 0;
  }
}

function inForms(
  forms: SharedWords["forms"],
  stretches: readonly Stretch[],
): Map<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const [name, shown] of forms) {
    const own = stretches.map(({ words }) => words).filter((words) => shown.includes(words));
    if (own.length > 0) found.set(name, new Set(own));
  }
  return found;
}
