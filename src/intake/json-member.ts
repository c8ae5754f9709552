import { FileWindow } from "./file-window.ts";
import { COLON, COMMA, JsonEndsEarly, JsonWalker, QUOTE } from "./json-walker.ts";

const BRACE = 0x7b;

/**
 * The text at a path of member names in a JSON object, found without parsing more than what stands
 * before it; undefined where there is no text, be it because the object is torn before.
 */
export function textAtPath(bytes: Buffer, path: readonly string[]): string | undefined {
  const walker = new JsonWalker(FileWindow.over(bytes, 0));
  try {
    for (const name of path) if (!enter(walker, name)) return undefined;
    return walker.skipSpace() === QUOTE ? walker.readName() : undefined;
  } catch (error) {
    if (error instanceof JsonEndsEarly) return undefined;
    throw error;
  }
}

/** Goes into an object, to the value of the named member; false where there is none. */
function enter(walker: JsonWalker, name: string): boolean {
  if (walker.skipSpace() !== BRACE) return false;
  walker.at += 1;
  while (walker.skipSpace() === QUOTE) {
    const found = walker.readName();
    if (walker.skipSpace() !== COLON) return false;
    walker.at += 1;
    walker.skipSpace();
    if (found === name) return true;
    walker.skipValue();
    if (walker.skipSpace() !== COMMA) return false;
    walker.at += 1;
  }
  return false;
}
