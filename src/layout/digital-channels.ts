import { limits } from "../base/limits.ts";
import type { Expr, Template, TemplatePart } from "../model/expr.ts";
import type { EmailPlan, SmsPlan } from "../model/layout-plan.ts";
import type { LayoutCheck } from "./layout-check.ts";
import { emailSchema, smsSchema } from "./layout-schema.ts";
import { checkAgainst } from "../yaml/schema-issues.ts";
import { checkedField, checkedTemplate } from "./blocks/texts.ts";

const SEGMENTS_MAX = 2;
/** Septets of a concatenated GSM 7-bit message's part (3GPP TS 23.040, 9.2.3.24.1). */
const SEGMENT_CHARACTERS = 153;

/** Checks the `email:` section; undefined if it is faulty. */
export function checkedEmail(check: LayoutCheck, value: unknown): EmailPlan | undefined {
  const own = checkAgainst(check.source, ["email"], emailSchema, value);
  if (own === undefined) return undefined;
  const to = checkedField(check, ["email", "to"], own.to, "text");
  const plan = {
    subject: checkedTemplate(check, ["email", "subject"], own.subject),
    preheader: checkedTemplate(check, ["email", "preheader"], own.preheader ?? ""),
    fromName: own.from.name,
    fromAddress: own.from.address,
    logo: logoOf(check, own.logo),
    footer: checkedTemplate(check, ["email", "footer"], own.footer ?? ""),
  };
  return to && { ...plan, to };
}

function logoOf(check: LayoutCheck, name: string | undefined): number {
  if (name === undefined) return -1;
  const path = ["email", "logo"];
  const index = check.images.indexOf(check.source, path, name);
  if (check.images.items[index]?.kind === "svg")
    check.source.report("svg-in-email", path, "Mail programs do not show SVG; name a PNG or JPEG.");
  return index;
}

/** Checks the `sms:` section; undefined if it is faulty. */
export function checkedSms(check: LayoutCheck, value: unknown): SmsPlan | undefined {
  const own = checkAgainst(check.source, ["sms"], smsSchema, value);
  if (own === undefined) return undefined;
  const to = checkedField(check, ["sms", "to"], own.to, "text");
  const text = checkedTemplate(check, ["sms", "text"], own.text);
  const segmentsMax = Math.min(own["segments-max"] ?? SEGMENTS_MAX, limits.smsSegmentsMax);
  if (own["allow-private"] !== true) refusePrivate(check, text);
  const literalCount = text.reduce(
    (sum, part) => sum + (typeof part === "string" ? part.length : 0),
    0,
  );
  if (literalCount > segmentsMax * SEGMENT_CHARACTERS) {
    const message = `The text never fits ${segmentsMax} segments; shorten it.`;
    check.source.report("sms-too-long", ["sms", "text"], message);
  }
  return to && { text, to, segmentsMax };
}

/** An SMS is readable on a lock screen, so it holds figures only if the layout says so. */
function refusePrivate(check: LayoutCheck, text: Template): void {
  for (const part of text) {
    if (!isPrivatePart(part, check.scope.lets)) continue;
    const message = "An SMS shows no private figures; leave it out, or set allow-private.";
    check.source.report("private-in-sms", ["sms", "text"], message);
  }
}

function isPrivatePart(part: TemplatePart, lets: readonly Expr[]): boolean {
  return typeof part === "object" && "kind" in part && isPrivate(part, lets);
}

/** Whether a figure is shown, however it became text: conditions show nothing of what they test. */
function isPrivate(expr: Expr, lets: readonly Expr[]): boolean {
  if (expr.kind === "money" || expr.kind === "decimal") return true;
  const isInner = (inner: Expr | undefined): boolean =>
    inner !== undefined && isPrivate(inner, lets);
  switch (expr.op) {
    case "call":
      return expr.kind === "text" && expr.args.some(isInner);
    case "conditional":
      return isInner(expr.whenTrue) || isInner(expr.whenFalse);
    case "add":
      return isInner(expr.left) || isInner(expr.right);
    case "min":
    case "max":
      return isInner(expr.of);
    case "plural":
    case "select":
      return Object.values(expr.cases)
        .flat()
        .some((part) => isPrivatePart(part, lets));
    case "let":
      return isInner(lets[expr.index]);
    default:
      return false;
  }
}
