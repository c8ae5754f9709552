/**
 * Where a run stands in its life. It is held where the job wants a person to look first; it is
 * mailed only if evidence of mailing was given for everything not pulled or voided, and has
 * nothing to mail if all of it was, or nothing was made. It has failed if its output was found not
 * to be as composed, whatever was decided about it.
 */
export const RUN_STATES = [
  "failed",
  "composing",
  "held-for-approval",
  "assembling",
  "held-for-release",
  "released",
  "mailed",
  "nothing-to-mail",
  "closed",
  "abandoned",
] as const;
export type RunState = (typeof RUN_STATES)[number];
