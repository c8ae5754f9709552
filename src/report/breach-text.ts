import type { Breach } from "../model/verification.ts";

/** Where a breach is, such as `print/a/x.pdf, sheet 12, page 23, piece 11`. */
export function breachPlace({ file, sheet, page, line, piece }: Breach): string {
  return [
    file,
    ...(sheet === undefined ? [] : [`sheet ${sheet}`]),
    ...(page === undefined ? [] : [`page ${page}`]),
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(piece === undefined ? [] : [`piece ${piece}`]),
  ].join(", ");
}

/** A breach as one line: where, and what. */
export function breachText(breach: Breach): string {
  return `${breachPlace(breach)}: ${breach.message}`;
}
