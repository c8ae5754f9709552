import type { RunStatus } from "../model/run-report.ts";

/** What a command tells the shell; the same for every command. */
export const exitCodes = {
  finished: 0,
  failed: 1,
  badUsage: 2,
  pastRejectLimit: 3,
  held: 3,
  stopped: 4,
} as const;

/** The exit code of a run that came to its end. */
export function exitCodeOf(status: RunStatus): number {
  if (status === "finished") return exitCodes.finished;
  if (status === "failed") return exitCodes.failed;
  return status === "stopped" ? exitCodes.stopped : exitCodes.pastRejectLimit;
}

/** For the end of a command's help. */
export const RUN_EXIT_CODES = `
Exit codes:
  0  finished and balanced
  1  failed; the message says what to do next
  2  bad usage, job, layout or input header; nothing was written
  3  finished past the reject limit or with nothing made; or held for a decision
  4  stopped by the operator; \`nightpress resume DIR\` goes on`;

export const CHECK_EXIT_CODES = `
Exit codes:
  0  no errors (there may be warnings)
  1  the check itself failed; the message says what to do next
  2  bad usage, or errors were found`;

export const REPRINT_EXIT_CODES = `
Exit codes:
  0  done
  1  failed; the message says what to do next. The decision is entered: the same command
     again, or --finish, carries it out
  2  bad usage, or the request was refused; nothing was written`;

export const DECISION_EXIT_CODES = `
Exit codes:
  0  entered in the audit log and done
  1  failed, the run's verification failed, or the audit log was changed; the message says what
     to do next
  2  bad usage, or nothing to decide about; nothing was written`;

export const CLOSE_EXIT_CODES = `${DECISION_EXIT_CODES}
  3  not closed: items are still open`;

export const REJECT_EXIT_CODES = `
Exit codes:
  0  done
  1  failed; the message says what to do next
  2  bad usage; nothing was written
  3  nothing was settled, because the number of rejects was not confirmed`;

export const PLAIN_EXIT_CODES = `
Exit codes:
  0  done
  1  failed; the message says what to do next
  2  bad usage; nothing was written`;
