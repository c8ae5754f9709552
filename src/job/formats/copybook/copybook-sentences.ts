/** A sentence of a copybook: its words, literals without their content, and where it begins. */
export interface Sentence {
  /** 1-based line of the copybook. */
  readonly line: number;
  readonly words: readonly string[];
}

/** Columns 1 to 6 hold a number or nothing, and 7 an indicator. */
const FIXED_LINE = /^(?: {6}|[A-Z0-9]{6})(?:[ */D-]|$)/i;
const INDICATOR = 6;
const CODE_END = 72;
const COMMENTS = new Set(["*", "/"]);
const LITERAL = /(["'])(?:(?!\1).)*\1/g;

/** The sentences of a copybook in reference format (columns 7 to 72) or in free format. */
export function sentencesOf(text: string): Sentence[] {
  const lines = text.split(/\r?\n/).map((line) => line.replaceAll("\t", "    "));
  const written = lines.filter((line) => line.trim() !== "" && !line.trimStart().startsWith("*"));
  const isFixed = written.every((line) => FIXED_LINE.test(line));
  const sentences: Sentence[] = [];
  let words: string[] = [];
  let begin = 0;
  lines.forEach((line, index) => {
    for (const word of wordsOf(isFixed ? codeOf(line) : line)) {
      if (words.length === 0) begin = index + 1;
      const isLast = word.endsWith(".");
      const bare = isLast ? word.slice(0, -1) : word;
      if (bare !== "") words.push(bare.toUpperCase());
      if (!isLast) continue;
      if (words.length > 0) sentences.push({ line: begin, words });
      words = [];
    }
  });
  if (words.length > 0) sentences.push({ line: begin, words });
  return sentences;
}

function codeOf(line: string): string {
  return COMMENTS.has(line[INDICATOR] ?? "") ? "" : line.slice(INDICATOR + 1, CODE_END);
}

/** Literals say nothing about places, but may have points and blanks in them. */
function wordsOf(code: string): string[] {
  const [plain = ""] = code.replaceAll(LITERAL, "LITERAL").split("*>");
  if (plain.trimStart().startsWith("*")) return [];
  return plain
    .split(/\s+/)
    .map((word) => word.replace(/[,;]$/, ""))
    .filter((word) => word !== "");
}
