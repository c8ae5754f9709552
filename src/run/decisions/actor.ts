import { signingKeyFile } from "../host/key-file.ts";
import { hostName, userName } from "../host/this-machine.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { unseenCharacter } from "../../base/visible-text.ts";
import type { Actor } from "../../model/audit.ts";

/** Somebody who decides now, at this machine. */
export interface PresentActor extends Actor {
  /** The file of the key that signs what they decide, where one was named. */
  readonly keyFile: string | undefined;
}

/** The person who decides, by the name given, with what the machine knows of them. */
export function actorNamed(by: string): PresentActor {
  return { ...recordedActor(by.trim()), keyFile: signingKeyFile() };
}

/**
 * Whose entry it is where nobody decides at this moment: the program's own, or that of somebody
 * whose decision was taken before.
 */
export function recordedActor(by: string): Actor {
  return { by, osUser: userName(), hostName: hostName() };
}

/** Throws a `UsageError` if a name or a reason is empty or holds invisible characters. */
export function checkRequest(by: string, reason: string): void {
  if (by.trim() === "" || reason.trim() === "") throw new UsageError([noReason()]);
  checkVisible("name", by);
  checkVisible("reason", reason);
}

/**
 * Throws a `UsageError` if a text that is kept in a log and shown in lists holds invisible
 * characters: a line end could fake a row that nobody entered.
 */
export function checkVisible(what: string, text: string): void {
  const unseen = unseenCharacter(text);
  if (unseen === undefined) return;
  throw new UsageError([
    diagnostic("decision.unseen-text", `The ${what} holds ${unseen}, which is invisible.`, {
      hint: "Write it in one line, without control, zero-width and direction characters.",
    }),
  ]);
}

function noReason(): Diagnostic {
  return diagnostic(
    "decision.no-reason",
    "A decision needs a name and a reason; both stay in the log.",
    { hint: 'Say who and why: --by "A. Novak" --reason "counts seen with the client".' },
  );
}
