import { readFileSync } from "node:fs";
import { NodeHost } from "../../../src/run/host/host-node.ts";
import { loadJob } from "../../../src/job/load-job.ts";
import { writeStatementFixture } from "../../../fixtures/statement/write-statement-fixture.ts";
import { shared, SMALL } from "../../layout/support.ts";
import type { FuzzTarget } from "../fuzz-kind.ts";
import { MemoryHost } from "../memory-host.ts";
import { mutateYaml } from "../mutate-yaml.ts";
import { verdictOf } from "./layout-target.ts";

const LOGO = '<svg viewBox="0 0 20 10"><rect width="20" height="10" fill="#123456"/></svg>';

/** Spoilt job files of the sample data, against a small layout so that each case is cheap. */
export function openTarget(workFolder: string): FuzzTarget {
  const jobs = (["csv", "ndjson", "json"] as const).map((format) => {
    const folder = `${workFolder}/job-${format}`;
    const options = { format, records: 3, badPercent: 0, mode: "test", seed: 1 } as const;
    const { jobFile } = writeStatementFixture({ ...options, folder });
    return withMore(readFileSync(jobFile, "utf8").replace(/^layout:.*$/m, "layout: small"));
  });
  const host = new MemoryHost(new NodeHost());
  host.files.set("/j/small/layout.yaml", Buffer.from(SMALL));
  host.files.set("/j/small/images/logo.svg", Buffer.from(LOGO));
  return {
    mutate: (prng) => mutateYaml(prng, prng.pick(jobs)),
    check: (input) => {
      host.files.set("/j/job.yaml", Buffer.from(input));
      const { job, plan, diagnostics } = loadJob(host, "/j/job.yaml", shared);
      if (job !== undefined) structuredClone(job);
      return verdictOf(job !== undefined && plan !== undefined, diagnostics);
    },
  };
}

/** What sample jobs do not say. */
function withMore(job: string): string {
  return `${job}print:
  spool-sheets: 500
  sheet-classes: [1, 2, 6]
  break-sheets: { every-sheets: 100 }
hold: { before-release: true, tolerance: "3%" }
missing-glyph: { substitute: "?" }
`;
}
