import { gs1Digit } from "../base/check-digits.ts";
import { BarWriter } from "./bar-writer.ts";
import type { BadPayload, EncodedSymbol } from "./encoded-symbol.ts";

/** Left halves in set A; set C has the modules exchanged, set B those backwards (ISO/IEC 15420). */
const SET_A = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011";
const A = SET_A.split(" ");
const C = A.map((modules) => modules.replaceAll(/./g, (one) => (one === "0" ? "1" : "0")));
const B = C.map((modules) => Array.from(modules).toReversed().join(""));
/** Which of the left digits of an EAN-13 are in set B, by its first digit. */
const PARITIES = "AAAAAA AABABB AABBAB AABBBA ABAABB ABBAAB ABBBAA ABABAB ABABBA ABBABA".split(" ");

/** Guard bars reach further down by a fifteenth of the height, about five modules. */
const ROWS = 15;
const GUARD = 3;
const MIDDLE = 5;

/** An EAN of 8 or 13 digits; the last one is made where it is not given. */
export function encodeEan(text: string, length: 8 | 13): EncodedSymbol | BadPayload {
  if (!/^\d+$/.test(text) || (text.length !== length && text.length !== length - 1))
    return { fault: `must have ${length - 1} digits, or ${length} with its check digit` };
  const check = gs1Digit(text.slice(0, length - 1)) ?? "";
  if (text.length === length && text.at(-1) !== check) return { fault: "has a wrong check digit" };
  const digits = text.slice(0, length - 1) + check;
  const bars = length === 13 ? digits.slice(1) : digits;
  const parity = length === 13 ? (PARITIES[Number(digits[0])] ?? "") : "AAAA";
  const half = bars.length / 2;
  const writer = new BarWriter();
  writer.modules("101");
  for (let at = 0; at < half; at += 1)
    writer.modules((parity[at] === "B" ? B : A)[Number(bars[at])] ?? "");
  writer.modules("01010");
  for (let at = half; at < bars.length; at += 1) writer.modules(C[Number(bars[at])] ?? "");
  writer.modules("101");
  const [left, right] = [GUARD + 7 * half, GUARD + 7 * half + MIDDLE];
  const isGuard = (column: number): boolean =>
    column < GUARD || (column >= left && column < right) || column >= right + 7 * half;
  const shown =
    length === 13
      ? `${digits[0]} ${digits.slice(1, 7)} ${digits.slice(7)}`
      : `${digits.slice(0, 4)} ${digits.slice(4)}`;
  return { modules: writer.stepped(ROWS, isGuard), text: digits, shown };
}
