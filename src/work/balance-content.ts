const SPACES = "\\0\\t\\n\\f\\r ";
const WORDS = new RegExp(
  `%[^\\r\\n]*|<<|>>|<[^>]*>|[()[\\]{}>]|/?[^${SPACES}()<>[\\]{}/%]+|/`,
  "g",
);
const IMAGE_END = new RegExp(`[${SPACES}]EI(?=[${SPACES}]|$)`, "g");

/**
 * Content of another program with an end for each state that it leaves open (ISO 32000-1, 8.4.2).
 * Undefined where it ends one that it did not begin: programs do not agree how that looks.
 */
export function balanceContent(content: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(content).toString("latin1");
  const words = new RegExp(WORDS);
  let open = 0;
  for (let found = words.exec(text); found !== null; found = words.exec(text)) {
    const [word] = found;
    if (word === "q") open += 1;
    else if (word === "Q") open -= 1;
    else if (word === "(") words.lastIndex = stringEnd(text, words.lastIndex);
    else if (word === "ID") words.lastIndex = imageEnd(text, words.lastIndex);
    if (open < 0) return undefined;
  }
  if (open === 0) return content;
  return new Uint8Array(Buffer.concat([content, Buffer.from(`\n${"Q\n".repeat(open)}`)]));
}

/** Where a string ends, in which parentheses may be nested or escaped. */
function stringEnd(text: string, start: number): number {
  let depth = 1;
  let at = start;
  for (; at < text.length && depth > 0; at += 1) {
    const sign = text[at];
    if (sign === "\\") at += 1;
    else if (sign === "(") depth += 1;
    else if (sign === ")") depth -= 1;
  }
  return at;
}

/** Where the data of an inline image end. */
function imageEnd(text: string, start: number): number {
  const end = new RegExp(IMAGE_END);
  end.lastIndex = start;
  return end.exec(text) === null ? text.length : end.lastIndex;
}
