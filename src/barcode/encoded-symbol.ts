import type { SymbolModules } from "../model/barcode.ts";

/** A payload as a symbol, and what people read beside it. */
export interface EncodedSymbol {
  readonly modules: SymbolModules;
  /** What the symbol says, as a reader gives it. */
  readonly text: string;
  /** The same for people. */
  readonly shown: string;
}

/** Why a payload cannot be such a symbol: a clause without any of its characters. */
export interface BadPayload {
  readonly fault: string;
  readonly hint?: string;
  /** The named field of a payment that is to blame. */
  readonly field?: string;
}

export function isBadPayload(result: object): result is BadPayload {
  return "fault" in result;
}
