/** How a content stream draws an image or a form (ISO 32000-1, 8.8). */
const DRAW = Buffer.from(" Do", "latin1");
const BEGIN_TEXT = Buffer.from("BT\n", "latin1");
const SLASH = 0x2f;
const NAME_BYTES_MAX = 8;

/**
 * The names of what a composed page or a form draws, each once, sorted, with blanks between. All of
 * it is drawn before the text, where no string can look like an operator.
 */
export function drawnNames(content: Buffer): string {
  const textAt = content.indexOf(BEGIN_TEXT);
  const graphics = textAt < 0 ? content : content.subarray(0, textAt);
  let first = "";
  let names: Set<string> | undefined;
  for (let at = graphics.indexOf(DRAW); at >= 0; at = graphics.indexOf(DRAW, at + 1)) {
    const name = nameBefore(graphics, at);
    if (first === "") first = name;
    else names = (names ?? new Set([first])).add(name);
  }
  return names === undefined ? first : sortedNames(names);
}

export function sortedNames(names: Iterable<string>): string {
  return [...names].sort().join(" ");
}

function nameBefore(content: Buffer, end: number): string {
  const slash = content.lastIndexOf(SLASH, end);
  const isNear = slash >= 0 && end - slash <= NAME_BYTES_MAX;
  return isNear ? content.toString("latin1", slash + 1, end) : "?";
}
