import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { ExpressionFault } from "../expression/expression-fault.ts";

export { TYPE } from "@formatjs/icu-messageformat-parser";

/**
 * Stands for the dot of a field's path, which no ICU argument may have: a character of private use,
 * as long as the dot, so that places stay as they are.
 */
const DOT = "\uE02E";
const PATH = /\{\s*[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+/g;

const OPTIONS = {
  ignoreTag: true,
  captureLocation: true,
  requiresOtherClause: true,
  shouldParseSkeletons: false,
};

/** The elements of an ICU message. Throws an `ExpressionFault` if it is not well formed. */
export function elementsOf(text: string): MessageFormatElement[] {
  try {
    return parse(
      text.replace(PATH, (path) => path.replaceAll(".", DOT)),
      OPTIONS,
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const place = "location" in error ? error.location : undefined;
    const offset = offsetIn(place);
    const what = error.message.toLowerCase().replaceAll("_", " ");
    const message = `This message is not well formed (ICU MessageFormat): ${what}.`;
    throw new ExpressionFault("message-syntax", message, offset, hintFor(text, error.message));
  }
}

function offsetIn(location: unknown): number {
  const start = isObject(location) ? location["start"] : undefined;
  const offset = isObject(start) ? start["offset"] : undefined;
  return typeof offset === "number" ? offset : 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function hintFor(text: string, kind: string): string {
  const format = /\{\s*([\w.]+)\s*\|\s*([\w-]+)\s*\}/.exec(text);
  if (format !== null) {
    const type = /short|long|month/.test(format[2] ?? "") ? "date" : "number";
    return `messages write formats so: {${format[1]}, ${type}, ${format[2]}}`;
  }
  if (kind === "MISSING_OTHER_CLAUSE") return "end with `other {...}`, for all other values";
  if (kind === "MALFORMED_ARGUMENT")
    return "an argument is a field or a name of `let`: give what it computes a name there";
  return "such as {days, plural, one {# day} other {# days}}; '{' shows a brace";
}

/** The field or name that an argument is. */
export function nameOf({ value }: { readonly value: string }): string {
  return value.replaceAll(DOT, ".");
}

/** The words of a literal stretch. */
export function wordsOf(element: MessageFormatElement): string {
  return element.type === TYPE.literal ? element.value.replaceAll(DOT, ".") : "";
}
