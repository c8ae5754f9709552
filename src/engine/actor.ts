import { hostname, userInfo } from "node:os";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Actor } from "../model/audit.ts";

/** The one who decides, by the name that was given, with what the machine knows of them. */
export function actorNamed(by: string): Actor {
  return { by, osUser: userInfo().username, hostName: hostname() };
}

/** Throws a `UsageError` where a name or a reason is empty. */
export function checkRequest(by: string, reason: string): void {
  if (by.trim() !== "" && reason.trim() !== "") return;
  throw new UsageError([
    diagnostic(
      "decision.no-reason",
      "A decision wants a name and a reason; both stay in the log.",
      {
        hint: 'Say who and why: --by "A. Novak" --reason "counts seen with the client".',
      },
    ),
  ]);
}
