import type { BreachCode } from "../base/breach-code.ts";
import { drawnNames } from "./content/drawn-names.ts";
import { wordsOfRuns } from "./content/plain-words.ts";
import { type FontDecoders, shownText } from "./content/shown-text.ts";
import type { BreachList, BreachPlace } from "./file/breach-list.ts";
import type { ComposedFacts } from "./file/composed-facts.ts";
import type { RequiredTexts } from "./required-texts.ts";

const CODE: BreachCode = "verify.required-text";
/** Pages beyond this are read at once, so that a long document takes no more memory. */
const KEPT_BYTES_MAX = 4 * 1024 * 1024;

/** The words that pages show: in their flow, and beside it in headers, footers and boxes. */
interface PageWords {
  flow: string;
  readonly beside: string[];
}

/**
 * Finds the texts that composed documents must show. Most of them are the same for every document
 * and drawn as forms, whose words are read once a spool; pages are read where no form has them.
 */
export class ShownTextCheck {
  readonly #texts: RequiredTexts;
  readonly #isIdle: boolean;
  readonly #decoders: FontDecoders;
  readonly #breaches: BreachList;
  /** The words of each form, by its name. */
  readonly #forms: ReadonlyMap<string, string>;
  /** Whether a form has a stretch of words, by its name and by these. */
  readonly #found = new Map<string, Map<string, boolean>>();
  readonly #drawn = new Set<string>();
  #pages: Buffer[] = [];
  #keptBytes = 0;
  #words: PageWords = { flow: "", beside: [] };

  constructor(
    texts: RequiredTexts,
    forms: ReadonlyMap<string, string>,
    decoders: FontDecoders,
    breaches: BreachList,
  ) {
    this.#texts = texts;
    this.#isIdle = texts.isEmpty;
    this.#forms = forms;
    this.#decoders = decoders;
    this.#breaches = breaches;
  }

  /** A page of the open document; `text` is its content, one character per byte. */
  page(facts: ComposedFacts | undefined, content: Buffer, text: string): void {
    if (this.#isIdle || facts === undefined || facts.required.length === 0) return;
    for (const name of drawnNames(text).split(" ")) this.#drawn.add(name);
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
    for (const number of facts.required)
      if (!this.#texts.words(number).every((words) => this.#isShown(words))) {
        const name = this.#texts.name(number);
        const message = `The document does not show the required text \`${name}\`.`;
        this.#breaches.add(CODE, message, place);
      }
    this.#drawn.clear();
    this.#dropPages();
    this.#words = { flow: "", beside: [] };
  }

  #isShown(words: string): boolean {
    for (const form of this.#drawn) if (this.#isInForm(form, words)) return true;
    this.#readPages();
    const { flow, beside } = this.#words;
    return flow.includes(words) || beside.some((text) => text.includes(words));
  }

  #isInForm(form: string, words: string): boolean {
    let found = this.#found.get(form);
    if (found === undefined) this.#found.set(form, (found = new Map()));
    const known = found.get(words);
    if (known !== undefined) return known;
    const isThere = this.#forms.get(form)?.includes(words) === true;
    found.set(words, isThere);
    return isThere;
  }

  #readPages(): void {
    for (const content of this.#pages) {
      const { runs } = shownText(content, this.#decoders);
      const inFlow = runs.filter(({ tag }) => tag !== "Artifact");
      const beside = runs.filter(({ tag }) => tag === "Artifact");
      this.#words.flow += wordsOfRuns(inFlow);
      this.#words.beside.push(wordsOfRuns(beside));
    }
    this.#dropPages();
  }

  #dropPages(): void {
    this.#pages = [];
    this.#keptBytes = 0;
  }
}
