import { type Diagnostic, diagnostic } from "../../base/diagnostic.ts";
import { toldFindings } from "../../base/finding-list.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { Breach, Verification } from "../../model/verification.ts";
import { breachText } from "../../report/breach-text.ts";
import { countText } from "../../report/figures.ts";
import { RunFailure } from "../run-failure.ts";
import type { RunFolder } from "../folder/run-folder.ts";

const FILES_MAX = 3;

/** Why a run is not closed whose output differs from what was composed, and what to do. */
export function verifyFailure(folder: RunFolder, found: Verification): RunFailure {
  const files = [...new Set(found.breaches.map(({ file }) => file))];
  const named = files.slice(0, FILES_MAX).join(", ");
  const more = files.length > FILES_MAX ? ` and ${files.length - FILES_MAX} more` : "";
  const message =
    `The output is not as composed: ${countText(found.breachCount, "breach", "breaches")} ` +
    `in ${named}${more}. None of the run may be printed or sent.`;
  return new RunFailure(
    message,
    breachHint(folder, files),
    folder.root,
    namedBreaches(found.breaches, found.breachCount),
  );
}

/**
 * What to do about files with breaches: a resume makes outputs again once they are gone; a ledger
 * is rebuilt.
 */
export function breachHint({ root }: RunFolder, files: readonly string[]): string {
  const isLedgerAlone = files.every((file) => file === "ledger.db");
  if (isLedgerAlone)
    return (
      `Rebuild the ledger with \`nightpress rebuild ${shellWord(root)}\`, ` +
      `then go on with \`nightpress resume ${shellWord(root)}\`.`
    );
  return (
    `If single pieces of a file are wrong, \`nightpress pull ${shellWord(root)} --quarantine\` ` +
    "takes them out. Otherwise move the named files, with the lists beside them, out of the " +
    "folder and run " +
    `\`nightpress resume ${shellWord(root)}\`, which makes them again with the right bytes. ` +
    `\`nightpress verify ${shellWord(root)}\` names all breaches.`
  );
}

/** The first breaches; `count` is the number of all, if not all are given. */
export function namedBreaches(
  breaches: readonly Breach[],
  count = breaches.length,
): readonly Diagnostic[] {
  const named = breaches.map((breach) => diagnostic(breach.code, breachText(breach)));
  return toldFindings(named, { count });
}
