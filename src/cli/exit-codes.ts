import type { RunStatus } from "../model/run-report.ts";

/** What the command tells the shell; the same for every command. */
export const exitCodes = {
  finished: 0,
  failed: 1,
  badUsage: 2,
  pastRejectLimit: 3,
  held: 3,
  stopped: 4,
} as const;

/** The exit code of a run that came to its own end. */
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
  3  finished, but past the reject limit, or nothing was made; or held until people decide
  4  stopped by the operator; \`nightpress resume DIR\` goes on`;

export const CHECK_EXIT_CODES = `
Exit codes:
  0  no errors (there may be warnings)
  1  the check itself failed; the message says what to do next
  2  bad usage, or errors were found`;

export const REPRINT_EXIT_CODES = `
Exit codes:
  0  done
  1  failed; the message says what to do next. What was decided is entered: the same command
     again, or --finish, makes it
  2  bad usage, or something is refused; nothing was written`;

export const DECISION_EXIT_CODES = `
Exit codes:
  0  entered in the audit log and done
  1  failed, the run's verification failed, or the audit log was changed; the message says what
     to do next
  2  bad usage, or nothing the decision could be about; nothing was written`;

export const CLOSE_EXIT_CODES = `${DECISION_EXIT_CODES}
  3  not closed: something is still open`;

export const PLAIN_EXIT_CODES = `
Exit codes:
  0  done
  1  failed; the message says what to do next
  2  bad usage; nothing was written`;
