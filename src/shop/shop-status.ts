import type { Host } from "../base/host.ts";
import { runningFile, RunningTable } from "../register/running-table.ts";
import { Register } from "../register/register.ts";
import type { RunningRun } from "../model/running-run.ts";
import { PRIORITIES, type Shop } from "../model/shop.ts";
import type { ShopRun, ShopStatus, ShopStream } from "../model/shop-status.ts";
import { scheduleStreams, type StreamWork } from "../run/device-times.ts";
import { machine } from "../run/host/machine.ts";
import { isLiving } from "../pool/living-runs.ts";
import { readShopRun, type SeenRun } from "./read-shop-run.ts";
import { runPlaces, type RunSelection } from "../run/folder/run-places.ts";
import { streamWork } from "./stream-work.ts";

export interface StatusSelection extends RunSelection {
  /** Also the runs that are closed or abandoned. */
  readonly all?: boolean | undefined;
}

/**
 * Where runs stand: all that a register knows, those that are at work beside it, and single
 * folders. Throws a `UsageError` where nothing says which.
 */
export function shopStatus(selection: StatusSelection): ShopStatus {
  const host = machine().host;
  const nowMs = host.nowMs();
  const { registerFile, folders } = runPlaces(host, selection);
  const running = runsAtWork(host, registerFile).filter((run) => isLiving(run, nowMs));
  const wantsAll = selection.register !== undefined || selection.job !== undefined;
  const atWork = wantsAll ? running.map(({ folder }) => folder) : [];
  const seen = [...new Set([...folders, ...atWork])].map((folder) => {
    const own = running.find((run) => run.folder === folder);
    return readShopRun(host, folder, own, () => registeredAs(host, registerFile, folder));
  });
  const listed = seen.filter(({ run }) => selection.all === true || !isDone(run));
  const runs = withMachines(listed.toSorted(byTurn), nowMs);
  return { atIso: new Date(nowMs).toISOString(), runs, done: seen.length - listed.length };
}

function isDone({ state }: ShopRun): boolean {
  return state === "closed" || state === "abandoned";
}

/** The runs that tell of themselves beside a register; none if nobody ever shared there. */
function runsAtWork(host: Host, registerFile: string): RunningRun[] {
  const file = runningFile(registerFile);
  if (!host.exists(file)) return [];
  const table = RunningTable.open(host, file);
  try {
    return table.all();
  } finally {
    table.close();
  }
}

/** What the register remembers of a run whose folder is gone. */
function registeredAs(host: Host, registerFile: string, folder: string) {
  if (!host.exists(registerFile)) return undefined;
  return Register.with(host, registerFile, ({ runs }) =>
    runs.all().findLast((run) => run.folder === folder),
  );
}

/** Runs that failed, those at work by priority, then all by the hour their spools are there. */
function byTurn(a: SeenRun, b: SeenRun): number {
  const failures = Number(b.run.state === "failed") - Number(a.run.state === "failed");
  if (failures !== 0) return failures;
  const rank = ({ run }: SeenRun): number =>
    run.process === undefined ? PRIORITIES.length : PRIORITIES.indexOf(run.process.priority);
  const hours = (a.readyMs ?? 0) - (b.readyMs ?? 0);
  return rank(a) - rank(b) || hours || (a.run.out < b.run.out ? -1 : 1);
}

/** The machines of each shop do the streams of all its runs, one after the other. */
function withMachines(seen: readonly SeenRun[], nowMs: number): ShopRun[] {
  const works = new Map<Shop, { owner: SeenRun; work: StreamWork }[]>();
  const shops = new Map<string, Shop>();
  for (const one of seen) {
    const { shop, plan } = one;
    if (shop === undefined || plan === undefined || !one.isToPrint) continue;
    const known = shops.get(shop.file) ?? shop;
    shops.set(shop.file, known);
    const own = one.run.streams.map((stream) => ({
      owner: one,
      work: streamWork(plan, stream, Math.max(nowMs, one.readyMs ?? 0)),
    }));
    works.set(known, [...(works.get(known) ?? []), ...own]);
  }
  const timed = new Map<SeenRun, ShopStream[]>();
  for (const [shop, all] of works)
    scheduleStreams(
      shop,
      all.map(({ work }) => work),
    ).forEach((schedule, index) => {
      const { owner, work } = all[index] as (typeof all)[number];
      const { name, pieces, sheets, spools } = work;
      const { press, inserter, printedMs, insertedMs } = schedule;
      const stream: ShopStream = {
        name,
        pieces,
        sheets,
        spools,
        ...(press !== undefined && { press }),
        ...(inserter !== undefined && { inserter }),
        ...(printedMs !== undefined && { expectedPrintedAtIso: new Date(printedMs).toISOString() }),
        ...(insertedMs !== undefined && {
          expectedInsertedAtIso: new Date(insertedMs).toISOString(),
        }),
      };
      timed.set(owner, [...(timed.get(owner) ?? []), stream]);
    });
  return seen.map((one) => ({ ...one.run, streams: timed.get(one) ?? one.run.streams }));
}
