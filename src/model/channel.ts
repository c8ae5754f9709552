/**
 * All channels, by rank: that of a record's primary rendition is the first that its rules allow. A
 * channel's place here is its code in the ledger's tables, so that a new one goes to the end.
 */
export const CHANNELS = ["print", "email", "sms"] as const;
export type Channel = (typeof CHANNELS)[number];

/** Channels whose renditions are messages, which go into batches as they were composed. */
export type MessageChannel = Exclude<Channel, "print">;
export const MESSAGE_CHANNELS: readonly MessageChannel[] = CHANNELS.filter(isMessageChannel);

export function isMessageChannel(channel: Channel): channel is MessageChannel {
  return channel !== "print";
}
