import type { Prng } from "../../src/base/prng.ts";

/** What became of a mutated input. */
export type Verdict =
  | { readonly kind: "accepted" }
  /** Refused by errors as data; there must be at least one code. */
  | { readonly kind: "refused"; readonly codes: readonly string[] };

/** One kind of input: how to spoil it, and what must be able to take it. */
export interface FuzzTarget {
  /** A mutated input, decided by the generator alone. */
  mutate(prng: Prng): Uint8Array;
  /** Gives the input to the program; throws where the program fails otherwise than it may. */
  check(input: Uint8Array): Verdict | Promise<Verdict>;
  close?(): void;
}

export const FUZZ_KINDS = [
  "csv",
  "json",
  "layout",
  "job",
  "font",
  "image",
  "fragment",
  "spool",
  "ledger",
  "run",
] as const;
export type FuzzKind = (typeof FUZZ_KINDS)[number];

/** Shares of 1,000 cases: what is cheap is done often, whole runs seldom. */
export const FUZZ_SHARES: Readonly<Record<FuzzKind, number>> = {
  csv: 290,
  json: 290,
  fragment: 180,
  image: 100,
  layout: 55,
  job: 55,
  ledger: 14,
  font: 8,
  spool: 7,
  run: 1,
};

/** The target of a kind, with its seeds read in. */
export async function openTarget(kind: FuzzKind, workFolder: string): Promise<FuzzTarget> {
  const module = (await import(`./kinds/${kind}-target.ts`)) as {
    openTarget: (workFolder: string) => FuzzTarget | Promise<FuzzTarget>;
  };
  return module.openTarget(workFolder);
}

/** The generator's seed for one case, so that each can be done again by itself. */
export function caseSeed(seed: number, kind: FuzzKind, index: number): number {
  const kindIndex = FUZZ_KINDS.indexOf(kind);
  return (Math.imul(seed, 0x9e37_79b1) ^ Math.imul(kindIndex + 1, 0x85eb_ca6b)) + index;
}
