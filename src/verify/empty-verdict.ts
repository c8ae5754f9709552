import type { OutputVerdict, VerifiedCounts, VerifySetup } from "../model/verification.ts";

export const NOTHING_COUNTED: VerifiedCounts = {
  pages: 0,
  composedPages: 0,
  sheets: 0,
  pieces: 0,
  furnitureSheets: 0,
  messages: 0,
  bytes: 0,
};

/** The verdict on a file that cannot be read. */
export function emptyVerdict(
  { printedFields }: VerifySetup,
  { file, breaches, breachCount }: Pick<OutputVerdict, "file" | "breaches" | "breachCount">,
): OutputVerdict {
  return {
    file,
    breaches,
    breachCount,
    counts: NOTHING_COUNTED,
    ordinals: new Uint32Array(0),
    pieceNumbers: new Uint32Array(0),
    printedSums: printedFields.map(() => "0"),
    leaves: new Uint8Array(0),
    notChecked: [],
  };
}
