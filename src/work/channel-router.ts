import { valueAt } from "../expr/value-at.ts";
import { compileCondition } from "../expr/compile-expr.ts";
import { Formats } from "../expr/format.ts";
import { type Channel, MESSAGE_CHANNELS, type MessageChannel } from "../model/channel.ts";
import type { Expr, FieldExpr } from "../model/expr.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { RawObject } from "../model/record.ts";
import { CHANNEL_RENDERERS } from "./channel-renderers.ts";

/** How one record goes out: its primary channel, and the notices that accompany it. */
export interface Route {
  readonly primary: Channel;
  readonly beside: readonly MessageChannel[];
}

/** A channel that records may go out on, and the test for one record. */
interface Way {
  readonly channel: MessageChannel;
  readonly isOpen: (values: RawObject) => boolean;
}

const PAPER: Route = { primary: "print", beside: [] };
const NOTHING_BESIDE: Route["beside"] = [];

/**
 * Decides each record's channel from the job's rules. If no rule matches, if there is no address or
 * number, or if the run leaves the channel out, the record goes on paper.
 */
export class ChannelRouter {
  readonly #plan: LayoutPlan;
  readonly #channels: readonly Channel[];
  readonly #formats: Formats;
  /** By rank: the first open channel is a record's own. */
  readonly #ways: readonly (Way & { readonly companions: readonly Way[] })[];

  constructor(
    plan: LayoutPlan,
    { channels: rules }: Pick<Job, "channels">,
    channels: readonly Channel[],
  ) {
    this.#plan = plan;
    this.#channels = channels;
    this.#formats = new Formats(plan.locale, plan.currency, plan.currencyDigits);
    this.#ways = MESSAGE_CHANNELS.flatMap((channel) => {
      const companions = MESSAGE_CHANNELS.flatMap((other) => {
        const { beside } = CHANNEL_RENDERERS[other];
        return beside?.primary === channel ? this.#way(other, beside.rule(rules)) : [];
      });
      return this.#way(channel, rules[channel]).map((way) => ({ ...way, companions }));
    });
  }

  route(values: RawObject): Route {
    for (const { channel, isOpen, companions } of this.#ways)
      if (isOpen(values)) return { primary: channel, beside: openOf(companions, values) };
    return PAPER;
  }

  /** Undefined if the job has no rule, the layout no such section, or if the run leaves it out. */
  #way(channel: MessageChannel, rule: Expr | undefined): Way[] {
    const to = this.#plan[channel]?.to;
    if (rule === undefined || to === undefined || !this.#channels.includes(channel)) return [];
    const holds = compileCondition(rule, this.#formats);
    const { reaches } = CHANNEL_RENDERERS[channel];
    return [{ channel, isOpen: (values) => holds(values) && reaches(textAt(values, to)) }];
  }
}

function openOf(companions: readonly Way[], values: RawObject): Route["beside"] {
  if (companions.length === 0) return NOTHING_BESIDE;
  return companions.filter(({ isOpen }) => isOpen(values)).map(({ channel }) => channel);
}

function textAt(values: RawObject, field: FieldExpr): string {
  const value = valueAt(values, field.path);
  return typeof value === "string" ? value : "";
}
