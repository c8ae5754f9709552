import type { TemplateToken } from "../blocks/template-scan.ts";

/** Stands for an expression in the joined text: a character that is neither blank nor a mark. */
const STAND_IN = "\ufffc";

/** Scanned tokens as one text, so that marks are found across expressions, and cut back. */
export class TokenFlow {
  readonly text: string;
  readonly #tokens: readonly TemplateToken[];
  /** Where each token begins in `text`. */
  readonly #starts: readonly number[];

  constructor(tokens: readonly TemplateToken[]) {
    const starts: number[] = [];
    let text = "";
    for (const token of tokens) {
      starts.push(text.length);
      text += token.kind === "words" ? token.text : STAND_IN;
    }
    this.text = text;
    this.#tokens = tokens;
    this.#starts = starts;
  }

  /** The tokens of a part of the text; words are cut, expressions stay whole. */
  slice(from: number, to: number): TemplateToken[] {
    return this.#tokens.flatMap((token, index) => {
      const start = this.#starts[index] as number;
      if (token.kind === "expression") return start >= from && start < to ? [token] : [];
      const [first, end] = [Math.max(0, from - start), Math.min(token.text.length, to - start)];
      if (first >= end) return [];
      return [{ ...token, text: token.text.slice(first, end), offset: token.offset + first }];
    });
  }

  /** The offset in the template's own text of a place in the joined one. */
  offsetAt(place: number): number {
    const index = this.#starts.findLastIndex((start) => start <= place);
    return (this.#tokens[index]?.offset ?? 0) + place - (this.#starts[index] ?? 0);
  }
}
