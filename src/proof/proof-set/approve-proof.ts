import { resolve } from "node:path";
import { dayAt, isCalendarDay } from "../../base/calendar-day.ts";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { sha256 } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import { shellWord } from "../../base/shell-word.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { ApprovalDetails, LayoutApproval, StandingApproval } from "../../model/approval.ts";
import type { Job } from "../../model/job.ts";
import type { ProofSet } from "../../model/proof-set.ts";
import { actorNamed, checkRequest } from "../../run/decisions/actor.ts";
import {
  approvalsOf,
  approversWanted,
  standingApproval,
} from "../../run/decisions/layout-approval.ts";
import { enterForShop, keepPeople, shopDecider } from "../../run/decisions/shop-audit.ts";
import { loadCheckedJob, OPEN_SETTINGS } from "../../run/folder/load-run.ts";
import { commandHost } from "../../run/host/machine.ts";
import { scratchFolder } from "../../run/host/path-facts.ts";
import { makeProof } from "./make-proof.ts";

export interface ProofApprovalRequest {
  /** The job that the proof set was made with; its shop and register keep the approval. */
  readonly job: string;
  readonly by: string;
  readonly reason: string;
  /** First and last day on which a run may begin with it (YYYY-MM-DD). */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

export interface ProofApproval {
  readonly approval: ApprovalDetails;
  /** Number of the entry in the shop's log. */
  readonly seq: number;
  /** Whether the layout is approved with it, on its first day. */
  readonly standing: StandingApproval | undefined;
  /** How many people the shop wants. */
  readonly peopleWanted: number;
  readonly register: string;
}

/**
 * Approves what a proof set shows: the state of layout, catalogues, fonts, images, papers, channel
 * rules and program that it was made with. The set is made again first, and must come out with the
 * same bytes, so that nobody approves what the layout does not do. Throws a `UsageError` if it does
 * not, if the shop's rules refuse it to the person, or if they have approved it already.
 */
export async function approveProof(
  folder: string,
  request: ProofApprovalRequest,
): Promise<ProofApproval> {
  const { by, reason, from = "", until = "" } = request;
  checkRequest(by, reason);
  const host = commandHost();
  checkDays(from, until, dayAt(host.nowMs()));
  const { job } = loadCheckedJob(host, request.job, OPEN_SETTINGS);
  const { registerFile } = job;
  const root = resolve(folder);
  const shown = readProof(host, root);
  if (job.shop !== undefined) keepPeople(host, { ...job.shop, registerFile });
  const decider = shopDecider(host, registerFile, actorNamed(by));
  decider.refuse("approve-layout", []);
  const made = await madeAgain(job, request.job, shown);
  if (made.sha256 !== shown.sha256 || made.proof.approves === undefined)
    throw otherProof(root, job);
  const { approves, layout } = made.proof;
  const proof = shown.sha256;
  const approval: ApprovalDetails = { ...approves, layout: layout.name, proof, from, until };
  const earlier = approvalsOf(host, job, layout.name);
  const own = earlier.find((one) => isRepeated(one, approval) && decider.isSame(one));
  const people = approversWanted(job);
  if (own !== undefined) throw repeated(own, by, people);
  const decision = { action: "approve-layout", reason, details: { ...approval } } as const;
  const { seq } = enterForShop(host, registerFile, actorNamed(by), decision);
  const day = from === "" ? dayAt(host.nowMs()) : from;
  const standing = standingApproval(approvalsOf(host, job, layout.name), approval, day, people);
  return { approval, seq, standing, peopleWanted: people, register: registerFile };
}

/** What a folder shows, and how it was made. */
interface ShownProof extends Pick<ProofSet, "seed" | "asOf"> {
  readonly isMasked: boolean;
  /** Of `proof.json`. */
  readonly sha256: string;
}

/** Throws a `UsageError` if the folder holds no proof set, or other files than it says. */
function readProof(host: Host, root: string): ShownProof {
  const file = `${root}/proof.json`;
  const bytes = host.exists(file) ? host.readFile(file) : new Uint8Array();
  const { format, files, seed, asOf, isMasked } = proofIn(utf8Text(bytes));
  const isProof = format === "nightpress-proof-set-1" && Number.isSafeInteger(seed);
  if (!isProof || !isPlainObject(files) || typeof asOf !== "string" || !isCalendarDay(asOf))
    throw notThere(root);
  for (const [name, hash] of Object.entries(files)) {
    const path = `${root}/${name}`;
    if (!host.exists(path) || sha256(host.readFile(path)) !== hash)
      throw new UsageError([
        diagnostic("layout.other-proof", `${path} is not the file of this proof set.`, {
          hint: "Make the set again in a new folder, and look at that.",
        }),
      ]);
  }
  return { seed: Number(seed), asOf, isMasked: isMasked === true, sha256: sha256(bytes) };
}

/** The file may be anything. */
function proofIn(text: string): Partial<Record<keyof ProofSet, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** The proof set as the layout and job give it now. */
async function madeAgain(job: Job, jobFile: string, { seed, asOf, isMasked }: ShownProof) {
  const host = commandHost();
  const scratch = scratchFolder();
  try {
    const request = { out: `${scratch}/proof`, job: jobFile, seed, asOf };
    return await makeProof(job.layout, { ...request, mask: isMasked });
  } finally {
    host.remove(scratch);
  }
}

/** Whether a person who has said this says nothing new by it. */
function isRepeated(earlier: LayoutApproval, now: ApprovalDetails): boolean {
  const told = ["sha256", "proof", "from", "until"] as const;
  return told.every((name) => earlier[name] === now[name]);
}

function checkDays(from: string, until: string, today: string): void {
  const bad = [from, until].find((day) => day !== "" && !isCalendarDay(day));
  if (bad !== undefined) throw usage(`${JSON.stringify(bad)} is not a calendar day.`);
  if (until !== "" && (until < today || until < from))
    throw usage(`The approval would end on ${until}, before it begins.`);
}

function usage(message: string): UsageError {
  const hint = "Write days as YYYY-MM-DD: the first and the last on which a run may begin.";
  return new UsageError([diagnostic("cli.bad-usage", message, { hint })]);
}

function notThere(root: string): UsageError {
  return new UsageError([
    diagnostic("layout.other-proof", `There is no proof set in ${root}.`, {
      hint: "Make one: `nightpress proof LAYOUT --job JOB --out DIR`.",
    }),
  ]);
}

function otherProof(root: string, { layout }: Job): UsageError {
  const hint =
    "Something has changed since, or it was made without the job. Make it again and look at " +
    `that: \`nightpress proof ${shellWord(layout)} --job JOB --out DIR\`.`;
  const message = `The proof set in ${root} is not what layout and job would make now.`;
  return new UsageError([diagnostic("layout.other-proof", message, { hint })]);
}

function repeated(own: LayoutApproval, by: string, people: number): UsageError {
  const second = people > 1 ? " The shop wants another person to approve it, too." : "";
  const message = `${by} has approved this already, as ${own.by}.${second}`;
  return new UsageError([
    diagnostic("decision.same-person", message, {
      hint: "People are told apart by name, and by their users of the machine or their keys.",
    }),
  ]);
}
