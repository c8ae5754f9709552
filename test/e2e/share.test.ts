import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { shopStatus } from "../../src/index.ts";
import { RunningTable } from "../../src/register/running-table.ts";
import type { RunningRun } from "../../src/model/running-run.ts";
import type { Priority } from "../../src/model/shop.ts";
import type { ShopRun } from "../../src/model/shop-status.ts";
import { differences, outputHashes, smallShardJob } from "./run-fixture.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("share");
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** A job of many small shards in the shop's folder; two of them share its register. */
function jobOf(name: string, records: number): string {
  const choice = { records, shardBytes: 12 * 1024, spoolSheets: 200 };
  const job = smallShardJob(`${folder}/${name}`, choice);
  const shop = readFileSync(`${folder}/${name}/shop.yaml`, "utf8");
  const workers = shop.replace("register: register.db", "register: ../register.db\nworkers: 2");
  writeFileSync(`${folder}/${name}/shop.yaml`, workers);
  return job;
}

const childFile = fileURLToPath(new URL("./share-child.ts", import.meta.url));

interface ChildEnd {
  readonly status: string;
  readonly codes?: readonly string[];
}

/** `delayMs`: each task waits up to so long, so that the run takes its time at no cost. */
function start(job: string, out: string, priority: Priority, delayMs = 1): Promise<ChildEnd> {
  const child = spawn(process.execPath, [childFile, job, out, priority, String(delayMs)]);
  children.push(child);
  let [text, errors] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (more: string) => (text += more));
  child.stderr.setEncoding("utf8").on("data", (more: string) => (errors += more));
  return new Promise((resolve, reject) =>
    child.on("close", () =>
      text === "" ? reject(new Error(errors)) : resolve(JSON.parse(text) as ChildEnd),
    ),
  );
}

/** What the runs tell of themselves just now. */
function rows(): readonly RunningRun[] {
  const file = `${folder}/register.running.db`;
  if (!existsSync(file)) return [];
  const table = RunningTable.open(new NodeHost(), file);
  try {
    return table.all();
  } finally {
    table.close();
  }
}

/** Looks again until it holds. What holds may have passed a moment later: one look sees it all. */
async function untilSeen<T>(
  what: string,
  look: () => T,
  holds: (seen: T) => boolean,
): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (holds(look())) return;
    await sleep(50);
  }
  throw new Error(`${what} was not seen; last: ${JSON.stringify(look())}`);
}

const until = (what: string, holds: (all: readonly RunningRun[]) => boolean): Promise<void> =>
  untilSeen(what, rows, holds);

/** What an operator sees of the slow and the quick run, the first to go first. */
const bothRuns = (): readonly ShopRun[] =>
  shopStatus({ runs: [`${folder}/slow-out`, `${folder}/quick-out`] }).runs;

const untilStatus = (what: string, holds: (runs: readonly ShopRun[]) => boolean): Promise<void> =>
  untilSeen(what, bothRuns, holds);

const of = (all: readonly RunningRun[], priority: Priority): RunningRun | undefined =>
  all.find((row) => row.priority === priority);

test("a rush job overtakes: the other goes down to no worker, and has them back after it", async () => {
  const [slow, quick] = [jobOf("slow", 320), jobOf("quick", 160)];
  const normal = start(slow, `${folder}/slow-out`, "normal", 1500);
  await until("a run alone with both workers", (all) => {
    const row = of(all, "normal");
    return row?.lanes === 2 && row.underWay > 0 && row.progress?.stage === "compose";
  });
  const rush = start(quick, `${folder}/quick-out`, "rush", 800);
  await until("the rush job with both workers", (all) => of(all, "rush")?.lanes === 2);
  await untilStatus(
    "the rush job first, with both workers; the other paused",
    ([ahead, behind]) => {
      const { process: rushing } = ahead ?? {};
      const { process: waiting, exceptions = [] } = behind ?? {};
      const isRushing = rushing?.priority === "rush" && rushing.lanes === 2 && rushing.underWay > 0;
      const isPaused =
        waiting?.priority === "normal" && waiting.lanes === 0 && waiting.wanted === 2;
      const isSaid = exceptions.some(({ what }) => what === "waits-for-workers");
      return isRushing && isPaused && waiting.underWay === 0 && isSaid;
    },
  );
  expect((await rush).status).toBe("finished");
  await until("the other with its workers back", (all) => {
    const row = of(all, "normal");
    return of(all, "rush") === undefined && row?.lanes === 2 && row.underWay > 0;
  });
  expect((await normal).status).toBe("finished");
  expect(rows()).toEqual([]);

  const alone = await runJob(slow, { out: `${folder}/alone-out` });
  expect(alone.status).toBe("finished");
  const [shared, lone] = [`${folder}/slow-out`, `${folder}/alone-out`].map(outputHashes);
  expect(Object.keys(shared ?? {}).length).toBeGreaterThan(10);
  expect(differences(shared ?? {}, lone ?? {})).toEqual([]);
}, 120_000);

test("two runs on one folder at once: one does the work, the other is refused", async () => {
  const job = jobOf("both", 60);
  const ends = await Promise.all([1, 2].map(() => start(job, `${folder}/both-out`, "normal")));
  const refused = ends.filter(({ status }) => status === "usage");
  expect(ends.filter(({ status }) => status === "finished")).toHaveLength(1);
  expect(refused).toHaveLength(1);
  expect(["run.in-use", "run.folder-used"]).toContain(refused[0]?.codes?.[0]);
}, 60_000);

test("a process that was killed leaves no claim behind", async () => {
  const job = jobOf("killed", 200);
  const ended = start(job, `${folder}/killed-out`, "rush", 1500).catch(() => undefined);
  await until("the run at work", (all) => (of(all, "rush")?.underWay ?? 0) > 0);
  children.at(-1)?.kill("SIGKILL");
  await ended;
  expect(of(rows(), "rush")).toBeDefined();
  const next = start(jobOf("next", 40), `${folder}/next-out`, "low", 800);
  await until("the next with all workers, the dead one gone", (all) => {
    return of(all, "low")?.lanes === 2 && of(all, "rush") === undefined;
  });
  expect((await next).status).toBe("finished");
}, 60_000);
