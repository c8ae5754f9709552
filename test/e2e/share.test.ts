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
import { NODE_FLAGS } from "../kit/node-flags.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("share");
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** A job of many small shards in the shop's folder; two of them share its register. */
function jobOf(name: string, records: number): string {
  const choice = { records, shardBytes: 4 * 1024, spoolSheets: 100, layout: "plain" } as const;
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

/** A run in a process of its own, with a gate that its tasks wait at while it is shut. */
class GatedRun {
  readonly end: Promise<ChildEnd>;
  readonly #gate: string;
  readonly #child: ChildProcess;

  constructor(job: string, out: string, priority: Priority) {
    this.#gate = `${folder}/gate-${children.length}`;
    this.shut();
    const args = [...NODE_FLAGS, childFile, job, out, priority, this.#gate];
    this.#child = spawn(process.execPath, args);
    children.push(this.#child);
    let [text, errors] = ["", ""];
    this.#child.stdout?.setEncoding("utf8").on("data", (more: string) => (text += more));
    this.#child.stderr?.setEncoding("utf8").on("data", (more: string) => (errors += more));
    this.end = new Promise((resolve, reject) =>
      this.#child.on("close", () =>
        text === "" ? reject(new Error(errors)) : resolve(JSON.parse(text) as ChildEnd),
      ),
    );
  }

  shut(): void {
    writeFileSync(this.#gate, "");
  }

  open(): void {
    rmSync(this.#gate);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
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

/** Looks until it holds, and so for as long as the test may take. */
async function untilSeen<T>(look: () => T, holds: (seen: T) => boolean): Promise<void> {
  while (!holds(look())) await sleep(100);
}

const until = (holds: (all: readonly RunningRun[]) => boolean): Promise<void> =>
  untilSeen(rows, holds);

/** What an operator sees of the slow and the quick run, the first to go first. */
const bothRuns = (): readonly ShopRun[] =>
  shopStatus({ runs: [`${folder}/slow-out`, `${folder}/quick-out`] }).runs;

const of = (all: readonly RunningRun[], priority: Priority): RunningRun | undefined =>
  all.find((row) => row.priority === priority);

const isAtWork = (run?: Pick<RunningRun, "lanes" | "underWay">): boolean =>
  run?.lanes === 2 && run.underWay > 0;

test("a rush job overtakes: the other goes down to no worker, and has them back after it", async () => {
  const [slow, quick] = [jobOf("slow", 80), jobOf("quick", 40)];
  const normal = new GatedRun(slow, `${folder}/slow-out`, "normal");
  // A run alone with both workers.
  await until((all) => {
    const row = of(all, "normal");
    return isAtWork(row) && row?.progress?.stage === "compose";
  });
  const rush = new GatedRun(quick, `${folder}/quick-out`, "rush");
  await until((all) => isAtWork(of(all, "rush")) && of(all, "normal")?.lanes === 0);
  // It ends what it has begun, and begins nothing more.
  normal.open();
  await until((all) => of(all, "normal")?.underWay === 0);
  normal.shut();
  await untilSeen(bothRuns, ([ahead, behind]) => {
    const { process: rushing } = ahead ?? {};
    const { process: waiting, exceptions = [] } = behind ?? {};
    const isRushing = rushing?.priority === "rush" && isAtWork(rushing);
    const isPaused = waiting?.priority === "normal" && waiting.lanes === 0 && waiting.wanted === 2;
    const isSaid = exceptions.some(({ what }) => what === "waits-for-workers");
    return isRushing && isPaused && waiting.underWay === 0 && isSaid;
  });
  rush.open();
  expect((await rush.end).status).toBe("finished");
  await until((all) => of(all, "rush") === undefined && isAtWork(of(all, "normal")));
  normal.open();
  expect((await normal.end).status).toBe("finished");
  expect(rows()).toEqual([]);

  const alone = await runJob(slow, { out: `${folder}/alone-out` });
  expect(alone.status).toBe("finished");
  const [shared, lone] = [`${folder}/slow-out`, `${folder}/alone-out`].map(outputHashes);
  expect(Object.keys(shared ?? {}).length).toBeGreaterThan(10);
  expect(differences(shared ?? {}, lone ?? {})).toEqual([]);
});

test("two runs on one folder at once: one does the work, the other is refused", async () => {
  const job = jobOf("both", 20);
  const runs = [1, 2].map(() => new GatedRun(job, `${folder}/both-out`, "normal"));
  // The other has been refused, or comes later to a folder that is used.
  await Promise.race([...runs.map(({ end }) => end), until((all) => isAtWork(of(all, "normal")))]);
  for (const run of runs) run.open();
  const ends = await Promise.all(runs.map(({ end }) => end));
  const refused = ends.filter(({ status }) => status === "usage");
  expect(ends.filter(({ status }) => status === "finished")).toHaveLength(1);
  expect(refused).toHaveLength(1);
  expect(["run.in-use", "run.folder-used"]).toContain(refused[0]?.codes?.[0]);
});

test("a process that was killed leaves no claim behind", async () => {
  const killed = new GatedRun(jobOf("killed", 40), `${folder}/killed-out`, "rush");
  const ended = killed.end.catch(() => undefined);
  await until((all) => isAtWork(of(all, "rush")));
  killed.kill();
  await ended;
  expect(of(rows(), "rush")).toBeDefined();
  const next = new GatedRun(jobOf("next", 14), `${folder}/next-out`, "low");
  // It has all workers, and the dead one is gone.
  await until((all) => of(all, "low")?.lanes === 2 && of(all, "rush") === undefined);
  next.open();
  expect((await next.end).status).toBe("finished");
});
