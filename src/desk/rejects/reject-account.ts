import { resolve } from "node:path";
import { UsageError } from "../../base/diagnostic.ts";
import { Ledger } from "../../ledger/ledger.ts";
import { CHANNELS } from "../../model/channel.ts";
import type { RejectGroup } from "../../model/reject.ts";
import type { BalanceLine } from "../../model/run-report.ts";
import { decimalAmount, placedSums } from "../../run/sums/balance-sums.ts";
import { readFrozenRun } from "../../run/folder/frozen-run.ts";
import { machine } from "../../run/host/machine.ts";
import { MoneyFields } from "../../run/sums/money-sums.ts";
import {
  drivenChildren,
  groupsOf,
  rejectItems,
  type RejectItem,
} from "../../run/rejects/reject-items.ts";
import type { DrivenChild } from "../../model/decision-details.ts";
import { noRun, openAudit } from "../../run/decisions/decision-session.ts";
import { runFolder } from "../../run/folder/run-folder.ts";
import type { RunPlace } from "../../run/folder/open-run.ts";

/** Money of a field that was placed, in the currency's own digits. */
export interface PlacedMoney {
  readonly field: string;
  readonly inRun: string;
  readonly inChildren: string;
  readonly total: string;
}

/**
 * A run's rejects, what became of each, and whether the sums over the run and its children hold.
 */
export interface RejectAccount {
  readonly job: string;
  readonly cycle: string;
  readonly mode: "test" | "production";
  readonly out: string;
  readonly items: readonly RejectItem[];
  /** The open ones by code and field, the most frequent first. */
  readonly openGroups: readonly RejectGroup[];
  readonly counts: {
    readonly rejected: number;
    readonly open: number;
    readonly driven: number;
    readonly withdrawn: number;
    readonly byHand: number;
  };
  readonly children: readonly { readonly child: number; readonly folder: string }[];
  readonly balance: readonly BalanceLine[];
  readonly money: readonly PlacedMoney[];
}

/** How the units of a run ended. */
interface Ended {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly suppressed: number;
  /** Placed money in minor units, by field. */
  readonly placed: readonly bigint[];
}

/** Accounts for the rejects of a run. Throws a `UsageError` for none, or an unsettled one. */
export function rejectAccount(outFolder: string): RejectAccount {
  const host = machine().host;
  const folder = runFolder(resolve(outFolder));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, outFolder)]);
  const frozen = readFrozenRun({ host, folder });
  const { job, plan } = frozen;
  const items = rejectItems({ host, folder, frozen });
  const children = drivenChildren(openAudit({ host, folder, frozen }).entries);
  const names = new MoneyFields(plan.shape, plan.currencyDigits).names;
  const own = endedOf({ host, folder }, names.length);
  const theirs = children.map((child) =>
    endedOf({ host, folder: runFolder(child.folder) }, names.length),
  );
  const inChildren = names.map((_, field) =>
    theirs.reduce((sum, { placed }) => sum + (placed[field] ?? 0n), 0n),
  );
  const text = (units: bigint): string => decimalAmount(units, plan.currencyDigits);
  return {
    job: job.name,
    cycle: job.cycle,
    mode: job.mode,
    out: folder.root,
    items,
    openGroups: groupsOf({ host, folder }, items),
    counts: countsOf(items),
    children: children.map(({ child, folder: lies }) => ({ child, folder: lies })),
    balance: [
      ...runLines(own, items),
      ...children.map((child, nth) => childLine(child, theirs[nth] as Ended)),
    ],
    money: names.map((field, nth) => {
      const [inRun, more] = [own.placed[nth] ?? 0n, inChildren[nth] ?? 0n];
      return {
        field,
        inRun: text(inRun),
        inChildren: text(more),
        total: text(inRun + more),
      };
    }),
  };
}

function countsOf(items: readonly RejectItem[]): RejectAccount["counts"] {
  const of = (state: RejectItem["state"]): number =>
    items.filter((item) => item.state === state).length;
  return {
    rejected: items.length,
    open: of("open"),
    driven: of("driven"),
    withdrawn: of("withdrawn"),
    byHand: of("by-hand"),
  };
}

function endedOf({ host, folder }: RunPlace, fields: number): Ended {
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    const ended = new Map(ledger.dispositions().map((one) => [one.disposition, one.count]));
    const of = (name: string): number => ended.get(name) ?? 0;
    const units = [...ledger.shardsDone().values()].reduce((sum, shard) => sum + shard.units, 0);
    return {
      read: units,
      accepted: CHANNELS.reduce((sum, channel) => sum + of(channel), 0),
      rejected: of("rejected"),
      suppressed: of("suppressed"),
      placed: placedSums(ledger, fields),
    };
  } finally {
    ledger.close();
  }
}

function runLines(own: Ended, items: readonly RejectItem[]): readonly BalanceLine[] {
  const { read, accepted, rejected, suppressed } = own;
  const { open, driven, withdrawn, byHand } = countsOf(items);
  return [
    line("read = accepted + rejected + suppressed", read, accepted + rejected + suppressed),
    line("rejected = rejects listed", rejected, items.length),
    line(
      "rejects = open + redriven + withdrawn + by hand",
      items.length,
      open + driven + withdrawn + byHand,
    ),
  ];
}

function childLine({ child, items }: DrivenChild, ended: Ended): BalanceLine {
  const { accepted, suppressed } = ended;
  const what = `rejects redriven by child ${child} = accepted + suppressed in it`;
  return line(what, items.length, accepted + suppressed);
}

function line(what: string, left: number, right: number): BalanceLine {
  return { stage: "rejects", what, left, right, ok: left === right };
}
