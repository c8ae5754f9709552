import type { Diagnostic } from "../base/diagnostic.ts";

/** A fault of pages in large print: those in the usual size may have none. */
export function inLargePrint(fault: Diagnostic): Diagnostic {
  return { ...fault, message: `In large print: ${fault.message}` };
}
