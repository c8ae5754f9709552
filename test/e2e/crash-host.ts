import { appendFileSync, statSync } from "node:fs";
import { type Host, HostError, type HostFile } from "../../src/base/host.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";

/** Where a run is to meet its end. Handed over as JSON in the environment variable CRASH_PLAN. */
export interface CrashPlan {
  readonly op:
    | "openRead"
    | "read"
    | "openWrite"
    | "openAppend"
    | "write"
    | "sync"
    | "rename"
    | "syncFolder"
    | "remove";
  /** A regular expression; for `rename`, of the final path. */
  readonly path: string;
  /** The first is 1. All threads count together. */
  readonly nth: number;
  /** `half`: half of a write's bytes get to the disk. */
  readonly when: "before" | "half" | "after";
  /** Kill the process, or fail this call and all later ones like it as the system would. */
  readonly fault: "kill" | keyof typeof FAILURES;
  /** A file of this run alone, which counts the calls. */
  readonly counterFile: string;
}

/** Code and sentence of what the system says. */
const FAILURES = {
  "disk-full": ["ENOSPC", "The disk is full"],
  "disk-broken": ["EIO", "The disk failed"],
  "files-many": ["EMFILE", "Too many files are open"],
} as const;

class Trap {
  readonly #plan: CrashPlan;
  readonly #path: RegExp;

  constructor(plan: CrashPlan) {
    this.#plan = plan;
    this.#path = new RegExp(plan.path);
  }

  around<T>(op: CrashPlan["op"], path: string, action: () => T, half?: () => void): T {
    if (!this.#isDue(op, path)) return action();
    const { when } = this.#plan;
    if (when === "half") half?.();
    if (when !== "after") this.#spring(path);
    const result = action();
    this.#spring(path);
    return result;
  }

  #isDue(op: CrashPlan["op"], path: string): boolean {
    const { nth, counterFile } = this.#plan;
    if (op !== this.#plan.op || !this.#path.test(path)) return false;
    appendFileSync(counterFile, ".");
    // Two threads may both have counted by now, so the exact number can be missed.
    return statSync(counterFile).size >= nth;
  }

  #spring(path: string): void {
    const { fault } = this.#plan;
    if (fault === "kill") process.kill(process.pid, "SIGKILL");
    const [code, sentence] = FAILURES[fault === "kill" ? "disk-broken" : fault];
    throw new HostError(code, path, `${sentence}: ${path}`);
  }
}

/** The machine itself, but for the fault it is to meet. */
class CrashHost extends NodeHost {
  readonly #trap: Trap;

  constructor(trap: Trap) {
    super();
    this.#trap = trap;
  }

  override openRead(path: string): HostFile {
    const open = (): HostFile => new CrashFile(super.openRead(path), path, this.#trap);
    return this.#trap.around("openRead", path, open);
  }

  override openWrite(path: string): HostFile {
    const open = (): HostFile => new CrashFile(super.openWrite(path), path, this.#trap);
    return this.#trap.around("openWrite", path, open);
  }

  override openAppend(path: string): HostFile {
    const open = (): HostFile => new CrashFile(super.openAppend(path), path, this.#trap);
    return this.#trap.around("openAppend", path, open);
  }

  override rename(from: string, to: string): void {
    this.#trap.around("rename", to, () => super.rename(from, to));
  }

  override syncFolder(path: string): void {
    this.#trap.around("syncFolder", path, () => super.syncFolder(path));
  }

  override remove(path: string): void {
    this.#trap.around("remove", path, () => super.remove(path));
  }
}

class CrashFile implements HostFile {
  readonly #file: HostFile;
  readonly #path: string;
  readonly #trap: Trap;

  constructor(file: HostFile, path: string, trap: Trap) {
    this.#file = file;
    this.#path = path;
    this.#trap = trap;
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    const read = (): number => this.#file.read(buffer, offset, length, position);
    return this.#trap.around("read", this.#path, read);
  }

  write(bytes: Uint8Array): void {
    const half = (): void => this.#file.write(bytes.subarray(0, bytes.length >> 1));
    this.#trap.around("write", this.#path, () => this.#file.write(bytes), half);
  }

  sync(): void {
    this.#trap.around("sync", this.#path, () => this.#file.sync());
  }

  close(): void {
    this.#file.close();
  }
}

/** What the engine asks a host module for; every thread has its own. */
export function makeHost(): Host {
  const text = process.env["CRASH_PLAN"];
  if (text === undefined) return new NodeHost();
  return new CrashHost(new Trap(JSON.parse(text) as CrashPlan));
}
