import { type Channel, CHANNEL_FACTS, CHANNELS } from "../model/channel.ts";
import { damagedRow } from "./damaged-row.ts";

const CHANNEL_OF = new Map<number, Channel>(
  CHANNELS.map((channel) => [CHANNEL_FACTS[channel].code, channel]),
);

/** The number that stands for a channel in the tables. */
export function channelCode(channel: Channel): number {
  return CHANNEL_FACTS[channel].code;
}

/** The channel a number in the tables stands for. */
export function channelOf(code: unknown): Channel {
  const channel = CHANNEL_OF.get(Number(code));
  if (channel === undefined) throw damagedRow("an unknown channel");
  return channel;
}
