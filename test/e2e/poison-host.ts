// A host module that makes records deadly to the worker thread that reads, binds or assembles them.
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import type { Host } from "../../src/base/host.ts";
import { Binder } from "../../src/bind/binder.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";

/** What happens to the thread: it ends, it goes round for ever (mostly asleep), or it fills its heap. */
export type Poisoning = "exit" | "loop" | "heap";

export interface PoisonPlan {
  /** By a record's key: when it is composed. */
  readonly bind?: Readonly<Record<string, Poisoning>>;
  /** By a record's key: already when its JSON is read. */
  readonly read?: Readonly<Record<string, Poisoning>>;
  /** By a regular expression: when a file of such a path is opened to be written. */
  readonly write?: Readonly<Record<string, Poisoning>>;
  /** Beginning of names of files: one for each poison, which works only where its file is not there. */
  readonly once?: string;
}

/** The module's URL with its plan, which every thread reads from it. */
export function poisonModule(plan: PoisonPlan): string {
  const url = new URL(import.meta.url);
  url.search = "";
  url.searchParams.set("plan", JSON.stringify(plan));
  return url.href;
}

const text = new URL(import.meta.url).searchParams.get("plan");
const plan = JSON.parse(text ?? "{}") as PoisonPlan;

/** Not whole ones, or they take less room; copied, as to count them out takes seconds. */
const NUMBERS = Array.from({ length: 100_000 }, () => 0.5);

function poison(kind: Poisoning | undefined, name: string): void {
  if (kind === undefined || isMainThread) return;
  if (plan.once !== undefined) {
    const file = `${plan.once}-${name.replaceAll(/\W/g, "")}`;
    try {
      writeFileSync(file, "", { flag: "wx" });
    } catch {
      return;
    }
  }
  if (kind === "exit") process.exit(7);
  const hoard: number[][] = [];
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    if (kind === "heap") hoard.push(NUMBERS.slice());
    else Atomics.wait(nothing, 0, 0, 10);
  }
}

if (!isMainThread && plan.bind !== undefined) {
  // oxlint-disable-next-line typescript/unbound-method
  const bind = Binder.prototype.bind;
  Binder.prototype.bind = function (this: Binder, record) {
    poison(plan.bind?.[record.key], record.key);
    return bind.call(this, record);
  };
}

if (!isMainThread && plan.read !== undefined) {
  const parse = JSON.parse;
  JSON.parse = (json: string, ...rest) => {
    for (const [key, kind] of Object.entries(plan.read ?? {}))
      if (json.startsWith("{") && json.includes(`"${key}"`)) poison(kind, key);
    return parse(json, ...rest) as unknown;
  };
}

class PoisonHost extends NodeHost {
  override openWrite(path: string): ReturnType<NodeHost["openWrite"]> {
    for (const [pattern, kind] of Object.entries(plan.write ?? {}))
      if (new RegExp(pattern).test(path)) poison(kind, pattern);
    return super.openWrite(path);
  }
}

/** What the engine asks a host module for; every thread has its own. */
export function makeHost(): Host {
  return new PoisonHost();
}
