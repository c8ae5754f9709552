import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import {
  formatsOutcome,
  peersOutcome,
  sizeOutcome,
  verifyOutcome,
  workersOutcome,
} from "./compare.ts";
import { contest } from "./contest.ts";
import {
  BARE,
  type Contestant,
  nightpressContestant,
  peerContestants,
  plainContestant,
} from "./contestants.ts";
import { findOutcome } from "./find-at-scale.ts";
import { mappingOutcome } from "./mapping-cost.ts";
import { microOutcome } from "./micro/micro.ts";
import { readingContest } from "./reading/reading-contest.ts";
import { readingOutcome } from "./reading/reading-outcome.ts";
import type { BenchOptions, Subject } from "./options.ts";
import type { SubjectOutcome } from "./outcome.ts";

type Tell = (line: string) => void;
type RunSubject = (options: BenchOptions, tell: Tell) => Promise<SubjectOutcome>;

const HUNDRED_THOUSAND = 100_000;
const QUICK_FIND_DOCUMENTS = 20_000;
const MILLION = 1_000_000;
/** A million records must be read in a heap that holds some thousands. */
const READING_HEAP_MB = 128;
/** Reading alone is so much quicker than a run that it needs more records. */
const READ_FACTOR = 10;
/** Input, fragments and spools of a standard statement on disk at one time. */
const DISK_BYTES_PER_RECORD = 18_000;

/** How each subject is measured. */
export const runSubject: Readonly<Record<Subject, RunSubject>> = {
  micro: (options) => microOutcome(options.quick),
  peers: async (options, tell) => {
    const contestants = [nightpressContestant(options, "ndjson"), ...peerContestants(options)];
    return peersOutcome(await contest(contestants, options.turns, tell));
  },
  verify: async (options, tell) => {
    const bare = peerContestants(options).filter(({ name }) => name === BARE);
    const contestants = [nightpressContestant(options, "ndjson"), ...bare];
    return verifyOutcome(await contest(contestants, options.turns, tell));
  },
  formats: async (options, tell) => {
    const formats = ["ndjson", "csv", "json"] as const;
    const contestants = formats.map((format) => nightpressContestant(options, format));
    const ofFormats = formatsOutcome(await contest(contestants, options.turns, tell));
    const records = options.records * (options.quick ? 1 : READ_FACTOR);
    const { turns } = options;
    const read = await readingContest({ ...options.reading, records, turns }, tell);
    const reading = readingOutcome(read, false);
    return together(ofFormats, mappingOutcome(options.quick), reading);
  },
  reading: async (options, tell) => {
    const records = options.quick ? options.records : MILLION;
    const contested = { ...options.reading, records, turns: 1, heapMb: READING_HEAP_MB };
    const turns = await readingContest(contested, tell);
    return readingOutcome(turns, !options.quick);
  },
  workers: async (options, tell) => {
    // Long runs, so that the start of threads does not hide what they do.
    const records = options.records * (options.quick ? 1 : 4);
    const contestants = [
      ...[1, 2].map((workers) => nightpressContestant({ ...options, records }, "ndjson", workers)),
      ...[1, 2].map((threads) => plainContestant(options, threads)),
    ];
    return workersOutcome(await contest(contestants, options.turns, tell));
  },
  size: (options, tell) => {
    const large = options.quick ? options.records * 2 : HUNDRED_THOUSAND;
    const sizes = [options.records, large].map((records) => [records, 2] as const);
    return atSizes("From small to large, 2 workers, cold", sizes, tell);
  },
  find: (options, tell) => findOutcome(options.quick ? QUICK_FIND_DOCUMENTS : MILLION, tell),
  million: (_options, tell) => {
    const sizes = [2, 4].map((workers) => [MILLION, workers] as const);
    return atSizes("A million records, cold", sizes, tell);
  },
};

function together(...all: readonly SubjectOutcome[]): SubjectOutcome {
  return {
    tables: all.flatMap(({ tables }) => tables),
    figures: Object.assign({}, ...all.map(({ figures }) => figures)),
    targets: all.flatMap(({ targets }) => targets),
  };
}

async function atSizes(
  title: string,
  sizes: readonly (readonly [records: number, workers: number])[],
  tell: Tell,
): Promise<SubjectOutcome> {
  requireDisk(Math.max(...sizes.map(([records]) => records)));
  const workersOf = new Map<string, number>();
  const contestants = sizes.map(([documents, workers]): Contestant => {
    const name = `${documents} records, ${workers} workers`;
    workersOf.set(name, workers);
    const request = {
      kind: "nightpress",
      format: "ndjson",
      workers,
      documents,
      warmUp: 0,
    } as const;
    return { name, request };
  });
  const turns = await contest(contestants, 1, tell);
  return sizeOutcome(title, turns, (name) => workersOf.get(name) ?? 1);
}

/** Throws where the temporary folder's disk has no room for a run of so many records. */
function requireDisk(records: number): void {
  const { bavail, bsize } = statfsSync(tmpdir());
  const needed = records * DISK_BYTES_PER_RECORD;
  if (bavail * bsize >= needed) return;
  const gb = (needed / 1e9).toFixed(0);
  throw new Error(`${records} records need ${gb} GB in ${tmpdir()}; set TMPDIR to a larger disk.`);
}
