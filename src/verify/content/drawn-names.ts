import { graphicsOf } from "./content-grammar.ts";

/** How a content stream draws an image or a form (ISO 32000-1, 8.8). */
const DRAW = " Do";
const NAME_BYTES_MAX = 8;

/**
 * The names of everything that a composed page or a form draws, each once, sorted, separated by
 * blanks. All of it is drawn before the text, so no string can look like an operator there. `text`
 * is the content's bytes, one character per byte.
 */
export function drawnNames(text: string): string {
  const graphics = graphicsOf(text);
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

function nameBefore(text: string, end: number): string {
  const slash = text.lastIndexOf("/", end);
  const isNear = slash >= 0 && end - slash <= NAME_BYTES_MAX;
  return isNear ? text.slice(slash + 1, end) : "?";
}
