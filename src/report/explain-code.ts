import { codeTable } from "./code-table.ts";

/** Areas whose codes stand in the table once, under a common name. */
const COMMON: readonly (readonly [area: RegExp, name: string])[] = [
  [/^(?:layout|job|shop|device)\./, "yaml."],
  [/^(?:ledger|register|search|queue)\./, "store."],
];

/** What a diagnostic code means, in one sentence; undefined where it is not in the catalogue. */
export function explainCode(code: string): string | undefined {
  const own = codeTable[code];
  if (own !== undefined) return own;
  for (const [area, name] of COMMON) {
    if (area.test(code)) return codeTable[code.replace(area, name)];
  }
  return undefined;
}
