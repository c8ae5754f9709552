import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { compare, runJob } from "../../src/index.ts";
import { CpuMeter } from "../cpu-meter.ts";
import { figure, table } from "../table.ts";

/**
 * Comparing two runs and two layouts of the retail statement, with a report, see `bench/README.md`.
 * What a layout changes decides on the cost: nothing, a message's threshold, or a box of each page.
 */
const CHANGES: Readonly<Record<string, readonly [from: string, to: string]>> = {
  nothing: ["layout: retail-statement", "layout: retail-statement"],
  threshold: ['money("5000.00")', 'money("6000.00")'],
  box: ["[5in, 0.5in, 2.9in, 1.1in]", "[5in, 0.51389in, 2.9in, 1.1in]"],
};

const LAYOUT = fileURLToPath(new URL("../../layouts/retail-statement", import.meta.url));
const { values } = parseArgs({ options: { records: { type: "string", default: "10000" } } });
const records = Number(values.records);
const folder = mkdtempSync(join(tmpdir(), "nightpress-comparing-"));
try {
  const input = `${folder}/input`;
  const made = { records, seed: 7, folder: input, badPercent: 0 } as const;
  writeStatementFixture({ ...made, format: "ndjson", mode: "test" });
  const usual = await runOf(LAYOUT, "usual");
  const rows: string[][] = [];
  for (const [name, [from, to]] of Object.entries(CHANGES)) {
    const layout = `${folder}/${name}`;
    cpSync(LAYOUT, layout, { recursive: true });
    const file = `${layout}/layout.yaml`;
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace(from, () => to),
    );
    const run = await runOf(layout, `run-${name}`);
    rows.push(await measured(`runs, ${name}`, usual, run));
    const data = `${input}/customers.ndjson`;
    rows.push(await measured(`layouts, ${name}`, LAYOUT, layout, data));
  }
  const head = ["what differs", "groups", "changed", "CPU s", "s"];
  console.log(table(head, rows));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function runOf(layout: string, name: string): Promise<string> {
  const job = `${folder}/input/${name}.yaml`;
  const text = readFileSync(`${folder}/input/job.yaml`, "utf8");
  writeFileSync(
    job,
    text.replace(/^layout: .*$/m, () => `layout: ${layout}`),
  );
  const out = `${folder}/${name}-out`;
  await runJob(job, { out, workers: 2 });
  return out;
}

async function measured(
  name: string,
  before: string,
  after: string,
  data?: string,
): Promise<string[]> {
  const meter = new CpuMeter();
  const out = `${folder}/${name.replaceAll(/\W+/g, "-")}`;
  let found = "";
  let changed = "";
  await meter.measure(async () => {
    const { comparison } = await compare(before, after, { data, out });
    found = String(comparison.groups.length);
    changed = String(comparison.documents.changed);
  });
  const { cpuSeconds, seconds } = meter.figures;
  return [name, found, changed, figure(cpuSeconds), figure(seconds)];
}
