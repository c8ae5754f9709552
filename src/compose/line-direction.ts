import { type BidiLevels, bidiLevels, firstStrong, mayTurn } from "../font/bidi.ts";

export interface LineDirection {
  readonly rightToLeft: boolean;
  /** Undefined if all of it runs from the left. */
  readonly levels: BidiLevels | undefined;
}

const FROM_LEFT: LineDirection = { rightToLeft: false, levels: undefined };

/** Each line of a text has the direction of its first strong character, else the document's. */
export function lineDirection(text: string, isDocumentTurned: boolean): LineDirection {
  const turns = mayTurn(text);
  if (!turns && !isDocumentTurned) return FROM_LEFT;
  const rightToLeft = (firstStrong(text) ?? (isDocumentTurned ? "rtl" : "ltr")) === "rtl";
  return { rightToLeft, levels: rightToLeft || turns ? bidiLevels(text, rightToLeft) : undefined };
}
