import { ExpressionFault } from "./expression-fault.ts";
import type { TemplateToken } from "./template-scan.ts";

/** A stretch of rich text that looks the same all through. */
export interface RichRun {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly tokens: readonly TemplateToken[];
  /** The target of a link, as a template of its own, and its offset. */
  readonly href?: { readonly text: string; readonly offset: number };
}

const MARK = /\\([*[\]\\])|\*\*|\*|\[([^\][]*)\]\(([^()\s]*)\)/g;

/**
 * Finds `**bold**`, `*italic*` and `[label](target)` in the words of a scanned template. A
 * backslash before `*`, `[` or `]` shows that character; a star that stands alone shows itself.
 * Throws an `ExpressionFault` for a mark that is opened and never closed.
 */
export function richRuns(tokens: readonly TemplateToken[]): RichRun[] {
  const state: Marks = { bold: false, italic: false, openedAt: 0 };
  const runs: RichRun[] = [];
  const add = (token: TemplateToken, href?: RichRun["href"]): void => {
    if (token.kind === "words" && token.text === "") return;
    const last = runs.at(-1);
    const isSame = last?.bold === state.bold && last.italic === state.italic;
    if (last && isSame && last.href === undefined && href === undefined)
      runs[runs.length - 1] = { ...last, tokens: [...last.tokens, token] };
    else runs.push({ ...looks(state), tokens: [token], ...(href && { href }) });
  };
  for (const [index, token] of tokens.entries()) {
    const edges = { before: index > 0, after: index < tokens.length - 1 };
    if (token.kind === "expression") add(token);
    else scanWords(token, edges, state, add);
  }
  if (!state.bold && !state.italic) return runs;
  const mark = state.bold ? "**" : "*";
  const message = `This \`${mark}\` is never closed; close it, or write \\* to show a star.`;
  throw new ExpressionFault("open-mark", message, state.openedAt);
}

/** What is switched on while rich text is read, and where the last mark stood. */
interface Marks {
  bold: boolean;
  italic: boolean;
  openedAt: number;
}

function looks({ bold, italic }: Marks): { bold: boolean; italic: boolean } {
  return { bold, italic };
}

type Add = (token: TemplateToken, href?: RichRun["href"]) => void;

/** Whether an expression stands right before or after a stretch of words. */
interface Edges {
  readonly before: boolean;
  readonly after: boolean;
}

function scanWords(token: TemplateToken, edges: Edges, state: Marks, add: Add): void {
  let from = 0;
  const words = (text: string, at: number): TemplateToken => ({
    kind: "words",
    text,
    offset: token.offset + at,
  });
  for (const match of token.text.matchAll(MARK)) {
    const [mark, escaped, label, target] = match;
    const isToggle = mark.startsWith("*");
    if (isToggle && standsAlone(token.text, match.index, mark.length, edges)) continue;
    add(words(token.text.slice(from, match.index), from));
    from = match.index + mark.length;
    if (isToggle) state.openedAt = token.offset + match.index;
    if (mark === "**") state.bold = !state.bold;
    else if (mark === "*") state.italic = !state.italic;
    else if (escaped !== undefined) add(words(escaped, match.index + 1));
    else {
      const href = { text: target ?? "", offset: token.offset + from - 1 - (target ?? "").length };
      add(words(label ?? "", match.index + 1), href);
    }
  }
  add(words(token.text.slice(from), from));
}

function standsAlone(text: string, index: number, length: number, edges: Edges): boolean {
  const before = text[index - 1] ?? (edges.before ? "x" : " ");
  const after = text[index + length] ?? (edges.after ? "x" : " ");
  return /\s/.test(before) && /\s/.test(after);
}
