import { mkdirSync, writeFileSync } from "node:fs";
import { type RunReport } from "../../src/index.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";

/** How many charges the bills have, in turn: from two sheets up to some for a large envelope. */
const CHARGES = [4, 12, 24, 40, 60, 90, 400, 30, 8, 700];

/** Pages of a bill: the first, as many as its charges need, and the stub. */
export interface Bill {
  readonly account: string;
  readonly charges: readonly { readonly amount: string }[];
}

function bill(index: number): Bill & Record<string, unknown> {
  const count = CHARGES[index % CHARGES.length] ?? 1;
  const cents = Array.from({ length: count }, (_, row) => ((row + 1) * (index + 7) * 131) % 9000);
  const amountOf = (units: number): string =>
    `${Math.floor(units / 100)}.${String(units % 100).padStart(2, "0")}`;
  const zip = String(62701 + (index % 9) * 40);
  return {
    account: `W-${10_000 + index}`,
    name: `CUSTOMER ${index}`,
    address: {
      lines: [`CUSTOMER ${index}`, `${index + 1} EXAMPLE ST`, `SPRINGFIELD IL ${zip}-1234`],
      zip,
      plus4: "1234",
      deliveryPoint: String(index % 100).padStart(2, "0"),
    },
    from: "2026-10-01",
    to: "2026-10-31",
    due: "2026-11-20",
    previous: "0.00",
    total: amountOf(cents.reduce((sum, units) => sum + units, 0)),
    charges: cents.map((units, row) => ({
      date: `2026-10-${String((row % 31) + 1).padStart(2, "0")}`,
      meter: `M-${row % 3}`,
      text: "Water, 1,200 gallons",
      amount: amountOf(units),
    })),
  };
}

export interface BillRun {
  readonly out: string;
  readonly report: RunReport;
}

/** Runs bills on a layout; `print` is that section of the job. */
export async function runBills(
  records: number,
  print: string,
  layout = "remittance-bill",
  workers = 1,
): Promise<BillRun> {
  const folder = temporaryFolder();
  mkdirSync(`${folder}/input`);
  const lines = Array.from({ length: records }, (_, index) => `${JSON.stringify(bill(index))}\n`);
  writeFileSync(`${folder}/input/bills.ndjson`, lines.join(""));
  writeFileSync(
    `${folder}/input/job.yaml`,
    `job: water-bills
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: bills.ndjson, key: account, order: key, shard-bytes: 65536 }
layout: ${layout}
mail: { mailer-id: "902123456", service-type: "270" }
print: ${print}
`,
  );
  const report = await runJob(`${folder}/input/job.yaml`, { out: `${folder}/out`, workers });
  return { out: report.out, report };
}
