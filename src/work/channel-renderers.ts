import type { MessageChannel } from "../model/channel.ts";
import type { Expr } from "../model/expr.ts";
import type { Job } from "../model/job.ts";
import { isMailAddress } from "../paint/html/mail-address.ts";
import { EmailMaker } from "./email-maker.ts";
import type { MessageBy, MessageMaker } from "./message-maker.ts";
import { SmsMaker } from "./sms-maker.ts";

/** How the messages of a channel are routed and made. */
export interface ChannelRenderer {
  /** Whether what stands in the layout's `to` field is somebody the channel reaches. */
  readonly reaches: (to: string) => boolean;
  /** The job's rule by which a notice accompanies a primary rendition on that other channel. */
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
