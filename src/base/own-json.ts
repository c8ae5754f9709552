import { messageOf } from "./error-facts.ts";
import { utf8Text } from "./utf8-text.ts";
import { type Host, HostError } from "./host.ts";

/**
 * The content of JSON that we wrote; throws a `HostError` if `file`, which contains it, was
 * damaged. The parser's error is not reported: it quotes the text around the fault, which may be
 * anybody's data.
 */
export function parseOwnJson(text: string, file: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    const message = `The file is damaged; restore it from a copy: ${file}`;
    throw new HostError("EDAMAGED", file, message);
  }
}

/** The JSON of a file that we wrote. */
export function readOwnJson(host: Host, file: string): unknown {
  return parseOwnJson(utf8Text(host.readFile(file)), file);
}

/**
 * What an error of the program says about itself. A `SyntaxError` of the run time quotes what it
 * could not read (JSON, a number, a pattern), and that may be a field of a record.
 */
export function tellableMessage(error: unknown): string {
  return error instanceof SyntaxError
    ? "A text could not be read. It is not shown, because it may be a customer's."
    : messageOf(error);
}
