import { MESSAGE_CHANNELS } from "../../model/channel.ts";
import type { Expr } from "../../model/expr.ts";
import type { Job } from "../../model/job.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { ProofBranch } from "./proof-branches.ts";

/**
 * By a job's rules: whether a record goes out on a channel of its own, which it does where the rule
 * holds, it has the address for it, and no channel before takes it.
 */
export function channelBranches(
  plan: LayoutPlan,
  { channels: rules }: Pick<Job, "channels">,
): ProofBranch[] {
  let before: Expr | undefined;
  return MESSAGE_CHANNELS.flatMap((channel): ProofBranch[] => {
    const [rule, to] = [rules[channel], plan[channel]?.to];
    if (rule === undefined || to === undefined) return [];
    const open = and(rule, { op: "has", kind: "boolean", field: to });
    const own =
      before === undefined ? open : and(open, { op: "not", kind: "boolean", operand: before });
    before = before === undefined ? open : { op: "or", kind: "boolean", left: before, right: open };
    const condition = { name: channel, id: "", keys: [], condition: own, rows: [], guards: [] };
    return [{ kind: "channel", name: `${channel} by the job`, path: [], conditions: [condition] }];
  });
}

function and(left: Expr, right: Expr): Expr {
  return { op: "and", kind: "boolean", left, right };
}
