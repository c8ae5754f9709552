import type { Prng } from "../../src/base/prng.ts";
import { mutateBytes } from "./mutate-bytes.ts";

/** Pieces of text that mean something to one reader or another. */
const SPLINTERS: readonly string[] = [
  "",
  "null",
  "true",
  "-0",
  "1e999",
  "-1e-999",
  "9007199254740993",
  "99999999999999999999999999999999999999",
  "0x10",
  "1_000",
  "1e400000000",
  ".5",
  "NaN",
  '"',
  '""',
  "'",
  "\\",
  "\\ud800",
  "\\u0000",
  "\u0000",
  "\ud7ff\ufffe",
  "\u202e\u2066",
  "\r",
  "\r\n",
  "\n\n",
  "\t",
  "\u001b[2J",
  "=cmd|' /C calc'!A0",
  "@SUM(1)",
  "+1",
  "__proto__",
  "constructor",
  "toString",
  "../../../../etc/passwd",
  "/dev/zero",
  "<svg onload=alert(1)>",
  "<![CDATA[",
  "<!ENTITY a 'b'>",
  "&amp;&a;",
  "%s%n",
  "{{",
  "}}",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "- ",
  "? ",
  "!!binary x",
  "!!js/function 'x'",
  "&a [*a]",
  "*a",
  "<<: *a",
  "|\n",
  ">-\n",
  "%YAML 9.9\n---\n",
  "---\n",
  "...\n",
  "2026-02-30",
  "0000-00-00",
  "{account.id}",
  "{transactions.map(t, t.amount)}",
  "{record.all(x, x.all(y, y))}",
  "matches('(a+)+$')",
  "((((((((((((((((",
  "!!!!!!!!!!!!!!!!",
];

/** Spoils a text: by lines, by words, by splinters, by repeats, and now and then by bytes. */
export function mutateText(prng: Prng, seed: string): Uint8Array {
  let text = seed;
  const times = prng.between(1, 4);
  for (let time = 0; time < times; time += 1) text = spoilOnce(prng, text);
  const bytes = Buffer.from(text);
  return prng.chance(0.15) ? mutateBytes(prng, bytes, 3) : bytes;
}

function spoilOnce(prng: Prng, text: string): string {
  switch (prng.below(7)) {
    case 0:
      return ofLines(prng, text);
    case 1:
    case 2:
      return wordReplaced(prng, text);
    case 3:
      return inserted(prng, text, prng.pick(SPLINTERS));
    case 4:
      return inserted(prng, text, prng.pick(SPLINTERS).repeat(2 ** prng.below(11)));
    case 5:
      return prng.chance(0.3) ? text.slice(0, prng.below(text.length + 1)) : cut(prng, text);
    default:
      return swapped(prng, text);
  }
}

/** A line dropped, doubled, moved, or indented otherwise. */
function ofLines(prng: Prng, text: string): string {
  const lines = text.split("\n");
  const [at, to] = [prng.below(lines.length), prng.below(lines.length)];
  const line = lines[at] ?? "";
  const how = prng.below(5);
  if (how === 0) lines.splice(at, prng.between(1, 3));
  else if (how === 1) lines.splice(to, 0, ...Array<string>(prng.between(1, 50)).fill(line));
  else if (how === 2) lines.splice(to, 0, ...lines.splice(at, 1));
  else if (how === 3) lines[at] = `${" ".repeat(prng.below(6))}${line.trimStart()}`;
  else lines[at] = prng.pick(SPLINTERS);
  return lines.join("\n");
}

const WORD = /[\w.+-]+/g;

function wordReplaced(prng: Prng, text: string): string {
  const from = prng.below(text.length + 1);
  WORD.lastIndex = from;
  const found = WORD.exec(text);
  if (found === null) return text;
  const end = found.index + found[0].length;
  return text.slice(0, found.index) + prng.pick(SPLINTERS) + text.slice(end);
}

function inserted(prng: Prng, text: string, splinter: string): string {
  const at = prng.below(text.length + 1);
  return text.slice(0, at) + splinter + text.slice(at);
}

function cut(prng: Prng, text: string): string {
  const at = prng.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + prng.between(1, 40));
}

function swapped(prng: Prng, text: string): string {
  const from = prng.below(text.length + 1);
  const stretch = text.slice(from, from + prng.between(1, 60));
  return inserted(prng, text, stretch);
}
