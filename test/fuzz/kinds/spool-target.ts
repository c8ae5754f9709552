import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import { writeStatementFixture } from "../../../fixtures/statement/write-statement-fixture.ts";
import { assert } from "../../../src/base/assert.ts";
import { HostError } from "../../../src/base/host.ts";
import type { Prng } from "../../../src/base/prng.ts";
import { assemblyMark } from "../../../src/run/folder/assembly-mark.ts";
import { readFrozenRun } from "../../../src/run/folder/frozen-run.ts";
import { NodeHost } from "../../../src/run/host/host-node.ts";
import { runFolder } from "../../../src/run/folder/run-folder.ts";
import { FragmentBook } from "../../../src/proving/fragment-book.ts";
import { OutputExpectations } from "../../../src/proving/output-expectations.ts";
import { OutputVerifier } from "../../../src/work/output-verifier.ts";
import type { VerifyTask } from "../../../src/run/tasks/worker-tasks.ts";
import { runJob } from "../../../src/index.ts";
import { Ledger } from "../../../src/ledger/ledger.ts";
import type { FuzzTarget, Verdict } from "../fuzz-kind.ts";
import { MemoryHost } from "../memory-host.ts";
import { mutateBytes } from "../mutate-bytes.ts";
import { mutateText } from "../mutate-text.ts";

/** A file of a finished run, and the verifier's task that reads it. */
interface OutputFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly task: VerifyTask;
}

/** Spoilt spools, control files, tickets, batches and fragments of a small run. */
export async function openTarget(workFolder: string): Promise<FuzzTarget> {
  const out = await smallRun(workFolder);
  const disk = new NodeHost();
  const folder = runFolder(out);
  const frozen = readFrozenRun({ host: disk, folder });
  const tasks = verifyTasks(out);
  const files = tasks.flatMap((task) => filesOf(out, task));
  const spools = [...files.keys()].filter((index) => files[index]?.path.endsWith(".pdf"));
  const host = new MemoryHost(disk);
  const verifier = new OutputVerifier(host, frozen, out);
  return {
    mutate: (prng) => {
      const number = prng.chance(0.4) ? prng.pick(spools) : prng.below(files.length);
      const bytes = spoilt(prng, files[number] as OutputFile);
      return Buffer.concat([Buffer.of(number), bytes]);
    },
    check: (input) => {
      const { path, task, bytes } = files[(input[0] ?? 0) % files.length] as OutputFile;
      const spoiltBytes = Buffer.from(input.subarray(1));
      host.files.clear();
      host.files.set(path, spoiltBytes);
      // Of a fragment only the part is read that the output is made of.
      const isOwn = !path.endsWith(".frag") && !spoiltBytes.equals(bytes);
      return verdictOf(verifier, task, isOwn ? path : undefined);
    },
  };
}

async function smallRun(workFolder: string): Promise<string> {
  const folder = `${workFolder}/spool-run`;
  const out = `${folder}/out`;
  if (existsSync(`${out}/reports/run.json`)) return out;
  const plan = {
    format: "ndjson",
    records: 12,
    badPercent: 0,
    mode: "production",
    seed: 5,
  } as const;
  const { jobFile } = writeStatementFixture({ ...plan, transactions: 5, folder });
  await runJob(jobFile, { out, workers: 1 });
  return out;
}

function verifyTasks(out: string): VerifyTask[] {
  const disk = new NodeHost();
  const folder = runFolder(out);
  const frozen = readFrozenRun({ host: disk, folder });
  const ledger = Ledger.open(disk, folder.ledgerFile);
  const book = new FragmentBook({ folder, frozen, ledger });
  const onTrailers = assemblyMark({ host: disk, folder })?.audit;
  const account = { folder, frozen, ledger, book, entries: [], onTrailers };
  const expectations = new OutputExpectations(account);
  const spools = ledger.spools();
  const parts = (stream: string): number => spools.filter((one) => one.stream === stream).length;
  const tasks = [
    ...spools.map((row): VerifyTask => ({
      kind: "verify-spool",
      place: 0,
      expected: expectations.spool(row, parts(row.stream)),
    })),
    ...ledger.batches().map((row): VerifyTask => ({
      kind: "verify-batch",
      place: 0,
      expected: expectations.batch(row),
    })),
  ];
  ledger.close();
  return tasks;
}

/** The files beside the output that are named like it, and its fragments. */
function filesOf(out: string, task: VerifyTask): OutputFile[] {
  const stem = task.expected.file.replace(/\.\w+$/, "");
  const [folder, name] = [dirname(stem), basename(stem)];
  const beside = readdirSync(`${out}/${folder}`).filter((file) => file.startsWith(`${name}.`));
  const fragments = task.expected.fragments.map(({ file }) => file);
  const paths = [...beside.map((file) => `${folder}/${file}`), ...fragments];
  return paths.map((path) => ({
    path: `${out}/${path}`,
    bytes: readFileSync(`${out}/${path}`),
    task,
  }));
}

function spoilt(prng: Prng, { path, bytes }: OutputFile): Uint8Array {
  if (!path.endsWith(".pdf")) {
    if (!/\.(csv|jdf|json|ndjson)$/.test(path)) return mutateBytes(prng, bytes);
    return prng.chance(0.7) ? mutateText(prng, bytes.toString("utf8")) : mutateBytes(prng, bytes);
  }
  const how = prng.below(4);
  if (how === 0) return mutateBytes(prng, bytes);
  if (how === 1) return numberChanged(prng, bytes);
  return streamSpoilt(prng, bytes);
}

/** A number of the PDF's syntax put in place of another, as long as it. */
function numberChanged(prng: Prng, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const from = prng.below(copy.length);
  const window = copy.subarray(from, from + 4000).toString("latin1");
  const found = /\d+/.exec(window);
  if (found === null) return copy;
  const digits = Array.from(found[0], () => String(prng.below(10))).join("");
  copy.write(
    prng.pick([digits, "9".repeat(digits.length), "0".repeat(digits.length)]),
    from + found.index,
    "latin1",
  );
  return copy;
}

/** A stream whose inflated content is another, in the room that it had. */
function streamSpoilt(prng: Prng, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf("\nstream\n", prng.below(copy.length));
  const start = at + 8;
  const end = at < 0 ? -1 : copy.indexOf("endstream", start);
  if (at < 0 || end < 0) return numberChanged(prng, bytes);
  const packed = repacked(prng, copy.subarray(start, end));
  packed.copy(copy, start, 0, Math.min(packed.length, end - start));
  return copy;
}

const BOMB = deflateSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });

function repacked(prng: Prng, packed: Buffer): Buffer {
  if (prng.chance(0.03)) return BOMB;
  try {
    const content = inflateSync(packed);
    const text = content.toString("latin1");
    const other = prng.chance(0.5) ? mutateText(prng, text) : mutateBytes(prng, content);
    return deflateSync(other, { level: 9 });
  } catch {
    return Buffer.from(mutateBytes(prng, packed));
  }
}

function verdictOf(verifier: OutputVerifier, task: VerifyTask, changedPath?: string): Verdict {
  try {
    const { breaches, breachCount } = verifier.verify(task);
    const codes = breaches.map(({ code }) => code);
    assert(breachCount > 0 === codes.length > 0, "breaches that are counted are told");
    assert(codes.length > 0 || changedPath === undefined, `no breach where ${changedPath} changed`);
    return codes.length === 0 ? { kind: "accepted" } : { kind: "refused", codes };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { kind: "refused", codes: [error.code] };
  }
}
