import { keysOf } from "../base/keys-of.ts";

/** What is fixed of a channel, for code that writes, books or reports its renditions. */
interface ChannelFacts {
  /** Stands for the channel in the ledger's tables; kept for ever. */
  readonly code: number;
  /** How the names of its spools or batches end. */
  readonly extension: string;
  /** Its section of a fragment, under which the summary counts the renditions, and its index. */
  readonly data: string;
  readonly index: string;
  /** What people call a rendition and several of them. */
  readonly one: string;
  readonly many: string;
}

/**
 * The channels by rank: a record's own is the first after `print` that its rules allow, else
 * `print`. Fragments, batches and accounts have them in this order. A run has its spools or batches
 * of a channel in a folder of the channel's name.
 */
export const CHANNEL_FACTS = {
  print: {
    code: 0,
    extension: "pdf",
    data: "prints",
    index: "printIndex",
    one: "piece",
    many: "pieces",
  },
  email: {
    code: 1,
    extension: "eml-batch",
    data: "emails",
    index: "emailIndex",
    one: "e-mail",
    many: "e-mails",
  },
  sms: {
    code: 2,
    extension: "ndjson",
    data: "sms",
    index: "smsIndex",
    one: "SMS",
    many: "SMS",
  },
} as const satisfies Readonly<Record<string, ChannelFacts>>;

export type Channel = keyof typeof CHANNEL_FACTS;
export const CHANNELS: readonly Channel[] = keysOf(CHANNEL_FACTS);

/** Channels whose renditions are messages, which go into batches as they were composed. */
export type MessageChannel = Exclude<Channel, "print">;
export const MESSAGE_CHANNELS: readonly MessageChannel[] = CHANNELS.filter(isMessageChannel);

export function isMessageChannel(channel: Channel): channel is MessageChannel {
  return channel !== "print";
}
