import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { type CheckedJob, loadCheckedJob } from "../../src/run/folder/load-run.ts";

/** The job of the standard statement, checked, with its plan; it has no records. */
export function standardJob(): CheckedJob {
  const folder = mkdtempSync(join(tmpdir(), "nightpress-bench-"));
  try {
    const { jobFile } = writeStatementFixture({
      records: 0,
      seed: 1,
      folder,
      format: "ndjson",
      badPercent: 0,
      mode: "production",
    });
    return loadCheckedJob(new NodeHost(), jobFile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
