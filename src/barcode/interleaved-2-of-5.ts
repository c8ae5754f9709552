import { BarWriter } from "./bar-writer.ts";
import type { BadPayload, EncodedSymbol } from "./encoded-symbol.ts";

/** Which two of five are wide, by digit (ISO/IEC 16390, Table 1); wide is three modules. */
const DIGITS = "11331 31113 13113 33111 11313 31311 13311 11133 31131 13131".split(" ");

/** Pairs of digits: the first in bars, the second in the spaces between them. */
export function encodeInterleaved2of5(text: string): EncodedSymbol | BadPayload {
  // Part of a shorter one is easily taken for the whole, so readers leave such alone.
  if (!/^(?:\d\d){3,}$/.test(text))
    return { fault: "must be an even number of digits, six or more", hint: "put zeros before it" };
  const bars = new BarWriter();
  bars.widths("1111");
  // Four elements make the start, five each of bars and spaces a pair: turns never break.
  for (let at = 0; at < text.length; at += 2) {
    const inBars = DIGITS[Number(text[at])] ?? "";
    const inSpaces = DIGITS[Number(text[at + 1])] ?? "";
    let widths = "";
    for (let element = 0; element < 5; element += 1)
      widths += `${inBars.charAt(element)}${inSpaces.charAt(element)}`;
    bars.widths(widths);
  }
  bars.widths("311");
  return { modules: bars.symbol(), text, shown: text };
}
