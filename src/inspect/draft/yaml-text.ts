const PLAIN = /^[A-Za-z_][\w.-]*$/;
/** Plain words that YAML, in one version or another, takes for something else than a text. */
const TAKEN = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

/** A text as it may stand in YAML, in quotes if it must. */
export function yamlText(text: string): string {
  return PLAIN.test(text) && !TAKEN.test(text) ? text : JSON.stringify(text);
}

/** One text, or a list of several. */
export function yamlList(texts: readonly string[]): string {
  const [only = ""] = texts;
  return texts.length === 1 ? yamlText(only) : `[${texts.map(yamlText).join(", ")}]`;
}
