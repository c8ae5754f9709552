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

let report: RunReport;
let spools: EditedSpools;
let spool: SpoolExpectation;

beforeAll(async () => {
  const folder = temporaryFolder();
  const [given] = readCases(readFileSync(CASES, "utf8"), "flow.case");
  mkdirSync(`${folder}/notes`);
  writeFileSync(`${folder}/notes/layout.yaml`, given?.layoutYaml ?? "");
  const lines = ["ZOE WEISS", "1 EXAMPLE ST", "SPRINGFIELD IL 62704-1234"];
  const address = { lines, zip: "62704", plus4: "1234", deliveryPoint: "01" };
  const records = ["A1", "A2"].map((name) => ({
    ...given?.data,
    customer: { name, email: `${name}@mail.example`, address },
  }));
  writeFileSync(`${folder}/in.ndjson`, records.map((each) => `${JSON.stringify(each)}\n`).join(""));
  writeFileSync(
    `${folder}/job.yaml`,
    `job: notes
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: in.ndjson, key: customer.name }
layout: ${folder}/notes
mail: { mailer-id: "902123456", service-type: "270" }
register: register.db
verify: { raster: 100 }
`,
  );
  const out = `${folder}/out`;
  report = await runJob(`${folder}/job.yaml`, { out, workers: 1 });
  spools = new EditedSpools(out, temporaryFolder());
  spool = spools.largest();
});

test("a right run verifies, its pages as they are seen, too", () => {
  expect(report.verification?.found).toMatchObject({ ok: true, breaches: [] });
  expect(report.documents).toBe(2);
});

test.each<[string, string | RegExp, string, string]>([
  ["a mark as large as its text", /\/F0 576 Tf/, "/F0 900 Tf", "content"],
  ["a mark that names another note", /BT\n/, "BT\n(\\000\\001)Tj\n", "content"],
  ["the rule above notes moved", / re\nf\n/, "9 re\nf\n", "content"],
])("the verifier finds %s", (_, from, to, code) => {
  const found = spools.breaches(spool, (pdf) => pdf.change(pdf.composed(PAGE), from, to));
  expect(found.map((each) => each.code).join(" ")).toContain(`verify.${code}`);
});
