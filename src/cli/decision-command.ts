import type { Command } from "commander";
import type { Channel } from "../model/channel.ts";
import type { StateCount } from "../model/piece-state.ts";
import type { DecisionResult } from "../index.ts";
import { countText } from "../report/figures.ts";
import { channelList, severalFiles } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

/** What every decision takes. */
export interface DecisionFlags {
  readonly by: string;
  readonly reason: string;
  readonly json?: true;
}

/** What a decision about spools and batches takes as well. */
export interface ScopeFlags extends DecisionFlags {
  readonly spool?: readonly string[];
  readonly stream?: readonly string[];
  readonly channel?: readonly Channel[];
}

/** Adds what every decision requires: who, and why. */
export function withReason(command: Command): Command {
  return command
    .requiredOption("--by <name>", "who decides; recorded in the audit log")
    .requiredOption("--reason <text>", "why; recorded in the audit log")
    .option("--json", "print one JSON object");
}

/** Adds the options that select spools and batches; without any of them, all are meant. */
export function withScope(command: Command): Command {
  return command
    .option("--spool <name>", "a spool or batch, by its file name (repeatable)", severalFiles)
    .option("--stream <name>", "all spools of a print stream (repeatable)", severalFiles)
    .option("--channel <list>", "all of print, email or sms", channelList);
}

/** The engine's request for these options. */
export function scopeOf({ by, reason, spool, stream, channel }: ScopeFlags): {
  by: string;
  reason: string;
  spools?: readonly string[];
  streams?: readonly string[];
  channels?: readonly Channel[];
} {
  return {
    by,
    reason,
    ...(spool && { spools: spool }),
    ...(stream && { streams: stream }),
    ...(channel && { channels: channel }),
  };
}

/** Says what a decision did and where the run stands now. */
export function showDecision(
  done: string,
  result: DecisionResult,
  json: boolean,
  next: readonly string[] = [],
): void {
  if (json) return printJson(result);
  const { standing, seq, out } = result;
  const { ok, sums } = sumsText(result);
  printLine(`${done}: ${shortPath(out)} is ${standing.state}`);
  for (const [state, text] of stateLines(standing.states))
    printLine(`  ${state.padEnd(10)} ${text}`);
  // Before assembly there are no states, so there is nothing to add up.
  if (standing.stateBalance.length > 0)
    printLine(`  ${"balance".padEnd(10)} ${sums}${ok ? "" : " - DO NOT GO ON"}`);
  if (seq > 0) {
    const root = standing.auditRoot.hash.slice(0, 16);
    printLine(`  ${"audit".padEnd(10)} decision ${seq}, root ${root}`);
  }
  for (const line of next) printLine(line);
}

function sumsText({ standing }: DecisionResult): { ok: boolean; sums: string } {
  const lines = standing.stateBalance;
  const agreeing = lines.filter(({ ok }) => ok).length;
  const ok = agreeing === lines.length;
  return { ok, sums: `${agreeing} of ${countText(lines.length, "sum")} agree` };
}

/** A line for each state: pieces and sheets of paper, messages of other channels. */
function stateLines(states: readonly StateCount[]): [string, string][] {
  return [...new Set(states.map(({ state }) => state))].map((state) => {
    const own = states.filter((count) => count.state === state);
    const total = (isPrint: boolean, what: "pieces" | "sheets"): number =>
      own
        .filter(({ channel }) => (channel === "print") === isPrint)
        .reduce((sum, count) => sum + count[what], 0);
    const pieces = countText(total(true, "pieces"), "piece");
    const sheets = countText(total(true, "sheets"), "sheet");
    return [state, `${pieces}, ${sheets}, ${countText(total(false, "pieces"), "message")}`];
  });
}
