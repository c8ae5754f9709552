import { FileWindow } from "../files/file-window.ts";
import { COLON, COMMA, JsonEndsEarly, JsonWalker, QUOTE } from "./json-walker.ts";

const BRACE = 0x7b;

/** A path of member names, each in its quotes. */
export type MemberPath = readonly Uint8Array[];

/** The path that a dotted text such as `account.id` gives. */
export function memberPath(path: string): MemberPath {
  return path.split(".").map((name) => Buffer.from(JSON.stringify(name)));
}

/**
 * The text at a path of member names in a JSON object, found without parsing more than what
 * precedes it; undefined if there is no text, for instance because the object is torn before it.
 */
export function textAtPath(bytes: Buffer, path: MemberPath): string | undefined {
  const walker = new JsonWalker(FileWindow.over(bytes, 0));
  try {
    for (const name of path) if (!enter(walker, name)) return undefined;
    return walker.skipSpace() === QUOTE ? walker.readName() : undefined;
  } catch (error) {
    if (error instanceof JsonEndsEarly) return undefined;
    throw error;
  }
}

/** Enters an object up to the value of the named member; false if there is none. */
function enter(walker: JsonWalker, quotedName: Uint8Array): boolean {
  if (walker.skipSpace() !== BRACE) return false;
  walker.at += 1;
  while (walker.skipSpace() === QUOTE) {
    const isFound = walker.passName(quotedName);
    if (walker.skipSpace() !== COLON) return false;
    walker.at += 1;
    walker.skipSpace();
    if (isFound) return true;
    walker.skipValue();
    if (walker.skipSpace() !== COMMA) return false;
    walker.at += 1;
  }
  return false;
}
