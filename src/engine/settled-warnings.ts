import type { DiagnosticCode } from "../base/diagnostic-code.ts";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Settlement } from "./settle-stage.ts";

type Counted = Pick<Settlement, "substitutions" | "spoiltCodes" | "similarKeys">;

/** What went through and should be looked at all the same. */
export function settledWarnings(settled: Counted): Diagnostic[] {
  const { substitutions, spoiltCodes, similarKeys } = settled;
  return [
    ...warning(
      substitutions,
      "compose.substituted",
      `${substitutions} characters that no font has were replaced, as the job says.`,
      "Add a fallback font to the layout that has them.",
    ),
    ...warning(
      spoiltCodes,
      "mail.spoilt-code",
      `${spoiltCodes} pieces go without automation: their ZIP, ZIP+4 or delivery point is none.`,
      "Write 62704, 62704-1234 or 627041234, and two digits for the delivery point.",
    ),
    ...warning(
      similarKeys,
      "data.similar-key",
      `${similarKeys} keys differ from another one only in case or in composed characters.`,
      "See whether they are one customer each; the pieces are made all the same.",
    ),
  ];
}

function warning(count: number, code: DiagnosticCode, message: string, hint: string): Diagnostic[] {
  return count === 0 ? [] : [diagnostic(code, message, { severity: "warning", hint })];
}
