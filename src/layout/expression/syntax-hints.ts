/** What is written for an operator in other languages, and in the expressions of layouts. */
const OPERATORS: readonly (readonly [pattern: RegExp, write: string])[] = [
  [/!==/, "write `!=`"],
  [/===/, "write `==`"],
  [/<>/, "write `!=`"],
  [/=>/, "write `>=`"],
  [/=</, "write `<=`"],
  [/\?\?/, "write `has(a.b) ? a.b : other`"],
  [/\band\b/i, "write `&&`"],
  [/\bor\b/i, "write `||`"],
  [/\bnot\b/i, "write `!`"],
  [/\bis\b/i, "write `==`"],
  [/(?<![=!<>])=(?!=)/, "write `==` to compare"],
  [/(?<!&)&(?!&)/, "write `&&`"],
  [/(?<!\|)\|(?!\|)/, "write `||`; a format belongs in a text: {value | format}"],
  [/\bif\b/i, "write `condition ? one : other`"],
  [/[\u201c\u201d\u2018\u2019]/, "write straight quotes: \" or '"],
];

/** The hint for an expression that cannot be parsed: what its author may have meant. */
export function expressionHint(text: string): string | undefined {
  // What stands in quotes is no operator.
  const bare = text.replaceAll(/"[^"]*"|'[^']*'/g, "");
  return OPERATORS.find(([pattern]) => pattern.test(bare))?.[1];
}
