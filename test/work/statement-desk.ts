import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { defined } from "../../src/base/assert.ts";
import { scanInput } from "../../src/intake/scan.ts";
import { FragmentReader } from "../../src/spool/fragment-reader.ts";
import { sealedRun } from "../../src/run/folder/job-seal.ts";
import { programVersions } from "../../src/run/host/program.ts";
import { ShardComposer } from "../../src/work/shard-composer.ts";
import { compileRecordCheck } from "../../src/intake/check/record-check.ts";
import { type Channel, CHANNELS } from "../../src/model/channel.ts";
import type { Job } from "../../src/model/job.ts";
import type { CustomerRecord, RawObject } from "../../src/model/record.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { type CheckedJob, loadCheckedJob } from "../../src/run/folder/load-run.ts";
import { DocumentComposer } from "../../src/work/document-composer.ts";
import { emailImages } from "../../src/work/email-images.ts";
import { prepare, type Prepared } from "../../src/work/prepare.ts";

const host = new NodeHost();

/** A few customers' statements, and all that composes one of them without a run. */
export class StatementDesk {
  readonly records: readonly CustomerRecord[];
  readonly #checked: CheckedJob;
  readonly #prepared: Prepared;
  readonly #emailImages: Awaited<ReturnType<typeof emailImages>>;

  private constructor(
    checked: CheckedJob,
    prepared: Prepared,
    images: Awaited<ReturnType<typeof emailImages>>,
  ) {
    this.#checked = checked;
    this.#prepared = prepared;
    this.#emailImages = images;
    const lines = readFileSync(checked.job.input.file, "utf8").trimEnd().split("\n");
    this.records = lines.map((line, ordinal) => this.#record(JSON.parse(line), ordinal));
  }

  static async open(records: number): Promise<StatementDesk> {
    const folder = mkdtempSync(join(tmpdir(), "nightpress-desk-"));
    const data = { records, seed: 7, format: "ndjson", badPercent: 0, mode: "production" } as const;
    const { jobFile } = writeStatementFixture({ ...data, folder });
    const checked = loadCheckedJob(host, jobFile);
    const { plan, job } = checked;
    const prepared = await prepare(host, plan, job);
    return new StatementDesk(checked, prepared, await emailImages(host, plan, job.layout));
  }

  composer(change: Partial<Job> = {}, channels: readonly Channel[] = CHANNELS): DocumentComposer {
    const { plan, job } = this.#checked;
    const { fonts, statics } = this.#prepared;
    const by = { plan, job: { ...job, ...change }, channels };
    return new DocumentComposer(by, { fonts, statics, emailImages: this.#emailImages });
  }

  get job(): Job {
    return this.#checked.job;
  }

  /** All of the records, composed as a shard of a run. */
  shard(): FragmentReader {
    const { plan, job } = this.#checked;
    const workFolder = `${job.folder}/work`;
    const scan = scanInput(host, job.input, plan.shape, { workFolder });
    const frozen = sealedRun({
      version: 1,
      runId: "desk",
      jobMark: "DESK0001",
      job,
      plan,
      scan,
      unitLimit: scan.unitCount,
      channels: CHANNELS,
      program: programVersions(),
    });
    const { fonts, statics } = this.#prepared;
    const setup = { statics, emailImages: this.#emailImages };
    const path = `${job.folder}/shard.frag`;
    const shard = defined(scan.shards[0], "the only shard");
    new ShardComposer(host, frozen, setup, fonts).compose(shard, path);
    return FragmentReader.open(host, path);
  }

  #record(raw: unknown, ordinal: number): CustomerRecord {
    const { plan, job } = this.#checked;
    const values = defined(compileRecordCheck(plan.shape)(raw), "a sound record");
    const key = (values["account"] as RawObject)["id"] as string;
    const place = { file: job.input.file, line: ordinal + 1, byteOffset: 0, sizeBytes: 1 };
    return { ordinal, key, values, place };
  }
}
