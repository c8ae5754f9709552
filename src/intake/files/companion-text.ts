import { isPlainObject } from "../../base/plain-object.ts";
import type { TotalPlace } from "../../model/job.ts";
import { valueAtPath } from "../json/field-path.ts";
import { membersFault } from "../json/json-members.ts";

/** Looks up what stands at a place, which may contain the name of a file. */
export type Lookup = (place: TotalPlace, file: string) => string | undefined;

const NAMES = /\{(?:file|name|stem)\}/;
/** As `sha256sum` writes it. */
const HASH_LINE = /^([0-9a-f]{64}) [ *](.+)$/i;

/** Whether a text has a place for a file's path, its name, or that without its last ending. */
export function namesFile(text: TotalPlace | undefined): boolean {
  return NAMES.test(String(text ?? ""));
}

/** The text with a file in its place. */
export function withFileName(text: string, file: string): string {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return text
    .replaceAll("{file}", () => file)
    .replaceAll("{name}", () => name)
    .replaceAll("{stem}", () => (dot > 0 ? name.slice(0, dot) : name));
}

/** Reads what a companion file says; undefined if that cannot be understood. */
export function companionLookup(text: string): Lookup | undefined {
  return text.trimStart().startsWith("{") ? jsonLookup(text) : linesLookup(text);
}

function jsonLookup(text: string): Lookup | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isPlainObject(value) || membersFault(text, value) !== "") return undefined;
    return (place, file) => {
      // A name has dots of its own, which part no members.
      const path = String(place).split(".");
      const found = valueAtPath(
        value,
        path.map((step) => withFileName(step, file)),
      );
      return typeof found === "string" || typeof found === "number" ? String(found) : undefined;
    };
  } catch {
    return undefined;
  }
}

/**
 * Lines of `key: value` or `key = value`, and hashes before the names of their files; those that
 * begin with `#` are for people.
 */
function linesLookup(text: string): Lookup | undefined {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, hash, file = ""] = HASH_LINE.exec(line) ?? [];
    const [, key = "", value = ""] = /^\s*([^:=]*?)\s*[:=]\s*(.*?)\s*$/.exec(line) ?? [];
    if (hash !== undefined) values.set(withFileName("{name}", file.trim()), hash);
    else if (key === "") return undefined;
    else values.set(key, value.replace(/^"(.*)"$|^'(.*)'$/, "$1$2"));
  }
  return (place, file) => values.get(withFileName(String(place), file));
}
