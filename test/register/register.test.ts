import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { InvariantError } from "../../src/base/assert.ts";
import { Register } from "../../src/register/register.ts";
import type { RegisteredRun } from "../../src/register/register-runs.ts";
import type { SerialRange } from "../../src/register/register-serials.ts";
import { RegisterError } from "../../src/register/register-error.ts";
import { diskHost } from "../kit/disk-host.ts";
import { tempFile } from "../kit/temp-file.ts";

const AT = "2026-10-31T22:00:00Z";
const DAY = "2026-10-31";

function ask(runId: string, mailerId: string, count: number) {
  const serialDigits = mailerId.length === 6 ? (9 as const) : (6 as const);
  return { runId, mailerId, count, serialDigits, atIso: AT };
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof RegisterError) return error.code;
    throw error;
  }
  return "none";
}

function startChild(file: string, prefix: string, runs: number, count: number): ChildProcess {
  const script = fileURLToPath(new URL("reserving-child.ts", import.meta.url));
  const child = fork(script, [file, prefix, String(runs), String(count)], {
    execPath: process.execPath,
    execArgv: [],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function messageOf<T>(child: ChildProcess): Promise<T> {
  const early = once(child, "exit").then(([code]) => {
    throw new Error(`the child ended with ${String(code)} before it answered`);
  });
  const [message] = (await Promise.race([once(child, "message"), early])) as [T];
  return message;
}

function expectNoOverlap(ranges: readonly SerialRange[]): void {
  const sorted = [...ranges].sort((a, b) => a.first - b.first);
  let next = 1;
  for (const { first, count } of sorted) {
    expect(first).toBe(next);
    next = first + count;
  }
}

test("serials start at 1 and ranges follow each other, per mailer id", () => {
  const register = Register.open(diskHost, tempFile("register.db"));
  expect(register.serials.reserve(ask("a", "123456", 100))).toEqual({
    mailerId: "123456",
    serialDigits: 9,
    first: 1,
    count: 100,
  });
  expect(register.serials.reserve(ask("b", "123456", 5)).first).toBe(101);
  expect(register.serials.reserve(ask("b", "901234567", 5)).first).toBe(1);
  expect(register.serials.left("123456", 9, DAY).count).toBe(999_999_999 - 105);
  expect(register.serials.left("901234567", 6, DAY).count).toBe(999_999 - 5);
  register.close();
});

test("the same run gets the same range again, also after reopening", () => {
  const file = tempFile("register.db");
  const first = Register.open(diskHost, file);
  const range = first.serials.reserve(ask("a", "123456", 100));
  first.serials.reserve(ask("b", "123456", 1));
  expect(first.serials.reserve(ask("a", "123456", 100))).toEqual(range);
  first.close();
  const second = Register.open(diskHost, file);
  expect(second.serials.reserve(ask("a", "123456", 100))).toEqual(range);
  expect(second.serials.left("123456", 9, DAY).count).toBe(999_999_999 - 101);
  second.close();
});

test("the same run asking for another count is told so and changes nothing", () => {
  const register = Register.open(diskHost, tempFile("register.db"));
  register.serials.reserve(ask("a", "123456", 100));
  expect(() => register.serials.reserve(ask("a", "123456", 101))).toThrow(
    /run a has reserved 100 serials of mailer id 123456 and now asks for 101/,
  );
  expect(codeOf(() => register.serials.reserve(ask("a", "123456", 99)))).toBe(
    "register.range-differs",
  );
  expect(register.serials.left("123456", 9, DAY).count).toBe(999_999_999 - 100);
  register.close();
});

test("serials run out exactly at the last one", () => {
  const register = Register.open(diskHost, tempFile("register.db"));
  register.serials.reserve(ask("a", "901234567", 999_990));
  expect(() => register.serials.reserve(ask("b", "901234567", 10))).toThrow(
    /901234567 has 9 serials left, but the run needs 10: use another mailer id/,
  );
  expect(codeOf(() => register.serials.reserve(ask("b", "901234567", 10)))).toBe(
    "register.serials-exhausted",
  );
  expect(register.serials.reserve(ask("c", "901234567", 9))).toMatchObject({ first: 999_991 });
  expect(register.serials.left("901234567", 6, DAY).count).toBe(0);
  expect(register.serials.reserve(ask("a", "901234567", 999_990)).first).toBe(1);
  register.close();
});

test("digits that do not fit the mailer id are refused, counts below 1 break an invariant", () => {
  const register = Register.open(diskHost, tempFile("register.db"));
  const wrong = { ...ask("a", "123456", 1), serialDigits: 6 as const };
  expect(codeOf(() => register.serials.reserve(wrong))).toBe("register.mailer-id");
  expect(codeOf(() => register.serials.left("12345", 9, DAY).count)).toBe("register.mailer-id");
  expect(() => register.serials.reserve(ask("a", "123456", 0))).toThrow(InvariantError);
  register.close();
});

test("any sequence of requests tiles the serials without gap or overlap", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 3 })), {
        maxLength: 12,
      }),
      (requests) => {
        const register = Register.open(diskHost, tempFile("register.db"));
        const ranges = new Map<string, SerialRange>();
        for (const [run, count] of requests) {
          const request = ask(`run-${run}-${count}`, "123456", count);
          const range = register.serials.reserve(request);
          expect(ranges.get(request.runId) ?? range).toEqual(range);
          ranges.set(request.runId, range);
        }
        register.close();
        expectNoOverlap([...ranges.values()]);
      },
    ),
    { numRuns: 15 },
  );
});

test("two processes that create and use one register at once never overlap", async () => {
  for (let round = 0; round < 3; round++) {
    const file = tempFile("register.db");
    const children = [startChild(file, "left", 40, 7), startChild(file, "right", 40, 3)];
    await Promise.all(children.map((child) => messageOf<string>(child)));
    const answers = children.map((child) => messageOf<SerialRange[]>(child));
    for (const child of children) child.send("go");
    const ranges = (await Promise.all(answers)).flat();
    expect(ranges).toHaveLength(80);
    expectNoOverlap(ranges);
    for (const child of children) child.kill("SIGKILL");
  }
});

test("a range is there after the process was killed as soon as it had it", async () => {
  const file = tempFile("register.db");
  const child = startChild(file, "killed", 1, 250);
  await messageOf<string>(child);
  const answer = messageOf<SerialRange[]>(child);
  child.send("go");
  const [range] = await answer;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  expect(await ended).toEqual([null, "SIGKILL"]);
  const register = Register.open(diskHost, file);
  expect(register.serials.left("123456", 9, DAY).count).toBe(999_999_999 - 250);
  expect(register.serials.reserve(ask("killed-0", "123456", 250))).toEqual(range);
  expect(register.serials.reserve(ask("next", "123456", 1)).first).toBe(251);
  register.close();
});

test("the file, its log and nothing else lie there, readable by the owner alone", () => {
  const file = tempFile("register.db");
  const register = Register.open(diskHost, file);
  register.serials.reserve(ask("a", "123456", 100));
  const names = readdirSync(dirname(file)).sort();
  expect(names).toEqual(["register.db", "register.db-shm", "register.db-wal"]);
  for (const name of names) expect(statSync(`${dirname(file)}/${name}`).mode & 0o777).toBe(0o600);
  register.close();
  expect(readdirSync(dirname(file))).toEqual(["register.db"]);
});

test("a range has its state, its time and no mailing date yet", () => {
  const file = tempFile("register.db");
  const register = Register.open(diskHost, file);
  register.serials.reserve(ask("a", "123456", 100));
  register.close();
  const db = new DatabaseSync(file);
  expect({ ...db.prepare("SELECT * FROM ranges").get() }).toEqual({
    run_id: "a",
    mailer_id: "123456",
    purpose: "",
    first: 1,
    count: 100,
    state: "reserved",
    reserved_at: AT,
    mailing_date: null,
  });
  db.close();
});

const RUN: RegisteredRun = {
  runId: "b",
  job: "statements",
  cycle: "2026-10",
  folder: "out/b",
  inputHashes: ["aa", "bb"],
  mode: "production",
  startedAtIso: "2026-10-31T22:00:00Z",
  parentId: "",
};

test("runs are remembered in order of their start; a run may move but not change", () => {
  const register = Register.open(diskHost, tempFile("register.db"));
  const earlier: RegisteredRun = { ...RUN, runId: "c", mode: "test", startedAtIso: "2026-09-30" };
  register.runs.record(RUN);
  register.runs.record(earlier);
  register.runs.record({ ...RUN, folder: "archive/b" });
  expect(register.runs.all()).toMatchObject([earlier, { ...RUN, folder: "archive/b" }]);
  for (const change of [{ inputHashes: ["aa"] }, { cycle: "2026-11" }, { mode: "test" as const }])
    expect(codeOf(() => register.runs.record({ ...RUN, ...change }))).toBe("register.run-differs");
  expect(register.runs.all()).toHaveLength(2);
  register.close();
});

test("a file that is no database is refused and left as it is", () => {
  const file = tempFile("register.db");
  writeFileSync(file, "ordinal,key,name\n".repeat(500));
  expect(codeOf(() => Register.open(diskHost, file))).toBe("register.damaged-file");
  expect(() => Register.open(diskHost, file)).toThrow(/restore the last good copy/);
  expect(readFileSync(file, "utf8")).toBe("ordinal,key,name\n".repeat(500));
});

test("another program's database is refused and left as it is", () => {
  const file = tempFile("register.db");
  const other = new DatabaseSync(file);
  other.exec("CREATE TABLE birds (name TEXT)");
  other.close();
  const before = readFileSync(file);
  expect(codeOf(() => Register.open(diskHost, file))).toBe("register.foreign-file");
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("a register of a newer version is refused", () => {
  const file = tempFile("register.db");
  Register.open(diskHost, file).close();
  const newer = new DatabaseSync(file);
  newer.exec("PRAGMA user_version = 99");
  newer.close();
  expect(() => Register.open(diskHost, file)).toThrow(/has version 99; this program knows 7/);
});

test("damage inside the file is found when it is opened", () => {
  const file = tempFile("register.db");
  const register = Register.open(diskHost, file);
  for (let run = 0; run < 200; run++) register.serials.reserve(ask(`run-${run}`, "123456", 1));
  register.close();
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, Buffer.alloc(4096, 0xa5), 0, 4096, statSync(file).size - 8192);
  closeSync(descriptor);
  expect(codeOf(() => Register.open(diskHost, file))).toBe("register.damaged-file");
});
