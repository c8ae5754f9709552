import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { StoreError } from "../../src/store/store-error.ts";
import { type LockDegree, RunLock } from "../../src/ledger/run-lock.ts";
import { diskHost } from "../kit/disk-host.ts";
import { tempFile } from "../kit/temp-file.ts";

const childFile = fileURLToPath(new URL("./locking-child.ts", import.meta.url));

async function holder(file: string): Promise<{ child: ChildProcess; said: unknown }> {
  const child = fork(childFile, [file]);
  const [said] = (await once(child, "message")) as [unknown];
  return { child, said };
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

it("has one holder at a time, within a process", () => {
  const file = tempFile("run.lock");
  const first = RunLock.take(diskHost, file);
  expect(first).toBeInstanceOf(RunLock);
  expect(RunLock.take(diskHost, file)).toBeUndefined();
  first?.release();
  const next = RunLock.take(diskHost, file);
  expect(next).toBeInstanceOf(RunLock);
  next?.release();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("bears readers and one who decides at once, and nobody beside who works alone", () => {
  const file = tempFile("run.lock");
  const take = (degree: LockDegree) => RunLock.take(diskHost, file, degree);
  const readers = [take("reading"), take("reading")];
  expect(take("alone")).toBeUndefined();
  const decider = take("deciding");
  expect([...readers, decider]).not.toContain(undefined);
  expect(take("deciding")).toBeUndefined();
  const late = take("reading");
  expect(late).toBeDefined();
  for (const lock of [...readers, late]) lock?.release();
  expect(take("alone")).toBeUndefined();
  decider?.release();
  const worker = take("alone");
  expect(worker).toBeDefined();
  expect([take("reading"), take("deciding")]).toEqual([undefined, undefined]);
  worker?.release();
});

it("has one holder among processes, and is free again when that one is killed", async () => {
  const file = tempFile("run.lock");
  const first = await holder(file);
  expect(first.said).toBe("taken");
  expect(RunLock.take(diskHost, file)).toBeUndefined();
  const second = await holder(file);
  expect(second.said).toBe("refused");
  await killed(second.child);
  expect(RunLock.take(diskHost, file)).toBeUndefined();
  await killed(first.child);
  const lock = RunLock.take(diskHost, file);
  expect(lock).toBeInstanceOf(RunLock);
  lock?.release();
});

it("says what to do where its file is something else", () => {
  const file = tempFile("run.lock");
  writeFileSync(file, "not a database of any kind, and longer than a header ".repeat(20));
  expect(() => RunLock.take(diskHost, file)).toThrow(StoreError);
  expect(() => RunLock.take(diskHost, file)).toThrow(/run.lock is damaged: remove it/);
});
