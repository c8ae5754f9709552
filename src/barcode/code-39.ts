import { BarWriter } from "./bar-writer.ts";
import type { BadPayload, EncodedSymbol } from "./encoded-symbol.ts";

const CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*";
/**
 * Nine bits a character: which of its five bars and four spaces, from the left, are wide
 * (ISO/IEC 16388, Table 1). Wide is three modules, which all readers take.
 */
const WIDE = (
  "034 121 061 160 031 130 070 025 124 064 109 049 148 019 118 058 00d 10c 04c 01c 103 043 142 " +
  "013 112 052 007 106 046 016 181 0c1 1c0 091 190 0d0 085 184 0c4 0a8 0a2 08a 02a 094"
)
  .split(" ")
  .map((bits) => Number.parseInt(bits, 16));

export function encodeCode39(text: string): EncodedSymbol | BadPayload {
  if (!/^[\dA-Z\-. $/+%]+$/.test(text))
    return {
      fault: "has characters that Code 39 lacks",
      hint: "capitals, digits, blanks and - . $ / + % can be in it; use upper(...) or code-128",
    };
  const bars = new BarWriter();
  const starred = `*${text}*`;
  for (let at = 0; at < starred.length; at += 1) {
    const wide = WIDE[CHARACTERS.indexOf(starred.charAt(at))] ?? 0;
    let widths = "";
    for (let bit = 8; bit >= 0; bit -= 1) widths += ((wide >> bit) & 1) === 1 ? "3" : "1";
    // A narrow space sets characters apart.
    bars.widths(at < starred.length - 1 ? `${widths}1` : widths);
  }
  return { modules: bars.symbol(), text, shown: text };
}
