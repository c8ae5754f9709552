import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { type CheckedJob, loadCheckedJob } from "../../src/run/folder/load-run.ts";

/**
 * The layout of the standard statement. It is the bench's own and stays as it is, so that figures
 * of years can be compared; `layouts/retail-statement` goes on.
 */
export const STANDARD_LAYOUT = fileURLToPath(new URL("retail-statement", import.meta.url));

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
      layout: STANDARD_LAYOUT,
      mode: "production",
    });
    return loadCheckedJob(new NodeHost(), jobFile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
