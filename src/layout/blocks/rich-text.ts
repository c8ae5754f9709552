import { ExpressionFault } from "../expression/expression-fault.ts";
import type { TemplateToken } from "./template-scan.ts";
import { TokenFlow } from "../expression/token-flow.ts";

/** A stretch of rich text with one look. */
export interface RichRun {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly tokens: readonly TemplateToken[];
  readonly href?: LinkTarget;
}

/** The target of a link, words and expressions, and its offset in the text. */
export interface LinkTarget {
  readonly tokens: readonly TemplateToken[];
  readonly offset: number;
}

const MARK = /\\([*[\]\\])|\*\*|\*|\[([^\][]*)\]\(([^()\s]*)\)/g;

/**
 * Finds `**bold**`, `*italic*` and `[label](target)` in a scanned template; all of them may contain
 * values. A backslash before `*`, `[` or `]` shows that character; a single star shows itself.
 * Throws an `ExpressionFault` for an opened mark that is never closed, and for a link without a
 * label.
 */
export function richRuns(tokens: readonly TemplateToken[]): RichRun[] {
  const reader = new MarkReader(new TokenFlow(tokens));
  return reader.read();
}

class MarkReader {
  readonly #flow: TokenFlow;
  readonly #runs: RichRun[] = [];
  #bold = false;
  #italic = false;
  #openedAt = 0;

  constructor(flow: TokenFlow) {
    this.#flow = flow;
  }

  read(): RichRun[] {
    this.#scan(0, this.#flow.text.length);
    if (!this.#bold && !this.#italic) return this.#runs;
    const mark = this.#bold ? "**" : "*";
    const message = `This \`${mark}\` is never closed; close it, or write \\* to show a star.`;
    throw new ExpressionFault("open-mark", message, this.#openedAt);
  }

  #scan(start: number, end: number, href?: LinkTarget): void {
    const { text } = this.#flow;
    let from = start;
    for (const match of text.slice(start, end).matchAll(MARK)) {
      const [mark, escaped, label] = match;
      const at = start + match.index;
      const isToggle = mark.startsWith("*");
      if (isToggle && standsAlone(text, at, mark.length)) continue;
      this.#add(from, at, href);
      from = at + mark.length;
      if (isToggle) this.#toggle(mark, at);
      else if (escaped !== undefined) this.#add(at + 1, at + 2, href);
      else this.#link(at, at + 1 + (label ?? "").length, from);
    }
    this.#add(from, end, href);
  }

  #toggle(mark: string, at: number): void {
    this.#openedAt = this.#flow.offsetAt(at);
    if (mark === "**") this.#bold = !this.#bold;
    else this.#italic = !this.#italic;
  }

  /** A link from its `[`, with the `]` after its label, up to `end`. */
  #link(open: number, labelEnd: number, end: number): void {
    const flow = this.#flow;
    if (flow.text.slice(open + 1, labelEnd).trim() === "") {
      const message = "This link has no label to click on; write one between its brackets.";
      throw new ExpressionFault("bad-link", message, flow.offsetAt(open));
    }
    const tokens = flow.slice(labelEnd + 2, end - 1);
    this.#scan(open + 1, labelEnd, { tokens, offset: flow.offsetAt(labelEnd + 2) });
  }

  #add(from: number, to: number, href: LinkTarget | undefined): void {
    const tokens = this.#flow.slice(from, to);
    if (tokens.length === 0) return;
    const { bold, italic, href: lastHref, tokens: before } = this.#runs.at(-1) ?? {};
    const isSame = before && bold === this.#bold && italic === this.#italic && lastHref === href;
    if (isSame) this.#runs.pop();
    const looks = { bold: this.#bold, italic: this.#italic };
    const all = isSame ? [...before, ...tokens] : tokens;
    this.#runs.push({ ...looks, tokens: all, ...(href && { href }) });
  }
}

function standsAlone(text: string, index: number, length: number): boolean {
  const before = text[index - 1] ?? " ";
  const after = text[index + length] ?? " ";
  return /\s/.test(before) && /\s/.test(after);
}
