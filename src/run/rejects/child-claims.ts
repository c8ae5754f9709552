import type { Ordinal } from "../../base/units.ts";
import { type Host, makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import { readOwnJson } from "../../base/own-json.ts";
import type { Actor } from "../../model/audit.ts";
import { readFrozenRun } from "../folder/frozen-run.ts";
import { runFolder } from "../folder/run-folder.ts";
import type { RunPlace } from "../folder/open-run.ts";

/** A reject of the parent that a child run redrives, with its ordinals in both. */
export interface ClaimedItem {
  /** In the parent. */
  readonly ordinal: Ordinal;
  /** The key it is redriven with, which may differ from the one it was rejected with. */
  readonly key: string;
  readonly childOrdinal: number;
}

/**
 * The rejects that a child run has claimed: kept in the parent's folder before the child begins.
 */
export interface ChildClaim {
  /** 1-based among all children of the run; never reused, since marks are made of it. */
  readonly child: number;
  readonly runId: string;
  readonly folder: string;
  readonly actor: Actor;
  readonly reason: string;
  readonly items: readonly ClaimedItem[];
}

const NAME = /^child-(\d{3,})\.json$/;

/** All claims of a run's children, by number. */
export function childClaims({ host, folder: { decisions } }: RunPlace): ChildClaim[] {
  return host
    .list(decisions)
    .filter((name) => NAME.test(name))
    .map((name) => readOwnJson(host, `${decisions}/${name}`) as ChildClaim)
    .sort((a, b) => a.child - b.child);
}

/** Keeps a claim under the next number. The caller holds the parent's lock. */
export function keepClaim(run: RunPlace, claim: Omit<ChildClaim, "child">): number {
  const { host, folder: parent } = run;
  const child = (childClaims(run).at(-1)?.child ?? 0) + 1;
  makeDurableFolder(host, parent.decisions);
  const name = `child-${String(child).padStart(3, "0")}.json`;
  const text = `${JSON.stringify({ child, ...claim }, null, 1)}\n`;
  writeFileAtomic(host, `${parent.decisions}/${name}`, new TextEncoder().encode(text));
  return child;
}

/** Whether the child's folder still exists; a child that is gone holds no claims. */
export function isThere(host: Host, { folder, runId }: ChildClaim): boolean {
  const child = runFolder(folder);
  return host.exists(child.jobFile) && readFrozenRun({ host, folder: child }).runId === runId;
}
