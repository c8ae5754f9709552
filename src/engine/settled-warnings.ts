import type { DiagnosticCode } from "../base/diagnostic-code.ts";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import { countText } from "../report/figures.ts";
import type { Settlement } from "./settle-stage.ts";

type Counted = Pick<Settlement, "substitutions" | "spoiltCodes" | "similarKeys">;

/** What passed but should be checked all the same. */
export function settledWarnings(settled: Counted): Diagnostic[] {
  const { substitutions, spoiltCodes, similarKeys } = settled;
  return [
    ...warning(
      substitutions,
      "compose.substituted",
      `${countText(substitutions, "character")} that no font has: replaced, as the job allows.`,
      "Add a fallback font to the layout that has them.",
    ),
    ...warning(
      spoiltCodes,
      "mail.spoilt-code",
      `${countText(spoiltCodes, "piece")} lost automation: invalid ZIP, ZIP+4 or delivery point.`,
      "Write 62704, 62704-1234 or 627041234, and two digits for the delivery point.",
    ),
    ...warning(
      similarKeys,
      "data.similar-key",
      `${countText(similarKeys, "key")} like another but for case or composed characters.`,
      "Check whether each is a separate customer; the pieces are made anyway.",
    ),
  ];
}

function warning(count: number, code: DiagnosticCode, message: string, hint: string): Diagnostic[] {
  return count === 0 ? [] : [diagnostic(code, message, { severity: "warning", hint })];
}
