import { compileCondition } from "../bind/compile-expr.ts";
import { Formats } from "../bind/format.ts";
import { isMailAddress } from "../paint/html/mail-address.ts";
import type { FieldExpr } from "../model/expr.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { Channel } from "../model/piece.ts";
import type { RawObject, RawValue } from "../model/record.ts";

/** How one record goes out: its primary channel, and whether an SMS notice accompanies it. */
export interface Route {
  readonly primary: Channel;
  readonly smsBeside: boolean;
}

const PAPER: Route = { primary: "print", smsBeside: false };
const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * Decides each record's channel from the job's rules. No rule that holds, no address, no number, or
 * a channel the run leaves out: it goes on paper.
 */
export class ChannelRouter {
  readonly #plan: LayoutPlan;
  readonly #email: (values: RawObject) => boolean;
  readonly #sms: (values: RawObject) => boolean;
  readonly #smsBeside: (values: RawObject) => boolean;

  constructor(plan: LayoutPlan, job: Job, channels: readonly Channel[]) {
    this.#plan = plan;
    const formats = new Formats(plan.locale, plan.currency, plan.currencyDigits);
    const never = (): boolean => false;
    const rule = (channel: Channel, expr: Job["channels"]["email"]) =>
      expr === undefined || !channels.includes(channel) ? never : compileCondition(expr, formats);
    this.#email = plan.email === undefined ? never : rule("email", job.channels.email);
    this.#sms = plan.sms === undefined ? never : rule("sms", job.channels.sms);
    this.#smsBeside = plan.sms === undefined ? never : rule("sms", job.channels.smsBesideEmail);
  }

  route(values: RawObject): Route {
    if (this.#email(values) && isMailAddress(textAt(values, this.#plan.email?.to))) {
      return { primary: "email", smsBeside: this.#smsBeside(values) && this.#hasNumber(values) };
    }
    if (this.#sms(values) && this.#hasNumber(values)) return { primary: "sms", smsBeside: false };
    return PAPER;
  }

  #hasNumber(values: RawObject): boolean {
    return E164.test(textAt(values, this.#plan.sms?.to));
  }
}

function textAt(values: RawObject, field: FieldExpr | undefined): string {
  let value: RawValue | undefined = values;
  for (const name of field?.path ?? []) value = (value as RawObject | undefined)?.[name];
  return typeof value === "string" ? value : "";
}
