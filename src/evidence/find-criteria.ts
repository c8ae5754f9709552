import { randomBytes } from "node:crypto";
import { isCalendarDay } from "../base/calendar-day.ts";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { sha256 } from "../base/hash.ts";
import { accountForm, nameWords } from "../register/search-folding.ts";
import { imbQuery } from "./imb-query.ts";

/** What to look up; everything given must match. */
export interface FindCriteria {
  readonly key?: string | undefined;
  /** Compared by its letters and digits. */
  readonly account?: string | undefined;
  /** Digits of an IMb, see `imbQuery`. */
  readonly imb?: string | undefined;
  /** Beginnings of words of the name, such as `ana nov`. */
  readonly name?: string | undefined;
  /** Runs with an as-of date from, and up to, these days (YYYY-MM-DD). */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const ASKED = ["key", "account", "imb", "name"] as const;

/** Throws a `UsageError` if the criteria cannot find anything. */
export function checkCriteria(criteria: FindCriteria): void {
  const found: Diagnostic[] = [];
  if (ASKED.every((what) => criteria[what] === undefined))
    found.push(
      diagnostic("search.no-criteria", "The search does not say whom to look up.", {
        hint: "Give at least one of key, account, digits of an IMb, and name.",
      }),
    );
  if (criteria.name !== undefined && nameWords(criteria.name).length === 0)
    found.push(nothingIn("name"));
  if (criteria.account !== undefined && accountForm(criteria.account) === "")
    found.push(nothingIn("account"));
  if (criteria.imb !== undefined) imbQuery(criteria.imb);
  for (const day of [criteria.from, criteria.to])
    if (day !== undefined && !isCalendarDay(day))
      found.push(
        diagnostic("search.bad-day", "Write a calendar day as YYYY-MM-DD.", {
          hint: "2026-10-31",
        }),
      );
  if (found.length > 0) throw new UsageError(found);
}

function nothingIn(what: string): Diagnostic {
  return diagnostic("search.empty", `The ${what} has no letter or digit.`, {
    hint: "Give at least one.",
  });
}

/**
 * The criteria as the audit log keeps them: not what was typed, which names a customer, but a
 * salted hash of it, so that an auditor can tell whether it was a given name.
 */
export function sealedCriteria(criteria: FindCriteria): Readonly<Record<string, unknown>> {
  const salt = randomBytes(16).toString("hex");
  const hashes = ASKED.flatMap((what) => {
    const value = criteria[what];
    return value === undefined ? [] : [[what, sha256(`${salt}\n${value}`)] as const];
  });
  const { from, to } = criteria;
  return { salt, sha256: Object.fromEntries(hashes), ...(from && { from }), ...(to && { to }) };
}
