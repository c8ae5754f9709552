/** What a fault of YAML's grammar mostly means: the parser says what it met, not what was meant. */
export function syntaxHint(message: string, line: string): string | undefined {
  if (/\ttab|tabs? /i.test(message) || /^\s*\t/.test(line)) return "indent with spaces, not tabs";
  const value = /(?::|-)\s+([^\s"'].*)$/.exec(line)?.[1] ?? "";
  if (/^[@`]/.test(value)) return quoted(value, "no plain text begins with this character");
  if (value.startsWith("!")) return quoted(value, "a plain `!` begins a YAML tag");
  if (value.startsWith("*")) return quoted(value, "a plain `*` refers to an anchor");
  if (value.startsWith("&")) return quoted(value, "a plain `&` names an anchor");
  if (value.startsWith("%")) return quoted(value, "no plain text begins with this character");
  if (value.startsWith("{")) return quoted(value, "a plain `{` begins a mapping");
  if (/: /.test(value)) return quoted(value, "a colon and a space begin a value");
  if (/one of \[/.test(line)) return 'inside braces write it in quotes: "one of [a, b]"';
  return /block collection|indent|indicator/i.test(message)
    ? "keys of one mapping begin in the same column"
    : undefined;
}

function quoted(value: string, why: string): string {
  const text = value.replace(/\s+#.*$/, "").replace(/[,}\]]+$/, "");
  return `${why}: put the text in quotes, such as '${text}'`;
}
