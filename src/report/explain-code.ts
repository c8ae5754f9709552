import { codeTable } from "./code-table.ts";

const texts: Readonly<Record<string, string | undefined>> = codeTable;

/** Areas whose codes are in the table once, under a common name. */
const COMMON: readonly (readonly [area: RegExp, name: string])[] = [
  [/^(?:layout|job|shop|device)\./, "yaml."],
  [/^(?:ledger|register|search|queue|run-lock)\./, "store."],
];

/** What a diagnostic code means, in one sentence; undefined if it is not in the catalogue. */
export function explainCode(code: string): string | undefined {
  const own = texts[code];
  if (own !== undefined) return own;
  for (const [area, name] of COMMON) {
    if (area.test(code)) return texts[code.replace(area, name)];
  }
  return undefined;
}
