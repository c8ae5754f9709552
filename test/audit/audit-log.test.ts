import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Host, HostError } from "../../src/base/host.ts";
import { AuditLog } from "../../src/audit/audit-log.ts";
import type { Actor, Decision } from "../../src/model/audit.ts";
import { diskHost } from "../kit/disk-host.ts";
import { tempFile } from "../kit/temp-file.ts";

const actor: Actor = { by: "R. Ames", osUser: "night", hostName: "press-1" };
const decision = (reason: string): Decision => ({
  action: "pull",
  reason,
  details: { pieces: [3, 4], missing: undefined },
});

function logWith(file: string, count: number): AuditLog {
  const log = AuditLog.open(diskHost, file, "run one");
  for (let at = 1; at <= count; at += 1) log.append(actor, decision(`reason ${at}`));
  return log;
}

function newFile(): string {
  return tempFile("audit.ndjson");
}

/** The disk, but that no file can be synced under its own name. */
const failingHost: Host = {
  ...diskHost,
  openAppend(path) {
    const sync = (): never => {
      throw new HostError("EIO", path, `The disk failed: ${path}`);
    };
    return Object.assign(diskHost.openAppend(path), { sync });
  },
};

describe("an audit log", () => {
  it("takes back an entry that could not be made durable, so that nobody acts on it", () => {
    const file = newFile();
    logWith(file, 2);
    const failing = AuditLog.open(failingHost, file, "run one");
    expect(() => failing.append(actor, decision("lost with the power"))).toThrow(/disk failed/);
    const read = AuditLog.open(diskHost, file, "run one");
    expect(read.entries.map(({ reason }) => reason)).toEqual(["reason 1", "reason 2"]);
    read.append(actor, decision("reason 3"));
    read.sync();
    expect(AuditLog.open(diskHost, file, "run one").root.seq).toBe(3);
  });

  it("gives back what was entered, with a root that says how far it has come", () => {
    const file = newFile();
    const written = logWith(file, 3);
    const read = AuditLog.open(diskHost, file, "run one");
    expect(read.entries).toEqual(written.entries);
    expect(read.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(read.root).toMatchObject({ seq: 3, hash: written.entries[2]?.hash });
    expect(read.entries[0]).toMatchObject({ ...actor, details: { pieces: [3, 4] } });
  });

  it("finds a changed, a removed and a moved line, and another run's log", () => {
    const file = newFile();
    logWith(file, 4);
    const text = readFileSync(file, "utf8");
    const lines = text.split("\n");
    const spoilt = [
      text.replace("reason 2", "reason 5"),
      text.replace("R. Ames", "R. Amos"),
      lines.filter((_, index) => index !== 1).join("\n"),
      [lines[1], lines[0], ...lines.slice(2)].join("\n"),
      `${lines[0]}\nno JSON\n`,
    ];
    for (const each of spoilt) {
      writeFileSync(file, each);
      expect(() => AuditLog.open(diskHost, file, "run one")).toThrow(/was changed: line/);
    }
    writeFileSync(file, text);
    expect(() => AuditLog.open(diskHost, file, "run two")).toThrow(/line 1/);
  });

  it("finds that the end is cut off, or all of it rewritten, by a root kept elsewhere", () => {
    const file = newFile();
    const { root } = logWith(file, 3);
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, `${lines.slice(0, 2).join("\n")}\n`);
    expect(() => AuditLog.open(diskHost, file, "run one").checkRoot(root)).toThrow(/is truncated/);
    writeFileSync(file, "");
    const rewritten = logWith(file, 2);
    rewritten.append({ ...actor, by: "N. N." }, decision("reason 3"));
    expect(() => rewritten.checkRoot(root)).toThrow(/was rewritten/);
    rewritten.checkRoot(rewritten.root);
  });

  it("drops a line that a crash has torn, and goes on where it stood", () => {
    const file = newFile();
    logWith(file, 2);
    writeFileSync(file, `${readFileSync(file, "utf8")}{"seq":3,"atI`);
    const log = AuditLog.open(diskHost, file, "run one");
    expect(log.root.seq).toBe(2);
    log.append(actor, decision("after the crash"));
    expect(AuditLog.open(diskHost, file, "run one").entries.map(({ seq }) => seq)).toEqual([
      1, 2, 3,
    ]);
  });
});
