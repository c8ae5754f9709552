import { execFileSync, type StdioOptions } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { CONTROL_NAME } from "../../fixtures/statement/control-file.ts";
import { writeForeignFixture } from "../../fixtures/statement/foreign/write-foreign-fixture.ts";
import { loadCheckedJob } from "../../src/run/folder/load-run.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { type DataRequest, type ReadingSpec, SPEC_NAME } from "./data-request.ts";
import { READING_SEED } from "./reading-formats.ts";

/** A sheet has no more rows than some million, so each customer has one transaction. */
const TRANSACTIONS = 1;
const STDIO: StdioOptions = ["pipe", "ignore", "inherit"];

// The program of a process that writes data: what it takes is none of the reader's memory.
const requests = JSON.parse(process.argv[2] ?? "[]") as readonly DataRequest[];
for (const request of requests) await writeData(request);

/** The job is written last. */
function isThere({ folder, records }: DataRequest): boolean {
  if (!existsSync(`${folder}/job.yaml`)) return false;
  return readFileSync(`${folder}/${CONTROL_NAME}`, "utf8").includes(`records: ${records}\n`);
}

async function writeData({ url, ...request }: DataRequest): Promise<void> {
  const sql = (input: string): void => {
    const psql = ["-qX", "-v", "ON_ERROR_STOP=1", "-d", url ?? "", "-f", "-"];
    execFileSync("psql", psql, { input, stdio: STDIO });
  };
  if (url !== undefined || !isThere(request))
    await writeForeignFixture({
      ...request,
      seed: READING_SEED,
      transactions: TRANSACTIONS,
      isLatin: true,
      ...(url !== undefined && { database: { url, sql } }),
    });
  const { job, plan } = loadCheckedJob(new NodeHost(), `${request.folder}/job.yaml`);
  const spec: ReadingSpec = { input: job.input, shape: plan.shape };
  writeFileSync(`${request.folder}/${SPEC_NAME}`, JSON.stringify(spec));
}
