import { defined } from "../base/assert.ts";
import { CHANNELS, type Channel } from "../model/channel.ts";
import { damagedRow } from "./damaged-row.ts";

/** The number that stands for a channel in the tables. */
export function channelCode(channel: Channel): number {
  const code = CHANNELS.indexOf(channel);
  return defined(code < 0 ? undefined : code, `the code of channel ${channel}`);
}

/** The channel a number in the tables stands for. */
export function channelOf(code: unknown): Channel {
  const channel = CHANNELS[Number(code)];
  if (channel === undefined) throw damagedRow("a channel that there is not");
  return channel;
}
