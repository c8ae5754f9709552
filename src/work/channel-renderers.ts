import type { MessageChannel } from "../model/channel.ts";
import type { Expr } from "../model/expr.ts";
import type { Job } from "../model/job.ts";
import { isMailAddress } from "../paint/html/mail-address.ts";
import { EmailMaker } from "./email-maker.ts";
import type { MessageBy, MessageMaker } from "./message-maker.ts";
import { SmsMaker } from "./sms-maker.ts";

/** How the messages of a channel are routed and made. */
export interface ChannelRenderer {
  /** Whether the value of the layout's `to` field is an address that the channel reaches. */
  readonly reaches: (to: string) => boolean;
  /** The job's rule for sending a notice on that other channel along with a primary rendition. */
  readonly beside?: {
    readonly primary: MessageChannel;
    readonly rule: (channels: Job["channels"]) => Expr | undefined;
  };
  readonly maker: (by: MessageBy) => MessageMaker;
}

const E164 = /^\+[1-9]\d{6,14}$/;

export const CHANNEL_RENDERERS: Readonly<Record<MessageChannel, ChannelRenderer>> = {
  email: {
    reaches: isMailAddress,
    maker: (by) => new EmailMaker(by),
  },
  sms: {
    reaches: (to) => E164.test(to),
    beside: { primary: "email", rule: ({ smsBesideEmail }) => smsBesideEmail },
    maker: (by) => new SmsMaker(by),
  },
};
