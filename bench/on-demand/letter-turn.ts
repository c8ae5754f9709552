import { openLayout } from "../../src/proof/open-layout.ts";
import { CpuMeter } from "../cpu-meter.ts";
import { standardRecords } from "../statement/bound-statements.ts";
import { STANDARD_LAYOUT } from "../statement/standard-job.ts";

/** Composes standard statements one by one, as PDFs in memory: `letter-turn.ts LETTERS WARM`. */
const [letters, warm] = process.argv.slice(2).map(Number) as [number, number];
const layout = await openLayout(STANDARD_LAYOUT, { asOf: "2026-10-31" });
const records = [...standardRecords(letters + warm)].map(({ values }) => values);
const compose = (from: number, to: number): number =>
  records
    .slice(from, to)
    .reduce((pages, record) => pages + layout.compose(record, { channels: ["print"] }).pages, 0);
compose(letters, letters + warm);
const meter = new CpuMeter();
const pages = await meter.measure(() => compose(0, letters));
process.stdout.write(`${JSON.stringify({ letters, pages, ...meter.figures })}\n`);
