import { CHANNEL_FACTS, MESSAGE_CHANNELS, type MessageChannel } from "../model/channel.ts";
import type { Job } from "../model/job.ts";

/**
 * The recipient of a message: the customer in production, and in a test the job's tester or
 * `nobody`, to whom nothing is delivered. Which customer a test's message was made for is shown
 * only by its record's key.
 */
export function recipientOf(
  { mode, testRecipient = {} }: Pick<Job, "mode" | "testRecipient">,
  channel: MessageChannel,
  { customer, nobody }: { readonly customer: string; readonly nobody: string },
): string {
  return mode === "production" ? customer : (testRecipient[channel] ?? nobody);
}

/** The recipients of a test's messages, in words; undefined for a production run. */
export function testRecipientText({
  mode,
  testRecipient = {},
}: Pick<Job, "mode" | "testRecipient">): string | undefined {
  if (mode === "production") return undefined;
  const [first, ...others] = MESSAGE_CHANNELS.map((channel) => {
    const { many } = CHANNEL_FACTS[channel];
    return { many, to: testRecipient[channel] ?? "nobody" };
  });
  const rest = others.map(({ many, to }) => `, ${many} to ${to}`);
  return `${first?.many} go to ${first?.to}${rest.join("")}`;
}
