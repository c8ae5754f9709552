import { tableOf } from "../base/keys-of.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { ShardRow } from "../ledger/account-rows.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { CHANNELS, type Channel } from "../model/channel.ts";
import type {
  BalanceLine,
  RunReport,
  RunStatus,
  StreamBulk,
  StreamReport,
  SuppressionTotals,
} from "../model/run-report.ts";
import type { ComposeCost } from "./compose-stage.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import { rejectLimitText, rejectsAllowed } from "../run/rejects/reject-limit.ts";
import { renditionCounts, type Settlement } from "./settle-stage.ts";
import type { RunWatch } from "../run/folder/run-watch.ts";
import { COMPOSE_PARTS } from "../run/tasks/stage-clock.ts";
import { bulkByStream } from "../work/stream-bulk.ts";

export interface ReportFacts {
  readonly frozen: FrozenRun;
  readonly ledger: Ledger;
  readonly watch: RunWatch;
  readonly status: RunStatus;
  readonly cost: ComposeCost;
  readonly workers: number;
  readonly suppression: SuppressionTotals | undefined;
  readonly out: string;
  readonly balance: readonly BalanceLine[];
  readonly warnings: readonly Diagnostic[];
  /** For a run that is held before assembly: what it would make. */
  readonly settlement?: Settlement | undefined;
}

/** Makes a run's report from its ledger and its stopwatch. */
export function makeReport(facts: ReportFacts): RunReport {
  const { frozen, ledger, watch, status, workers, out, warnings, suppression } = facts;
  const { job, plan, program } = frozen;
  const rejects = ledger.rejects();
  const groups = ledger.fact("reject-groups") ?? [];
  const zones = ledger.fact("zones");
  const inLargePrint = ledger.fact("in-large-print");
  const textMessages = ledger.fact("text-messages");
  const shards = [...ledger.shardsDone().values()];
  // Until the run is settled, rejects are known by shard only.
  const rejected =
    status === "stopped" ? shards.reduce((all, shard) => all + shard.rejects, 0) : sum(rejects);
  const read = shards.reduce((sum, { units }) => sum + units, 0);
  const atIntake = shards.reduce((all, shard) => all + shard.suppressed, 0);
  // Lists are applied to the whole run, so their counts do not fit a part of it.
  const isPart = shards.length < frozen.scan.shards.length;
  const suppressed = isPart ? atIntake : (suppression?.records ?? atIntake);
  const spoolFiles = spoolReports(ledger);
  const { nightpress, node, zlib } = program;
  return {
    status,
    job: job.name,
    mode: job.mode,
    cycle: job.cycle,
    asOf: job.asOf,
    ...(job.parameters && { parameters: job.parameters }),
    layout: { name: plan.name, hash: plan.hash },
    records: { read, accepted: read - rejected - suppressed, rejected },
    ...(suppression && { suppression }),
    ...seedCounts(shards),
    ...madeSoFar(facts, spoolFiles),
    pieces: facts.settlement?.sorter.pieceCount ?? total(spoolFiles, "pieces"),
    spools: spoolFiles.length,
    channels: channelCounts(facts),
    balance: facts.balance,
    streams: streamReports(spoolFiles, bulkByStream(plan, ledger.pageCounts())),
    spoolFiles,
    batchFiles: ledger.batches(),
    rejects,
    ...(groups.length > 0 && { rejectGroups: groups }),
    ...(zones && { zones }),
    ...(inLargePrint !== undefined && { inLargePrint }),
    ...(textMessages && { textMessages }),
    rejectLimit: {
      count: rejectsAllowed(job.limits.rejects, read),
      rule: rejectLimitText(job.limits.rejects),
    },
    warnings,
    stages: watch.times,
    composeCpu: composeCpu(facts.cost),
    workers,
    seconds: watch.seconds,
    cpuSeconds: watch.cpuSeconds,
    rssPeakBytes: watch.rssPeakBytes,
    program: { nightpress, node, zlib },
    out,
  };
}

/** Seeds are composed in shards of their own. */
function seedCounts(shards: readonly ShardRow[]): Pick<RunReport, "seeds"> {
  const own = shards.filter(({ seeds }) => seeds > 0);
  if (own.length === 0) return {};
  const all = (what: "seeds" | "sheets" | "pages"): number =>
    own.reduce((so, shard) => so + shard[what], 0);
  return { seeds: { pieces: all("seeds"), sheets: all("sheets"), pages: all("pages") } };
}

/** What is in spools and batches; for a run that was stopped, what was composed. */
function madeSoFar(
  { ledger, status, settlement }: ReportFacts,
  spoolFiles: SpoolFiles,
): Pick<RunReport, "documents" | "pages" | "sheets"> {
  if (status === "stopped") {
    const shards = [...ledger.shardsDone().values()];
    const all = (what: "documents" | "pages" | "sheets"): number =>
      shards.reduce((so, shard) => so + shard[what], 0);
    return { documents: all("documents"), pages: all("pages"), sheets: all("sheets") };
  }
  return {
    documents: sum(ledger.dispositions().filter(({ disposition }) => isChannel(disposition))),
    pages: settlement?.pages ?? total(spoolFiles, "pages"),
    sheets: settlement?.sheets ?? total(spoolFiles, "sheets"),
  };
}

type SpoolFiles = RunReport["spoolFiles"];

function spoolReports(ledger: Ledger): SpoolFiles {
  const spools = ledger.spools();
  return spools.map((spool) => ({
    ...spool,
    parts: spools.filter(({ stream }) => stream === spool.stream).length,
  }));
}

function streamReports(spools: SpoolFiles, bulks: ReadonlyMap<string, StreamBulk>): StreamReport[] {
  const names = [...new Set(spools.map(({ stream }) => stream))];
  return names.map((name) => {
    const own = spools.filter(({ stream }) => stream === name);
    const counts = {
      pieces: total(own, "pieces"),
      sheets: total(own, "sheets"),
      pages: total(own, "pages"),
    };
    const bulk = bulks.get(name);
    return { name, ...counts, spools: own.length, ...(bulk && { bulk }) };
  });
}

function channelCounts({ ledger, settlement }: ReportFacts): Record<Channel, number> {
  if (settlement !== undefined) {
    return renditionCounts(settlement);
  }
  const counts = tableOf(CHANNELS, () => 0);
  for (const { channel, documents } of ledger.counts()) counts[channel] += documents;
  return counts;
}

function composeCpu({ partMs, documents }: ComposeCost): RunReport["composeCpu"] {
  return COMPOSE_PARTS.map((part, index) => ({
    part,
    usPerDocument: documents === 0 ? 0 : ((partMs[index] ?? 0) * 1000) / documents,
  }));
}

function isChannel(disposition: string): boolean {
  return CHANNELS.some((channel) => channel === disposition);
}

function total(files: SpoolFiles, what: "pages" | "sheets" | "pieces"): number {
  return files.reduce((all, file) => all + file[what], 0);
}

function sum(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((all, { count }) => all + count, 0);
}
