import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import type { RunReport } from "../../src/index.ts";
import type { SpoolExpectation } from "../../src/model/verification.ts";
import { readCases } from "../golden/case-file.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { EditedSpools } from "./edited-spools.ts";

/** Plants changes in pages with what `flow.case` shows, and wants them found on the page. */
const CASES = new URL("../golden/flow.case", import.meta.url);
/** Behind the header sheet. */
const PAGE = 3;

interface FinishedRun {
  readonly report: RunReport;
  readonly spools: EditedSpools;
  readonly spool: SpoolExpectation;
}

const runs = new Map<string, FinishedRun>();

/** A run of two records with the layout of a case. */
async function runOf(name: string): Promise<FinishedRun> {
  const folder = temporaryFolder();
  const given = readCases(readFileSync(CASES, "utf8"), "flow.case").find(
    (each) => each.name === name,
  );
  mkdirSync(`${folder}/${name}`);
  writeFileSync(`${folder}/${name}/layout.yaml`, given?.layoutYaml ?? "");
  const lines = ["ZOE WEISS", "1 EXAMPLE ST", "SPRINGFIELD IL 62704-1234"];
  const address = { lines, zip: "62704", plus4: "1234", deliveryPoint: "01" };
  const records = ["A1", "A2"].map((key) => ({
    ...given?.data,
    customer: { name: key, email: `${key}@mail.example`, address },
  }));
  writeFileSync(`${folder}/in.ndjson`, records.map((each) => `${JSON.stringify(each)}\n`).join(""));
  writeFileSync(
    `${folder}/job.yaml`,
    `job: ${name}
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: in.ndjson, key: customer.name }
layout: ${folder}/${name}
mail: { mailer-id: "902123456", service-type: "270" }
register: register.db
verify: { raster: 100 }
`,
  );
  const out = `${folder}/out`;
  const report = await runJob(`${folder}/job.yaml`, { out, workers: 1 });
  const spools = new EditedSpools(out, temporaryFolder());
  return { report, spools, spool: spools.largest() };
}

const NAMES = ["notes", "columns", "turned"];

beforeAll(async () => {
  for (const name of NAMES) runs.set(name, await runOf(name));
});

test.each(NAMES)("a right run of %s verifies, its pages as they are seen, too", (name) => {
  const report = runs.get(name)?.report;
  expect(report?.verification?.found).toMatchObject({ ok: true, breaches: [] });
  expect(report?.documents).toBe(2);
});

test.each<[string, string, string | RegExp, string]>([
  ["notes", "a mark as large as its text", /\/F0 576 Tf/, "/F0 900 Tf"],
  ["notes", "a mark that names another note", /BT\n/, "BT\n(\\000\\001)Tj\n"],
  ["notes", "the rule above notes moved", / re\nf\n/, "9 re\nf\n"],
  ["columns", "a line moved to another column", / Td/, "9 Td"],
  ["columns", "a line left out", /\([^)]{9,}\)Tj\n/, ""],
  ["turned", "text that ran down turned up", /0 -1 1 0 /, "0 1 -1 0 "],
  ["turned", "text at an angle", /-1 0 0 -1 /, "-1 0 1 -1 "],
])("of %s the verifier finds %s", (name, _, from, to) => {
  const { spools, spool } = runs.get(name) as FinishedRun;
  const found = spools.breaches(spool, (pdf) => pdf.change(pdf.composed(PAGE), from, to));
  expect(found.map((each) => each.code).join(" ")).toContain("verify.content");
});
