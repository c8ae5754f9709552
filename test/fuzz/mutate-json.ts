import type { Prng } from "../../src/base/prng.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Values as they may be written, some of which no JSON library would write. */
const RAW_VALUES = [
  "1e999",
  "-1e999",
  "-0",
  "9007199254740993",
  "1e-400",
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"1e5"',
  '"-0.00"',
  '"99999999999999.99"',
  '"=1+1"',
  '"\\u001b]0;x\\u0007"',
  "[]",
  "{}",
  "[[]]",
  "null",
  "true",
  '""',
  '" "',
  '{"__proto__":{"lines":["x"]}}',
  '{"constructor":{"prototype":1}}',
] as const;

/** Spoils one to three values of a record, and writes it as JSON text that may still be whole. */
export function mutateJsonRecord(prng: Prng, record: object): string {
  const copy = structuredClone(record) as { [name: string]: Json };
  const marks: string[] = [];
  const times = prng.between(1, 3);
  for (let time = 0; time < times; time += 1) spoilValue(prng, copy, marks);
  let text = JSON.stringify(copy);
  marks.forEach((raw, index) => {
    text = text.replace(`"@raw${index}@"`, () => raw);
  });
  return text;
}

function spoilValue(prng: Prng, root: { [name: string]: Json }, marks: string[]): void {
  let at: Json = root;
  for (let depth = 0; depth < 5; depth += 1) {
    const names: string[] = Object.keys(at as object);
    const name = names.length === 0 ? "x" : prng.pick(names);
    const holder = at as { [name: string]: Json };
    const value: Json = holder[name] ?? null;
    const goesOn = typeof value === "object" && value !== null && prng.chance(0.75);
    if (goesOn) {
      at = value;
      continue;
    }
    return change(prng, holder, name, marks);
  }
}

function change(prng: Prng, holder: { [name: string]: Json }, name: string, marks: string[]): void {
  const raw = (text: string): string => `@raw${marks.push(text) - 1}@`;
  switch (prng.below(6)) {
    case 0:
      delete holder[name];
      return;
    case 1:
      holder[prng.pick(["zz", "id", "lines", "constructor"])] = raw(prng.pick(RAW_VALUES));
      return;
    case 2:
      holder[name] = raw(nested(prng));
      return;
    case 3:
      holder[name] = "x".repeat(2 ** prng.below(17));
      return;
    default:
      holder[name] = raw(prng.pick(RAW_VALUES));
  }
}

/** Brackets within brackets, closed or not. */
function nested(prng: Prng): string {
  const depth = 2 ** prng.below(14);
  const [open, close] = prng.pick([
    ["[", "]"],
    ['{"a":', "}"],
  ] as const);
  const closed = prng.chance(0.8) ? close.repeat(depth) : "";
  return `${open.repeat(depth)}1${closed}`;
}
