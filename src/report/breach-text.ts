import type { Breach } from "../model/verification.ts";

/** Where a breach is, such as `print/a/x.pdf, sheet 12, page 23`. */
export function breachPlace({ file, sheet, page, line }: Breach): string {
  return [
    file,
    ...(sheet === undefined ? [] : [`sheet ${sheet}`]),
    ...(page === undefined ? [] : [`page ${page}`]),
    ...(line === undefined ? [] : [`line ${line}`]),
  ].join(", ");
}

/** A breach as one line: where, and what. */
export function breachText(breach: Breach): string {
  return `${breachPlace(breach)}: ${breach.message}`;
}
