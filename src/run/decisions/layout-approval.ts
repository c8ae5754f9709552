import { dayAt } from "../../base/calendar-day.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { keysOf } from "../../base/keys-of.ts";
import { shellWord } from "../../base/shell-word.ts";
import type {
  Approvable,
  Approver,
  LayoutApproval,
  RunApproval,
  StandingApproval,
} from "../../model/approval.ts";
import type { Job } from "../../model/job.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { Register } from "../../register/register.ts";
import { approvableOf } from "./approvable.ts";
import { isSamePerson } from "./decider.ts";
import type { Overrides } from "./overrides.ts";
import { readShopAudit } from "./shop-audit.ts";

/** How many people a shop wants to approve a layout. */
export function approversWanted({ shop }: Job): number {
  return shop?.rules?.decisions["approve-layout"]?.people ?? 1;
}

/**
 * What a production run begins with whose shop wants its layouts approved; undefined of any other.
 * Throws a `UsageError` if this state of the layout is not approved on this day, by as many people
 * as the shop wants, and nobody answers for that.
 */
export function runApproval(
  host: Host,
  job: Job,
  plan: LayoutPlan,
  overrides: Overrides,
): RunApproval | undefined {
  if (job.mode !== "production" || job.shop?.rules?.approvedLayout !== true) return undefined;
  const approvable = approvableOf(host, job, plan);
  const known = approvalsOf(host, job, plan.name);
  const today = dayAt(host.nowMs());
  const standing = standingApproval(known, approvable, today, approversWanted(job));
  if (standing !== undefined) return { result: "approved", ...standing };
  const { sha256 } = approvable;
  const finding = unapproved(job, plan, whyNot(known, approvable, today));
  if (!overrides.lifts(finding, { sha256 })) throw new UsageError([finding]);
  return { result: "overridden", sha256 };
}

/** All approvals of a layout, by the shop's audit log, with the register brought up to date. */
export function approvalsOf(host: Host, { registerFile }: Job, layout: string): LayoutApproval[] {
  if (!host.exists(registerFile)) return [];
  const entries = readShopAudit(host, registerFile);
  return Register.with(host, registerFile, ({ approvals }) => {
    approvals.apply(entries);
    return approvals.of(layout);
  });
}

/** The approval that holds on a day, if as many people as are wanted have said so. */
export function standingApproval(
  known: readonly LayoutApproval[],
  { sha256 }: Pick<Approvable, "sha256">,
  today: string,
  people: number,
): StandingApproval | undefined {
  const holding = known.filter((one) => one.sha256 === sha256 && holds(one, today));
  const approvers = longestEach(holding);
  const last = holding.at(-1);
  if (last === undefined || approvers.length < people) return undefined;
  const until = approvers.reduce((least, one) => (endsBefore(one, least) ? one : least)).until;
  return { sha256, proof: last.proof, until, approvers: approvers.map(toApprover) };
}

function holds({ from, until }: LayoutApproval, today: string): boolean {
  return (from === "" || from <= today) && (until === "" || today <= until);
}

/** Of each person the approval that holds longest. */
function longestEach(approvals: readonly LayoutApproval[]): LayoutApproval[] {
  const people: LayoutApproval[] = [];
  for (const one of approvals) {
    const at = people.findIndex((other) => isSamePerson(one, other));
    const known = people[at];
    if (known === undefined) people.push(one);
    else if (endsBefore(known, one)) people[at] = one;
  }
  return people;
}

/** An approval without a last day ends after all others. */
function endsBefore(one: LayoutApproval, other: LayoutApproval): boolean {
  return one.until !== "" && (other.until === "" || one.until < other.until);
}

function toApprover({ seq, by, person, osUser, isSigned }: LayoutApproval): Approver {
  return { seq, by, ...(person !== "" && { person }), osUser, isSigned };
}

/** Why a state of a layout is not approved, in a sentence. */
function whyNot(known: readonly LayoutApproval[], { sha256, parts }: Approvable, today: string) {
  const changedSince = (one: LayoutApproval) =>
    keysOf(parts).filter((part) => parts[part] !== one.parts[part]);
  const [last] = known.toReversed().sort((a, b) => changedSince(a).length - changedSince(b).length);
  if (last === undefined) return "Nobody has approved it.";
  const changed = changedSince(last);
  if (changed.length > 0)
    return `Since the approval ${saidOf(last)} it changed in: ${changed.join(", ")}.`;
  const own = known.filter((one) => one.sha256 === sha256);
  const holding = own.filter((one) => holds(one, today));
  const over = own.findLast((one) => !holding.some((other) => isSamePerson(one, other)));
  if (over === undefined)
    return `Approved ${saidOf(last)}; the shop wants another person to approve it, too.`;
  return over.until !== "" && over.until < today
    ? `The approval ${saidOf(over)} ended on ${over.until}.`
    : `The approval ${saidOf(over)} begins on ${over.from}.`;
}

function saidOf({ atIso, by }: LayoutApproval): string {
  return `of ${atIso.slice(0, 10)} by ${by}`;
}

function unapproved({ layout }: Job, { name }: LayoutPlan, why: string): Diagnostic {
  const message = `The layout ${name} is not approved as it is now. ${why}`;
  const hint =
    `Make a proof set, \`nightpress proof ${shellWord(layout)} --job JOB --out DIR\`, and have ` +
    "it approved, `nightpress proof approve DIR --job JOB --by NAME --reason TEXT`; to run " +
    "anyway, add `--override layout.unapproved --by NAME --reason TEXT`.";
  return diagnostic("layout.unapproved", message, { hint });
}
