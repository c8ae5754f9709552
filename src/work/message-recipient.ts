import type { Job } from "../model/job.ts";

/**
 * What no mail server and no gateway delivers: a name of a domain that is reserved for not being
 * there (RFC 6761, 6.4), and no number at all.
 */
const NOBODY = { email: "nobody@nightpress.invalid", sms: "" } as const;

/**
 * Whom a message is addressed to: the customer in production, and in a test the job's tester or
 * nobody. Which customer a test's message was made for is told by its record's key alone.
 */
export function recipientOf(
  { mode, testRecipient = {} }: Pick<Job, "mode" | "testRecipient">,
  channel: "email" | "sms",
  customer: string,
): string {
  return mode === "production" ? customer : (testRecipient[channel] ?? NOBODY[channel]);
}

/** Whom a test's messages reach, in words; undefined for a production run. */
export function testRecipientText({
  mode,
  testRecipient: { email = "nobody", sms = "nobody" } = {},
}: Pick<Job, "mode" | "testRecipient">): string | undefined {
  return mode === "production" ? undefined : `e-mails go to ${email}, SMS to ${sms}`;
}
