import { parse, stringify } from "yaml";
import type { Prng } from "../../src/base/prng.ts";
import { mutateText } from "./mutate-text.ts";

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  Infinity,
  2 ** 53,
  0.1,
  "",
  " ",
  "x".repeat(3000),
  "\u0000",
  "\ud800",
  "../../etc/passwd",
  "/etc/passwd",
  "__proto__",
  "{account.id}",
  "{nothing.there | short}",
  "{{{",
  "**bold [link](x",
  "12pt",
  "-5in",
  "1e9mm",
  "99999999in",
  "#gggggg",
  "2026-02-30",
  [],
  {},
  [[[]]],
  [null],
  { a: { b: { c: [] } } },
  ["x", "x"],
];

/** Spoils some values of a YAML file and writes it as YAML again; now and then its text instead. */
export function mutateYaml(prng: Prng, seed: string): Uint8Array {
  if (prng.chance(0.35)) return mutateText(prng, seed);
  const root = parse(seed) as Node;
  const times = prng.between(1, 3);
  for (let time = 0; time < times; time += 1) spoil(prng, root);
  return Buffer.from(stringify(root, { aliasDuplicateObjects: false }));
}

type Node = Record<string, unknown>;

function spoil(prng: Prng, root: Node): void {
  let at = root;
  for (let depth = 0; depth < 8; depth += 1) {
    const names = Object.keys(at);
    if (names.length === 0) return;
    const name = prng.pick(names);
    const value = at[name];
    if (typeof value !== "object" || value === null || prng.chance(0.15))
      return change(prng, root, at, name);
    at = value as Node;
  }
}

function change(prng: Prng, root: Node, at: Node, name: string): void {
  switch (prng.below(6)) {
    case 0:
      delete at[name];
      return;
    case 1:
      at[prng.pick(["zz", "__proto__", "when", "at", "", "name"])] = prng.pick(VALUES);
      return;
    case 2:
      at[name] = structuredClone(prng.pick(Object.values(root)));
      return;
    case 3:
      at[name] = Array<unknown>(prng.between(1, 200)).fill(at[name]);
      return;
    default:
      at[name] = prng.pick(VALUES);
  }
}
