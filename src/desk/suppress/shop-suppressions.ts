import { resolve } from "node:path";
import { dayAt, isCalendarDay } from "../../base/calendar-day.ts";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { listNamed } from "../../intake/lists/list-name.ts";
import { readSuppressionList } from "../../intake/lists/suppression-list.ts";
import { Register } from "../../register/register.ts";
import type { ShopSuppression } from "../../register/register-suppressions.ts";
import type { Job } from "../../model/job.ts";
import { actorNamed, checkRequest, checkVisible } from "../../run/decisions/actor.ts";
import { machine } from "../../run/host/machine.ts";
import { loadCheckedJob, OPEN_SETTINGS } from "../../run/folder/load-run.ts";
import { noRegister } from "../../run/folder/run-places.ts";
import { enterForShop } from "../../run/decisions/shop-audit.ts";
import type { SuppressionsAtHand } from "../../run/folder/suppressions.ts";

/** The shop's own list, by its register or by a job that names it. */
export interface ShopListPlace {
  readonly register?: string | undefined;
  readonly job?: string | undefined;
}

/** A change of the list of those who get nothing from a shop's production runs. */
export interface ShopSuppressionChange extends ShopListPlace {
  readonly change: "add" | "remove";
  /** A list of keys, as `run --suppress` takes it. */
  readonly file: string;
  /** Name of the one job it is about; all of the shop's where it is left out. */
  readonly onlyJob?: string | undefined;
  /** First and last day on which a run may begin with it (YYYY-MM-DD). */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly by: string;
  readonly reason: string;
}

/** If there are more keys than this, the shop's log holds only the hash of their list. */
const LOGGED_KEYS_MAX = 10_000;

/** Changes the shop's list, after the decision is in the shop's log; how many keys it touched. */
export async function changeShopSuppressions(request: ShopSuppressionChange): Promise<number> {
  const { change, file, onlyJob = "", from = "", until = "", by, reason } = request;
  checkRequest(by, reason);
  checkVisible("name of the job", onlyJob);
  const host = machine().host;
  for (const day of [from, until]) if (day !== "" && !isCalendarDay(day)) throw badDay(day);
  const registerFile = registerOf(host, request);
  const { suppressions, sha256 } = await readSuppressionList(host, listNamed(resolve(file)));
  const keys = suppressions.map(({ key }) => key);
  const logged = keys.length <= LOGGED_KEYS_MAX ? { keys } : {};
  const details = { change, job: onlyJob, from, until, sha256, count: keys.length, ...logged };
  enterForShop(host, registerFile, actorNamed(by), { action: "suppress", reason, details });
  return Register.with(host, registerFile, ({ suppressions: list }) => {
    if (change === "remove") return list.remove(keys, onlyJob);
    list.add(suppressions.map((entry) => ({ ...entry, job: onlyJob, from, until })));
    return keys.length;
  });
}

/** The shop's whole list, also what is not in force. */
export function listShopSuppressions(place: ShopListPlace): ShopSuppression[] {
  const host = machine().host;
  return Register.with(host, registerOf(host, place), ({ suppressions }) => suppressions.all());
}

/** What the shop's list says of a production run of the job that begins now. */
export function shopSuppressionsFor(host: Host, job: Job): SuppressionsAtHand {
  if (job.mode !== "production" || !host.exists(job.registerFile))
    return { from: "register", suppressions: [] };
  const day = dayAt(host.nowMs());
  const suppressions = Register.with(host, job.registerFile, (register) =>
    register.suppressions.inForce(job.name, day),
  );
  return { from: "register", suppressions };
}

function registerOf(host: Host, { register, job }: ShopListPlace): string {
  if (job !== undefined) return loadCheckedJob(host, job, OPEN_SETTINGS).job.registerFile;
  const file = resolve(register ?? "");
  if (register === undefined || !host.exists(file)) throw new UsageError([noRegister(file)]);
  return file;
}

function badDay(text: string): UsageError {
  return new UsageError([
    diagnostic("suppress.bad-day", `${JSON.stringify(text)} is not a calendar day.`, {
      hint: "Write it as YYYY-MM-DD.",
    }),
  ]);
}
