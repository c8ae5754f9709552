import type { LayoutPlan } from "../../model/layout-plan.ts";
import { reportMissing } from "../../yaml/schema-issues.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { checkedField } from "./texts.ts";

const KEYS = ["address", "sender", "larger-envelopes"] as const;

/** What the section of print says of mailing. */
interface Mailed {
  readonly envelope?: string | undefined;
  readonly address?: string | undefined;
  readonly sender?: string | undefined;
  readonly "larger-envelopes"?: readonly string[] | undefined;
}

/**
 * Checks the address in the window: with an envelope there is one, and without one, on pages for
 * the screen alone, nothing that a window shows. Undefined if it is faulty.
 */
export function checkedAddress(
  check: LayoutCheck,
  own: Mailed,
): Pick<LayoutPlan, "address"> | undefined {
  const { source } = check;
  if (own.envelope !== undefined) {
    const path = ["print", "address"];
    if (own.address === undefined) {
      reportMissing(source, path);
      return undefined;
    }
    const address = checkedField(check, path, own.address, "address");
    return address && { address };
  }
  for (const key of KEYS) {
    if (own[key] === undefined) continue;
    const message = `Without an envelope there is no window for \`${key}\`; leave it out.`;
    const hint = "or name the envelope that the pages are mailed in: `envelope: NAME`";
    source.report("misplaced-key", ["print", key], message, { at: "key", hint });
  }
  return {};
}
