import { assert } from "../base/assert.ts";
import { tableOf } from "../base/keys-of.ts";
import { type Channel, CHANNEL_FACTS, CHANNELS } from "../model/channel.ts";

/** The figures of a fragment's summary that must go out or be removed. */
export const HELD_COUNTS = [
  ...CHANNELS.map((channel) => CHANNEL_FACTS[channel].data),
  "pages",
  "sheets",
] as const;

/** Composed documents that were removed: their renditions by channel, pages and sheets. */
export type RemovedCounts = Record<"documents" | "pages" | "sheets" | Channel, number>;

/** What the settle stage found in the fragments, and what became of it. */
export interface SettledAccount {
  readonly shardCount: number;
  readonly settledCount: number;
  readonly held: Readonly<Record<(typeof HELD_COUNTS)[number], number>>;
  readonly going: Readonly<Record<"pages" | "sheets" | Channel, number>>;
  readonly removed: readonly RemovedCounts[];
}

export function noRemovedCounts(): RemovedCounts {
  return { documents: 0, pages: 0, sheets: 0, ...tableOf(CHANNELS, () => 0) };
}

/**
 * Asserts that every shard is settled once, and that everything in the fragments either goes out or
 * was removed.
 */
export function checkSettled(account: SettledAccount): void {
  const { shardCount, settledCount, held, going, removed } = account;
  assert(settledCount === shardCount, "each shard is settled once");
  const taken = (what: keyof RemovedCounts): number =>
    removed.reduce((sum, counts) => sum + counts[what], 0);
  for (const channel of CHANNELS) {
    const { data, one } = CHANNEL_FACTS[channel];
    const isKept = held[data] === going[channel] + taken(channel);
    assert(isKept, `a rendition is lost or duplicated: ${one}`);
  }
  for (const what of ["pages", "sheets"] as const)
    assert(held[what] === going[what] + taken(what), `${what} are lost or duplicated`);
}
