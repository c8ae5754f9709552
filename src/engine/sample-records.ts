import type { Reject, RejectGroup } from "../model/reject.ts";
import { RejectGroups } from "../spool/reject-groups.ts";
import type { CollectedShard } from "../spool/fragment-writer.ts";
import { emailImages } from "../work/email-images.ts";
import type { Population } from "./population.ts";
import type { Prepared } from "../work/prepare.ts";
import { ShardComposer } from "../work/shard-composer.ts";
import { type DrawnUnits, drawUnits } from "./draw-units.ts";
import type { OpenRun } from "../run/folder/open-run.ts";

/** The result of composing a sample of an input's records. */
export interface RecordSample extends Omit<CollectedShard, "rejects"> {
  readonly records: number;
  /** Whether that is the whole input. */
  readonly isWhole: boolean;
  readonly rejects: number;
  /** Reasons for rejection, the most frequent first. */
  readonly reasons: readonly RejectReason[];
  /** Rejects that the run is expected to have, and the number it will almost certainly reach. */
  readonly expectedRejects: number;
  readonly leastRejects: number;
}

/** Rejects of one reason; place and message are those of the first. */
export interface RejectReason extends RejectGroup {
  readonly byteOffset: number;
}

/**
 * Binds and composes a sample of the records in this thread, with the code that workers run, and
 * writes nothing.
 */
export async function sampleRecords(
  { host, frozen }: Pick<OpenRun, "host" | "frozen">,
  prepared: Prepared,
  { suppressions }: Population,
): Promise<RecordSample> {
  const reasons = suppressions?.suppressions.map(({ key, reason }) => [key, reason] as const);
  const setup = {
    statics: prepared.statics,
    emailImages: await emailImages(host, frozen.plan, frozen.job.layout),
    suppressed: reasons && new Map(reasons),
  };
  const composer = new ShardComposer(host, frozen, setup, prepared.fonts);
  const drawn = drawUnits(frozen.scan, frozen.job.seed);
  const looks = drawn.map((draw) => {
    const units = { from: 0, to: draw.shard.unitCount, only: draw.units };
    return { draw, came: composer.probe(draw.shard, units) };
  });
  return accountOf(looks, frozen.scan.unitCount);
}

interface Look {
  readonly draw: DrawnUnits;
  readonly came: CollectedShard;
}

function accountOf(looks: readonly Look[], unitCount: number): RecordSample {
  const sum = (of: (came: CollectedShard) => number): number =>
    looks.reduce((total, { came }) => total + of(came), 0);
  const records = looks.reduce((total, { draw }) => total + draw.units.size, 0);
  return {
    records,
    isWhole: records === unitCount,
    rejects: sum(({ rejects }) => rejects.length),
    suppressed: sum(({ suppressed }) => suppressed),
    documents: sum(({ documents }) => documents),
    pieces: sum(({ pieces }) => pieces),
    pages: sum(({ pages }) => pages),
    sheets: sum(({ sheets }) => sheets),
    bytes: sum(({ bytes }) => bytes),
    spoiltCodes: sum(({ spoiltCodes }) => spoiltCodes),
    reasons: reasonsIn(looks.flatMap(({ came }) => came.rejects)),
    ...expectedOf(looks, unitCount),
  };
}

function reasonsIn(rejects: readonly Reject[]): RejectReason[] {
  const groups = new RejectGroups();
  for (const reject of rejects.toSorted((a, b) => a.ordinal - b.ordinal)) groups.add(reject);
  const offsets = new Map(rejects.map(({ ordinal, byteOffset }) => [ordinal, byteOffset]));
  return groups.list().map((group) => ({ ...group, byteOffset: offsets.get(group.ordinal) ?? 0 }));
}

/** Units at the ends count as they are; sampled units represent all those between. */
function expectedOf(
  looks: readonly Look[],
  unitCount: number,
): Pick<RecordSample, "expectedRejects" | "leastRejects"> {
  const count = (isDrawn: boolean, of: (look: Look) => number): number =>
    looks.filter(({ draw }) => draw.isDrawn === isDrawn).reduce((sum, look) => sum + of(look), 0);
  const certain = count(false, ({ came }) => came.rejects.length);
  const between = unitCount - count(false, ({ draw }) => draw.units.size);
  const drawn = count(true, ({ draw }) => draw.units.size);
  const rejected = count(true, ({ came }) => came.rejects.length);
  if (drawn === 0) return { expectedRejects: certain, leastRejects: certain };
  const least = Math.max(rejected, Math.floor(leastShare(rejected, drawn) * between));
  return {
    expectedRejects: certain + Math.round((rejected / drawn) * between),
    leastRejects: certain + least,
  };
}

/** Standard deviations below the expected share: one sample in a thousand is further off. */
const DEVIATIONS = 3;

/** The lower end of Wilson's interval for a share of which `hits` in `tries` were seen. */
function leastShare(hits: number, tries: number): number {
  const square = DEVIATIONS ** 2;
  const share = hits / tries;
  const spread = Math.sqrt((share * (1 - share)) / tries + square / (4 * tries ** 2));
  return Math.max(0, (share + square / (2 * tries) - DEVIATIONS * spread) / (1 + square / tries));
}
