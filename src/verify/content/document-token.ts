import { ContentScanner, isName, type Operand } from "./content-scanner.ts";

/** What a composed page says of itself. */
export interface DocumentToken {
  readonly ordinal: number;
  /** 1-based, of `pages`. */
  readonly page: number;
  readonly pages: number;
}

const OPENING = Buffer.from("q\n.01 0 0 .01 0 0 cm\n/NPdoc<</O ", "latin1");
const TAG = Buffer.from("/NPdoc", "latin1");

/**
 * The token of a composed page, which comes before everything that the page paints; the grammar of
 * such pages ensures that there is no second one. "none" if the content has no token; "wrong" if it
 * is in another place or malformed.
 */
export function documentToken(content: Buffer): DocumentToken | "none" | "wrong" {
  if (!content.subarray(0, OPENING.length).equals(OPENING))
    return hasToken(content, 0) ? "wrong" : "none";
  const reader = { content, at: OPENING.length };
  const ordinal = takeCount(reader, "/I ");
  const page = takeCount(reader, "/N ");
  const pages = takeCount(reader, ">>DP\n");
  if (ordinal < 0 || page < 1 || pages < page) return "wrong";
  return { ordinal, page, pages };
}

/** A number and the characters after it; -1 if they are not there. */
function takeCount(reader: { readonly content: Buffer; at: number }, behind: string): number {
  const { content } = reader;
  const start = reader.at;
  let value = 0;
  for (; reader.at - start < 10; reader.at += 1) {
    const digit = (content[reader.at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (reader.at === start) return -1;
  for (let index = 0; index < behind.length; index += 1)
    if (content[reader.at + index] !== behind.charCodeAt(index)) return -1;
  reader.at += behind.length;
  return value;
}

/** Whether the content has a token; its letters may also occur in a customer's own text. */
function hasToken(content: Buffer, from: number): boolean {
  if (content.indexOf(TAG, from) < 0) return false;
  const scanner = new ContentScanner(content, from);
  for (let operator = scanner.next(); operator !== undefined; operator = scanner.next()) {
    const isPoint = operator === "DP" || operator === "MP";
    if (isPoint && isToken(scanner.operands[0])) return true;
    if (operator.startsWith("B") && isToken(scanner.operands[0])) return true;
  }
  return scanner.damage !== undefined;
}

function isToken(operand: Operand | undefined): boolean {
  return isName(operand) && operand.name === "NPdoc";
}
