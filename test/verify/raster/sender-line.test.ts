import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { beforeAll, expect, it } from "vitest";
import type { SpoolExpectation } from "../../../src/model/verification.ts";
import { readFrozenRun } from "../../../src/run/folder/frozen-run.ts";
import { runFolder } from "../../../src/run/folder/run-folder.ts";
import { NodeHost } from "../../../src/run/host/host-node.ts";
import { drawSample, sheetsOf } from "../../../src/verify/raster/draw-sample.ts";
import { lookAtSamples } from "../../../src/work/raster/raster-look.ts";
import { projectFolder } from "../../docs/documents.ts";
import { runJob } from "../../kit/in-process.ts";
import { temporaryFolder } from "../../kit/temporary-folder.ts";
import { SpoolEditor } from "../edit-spool.ts";
import { verifiedRun } from "../verified-run.ts";

/** The line above the address of the German invoice, and what pixels say of it. */
const host = new NodeHost();
let out = "";
let spool: SpoolExpectation;

beforeAll(async () => {
  const folder = temporaryFolder();
  const samples = `${projectFolder}/layouts/german-invoice/samples`;
  const lines = ["short", "standard"].map((name) =>
    JSON.stringify(JSON.parse(readFileSync(`${samples}/${name}.json`, "utf8"))),
  );
  writeFileSync(`${folder}/invoices.ndjson`, `${lines.join("\n")}\n`);
  writeFileSync(
    `${folder}/job.yaml`,
    `job: invoices
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: invoices.ndjson, key: invoice.number }
layout: german-invoice
mail: { mailer-id: "902123456", service-type: "270" }
`,
  );
  out = `${folder}/out`;
  const report = await runJob(`${folder}/job.yaml`, { out, workers: 1 });
  expect(report.rejects).toEqual([]);
  spool = verifiedRun(out).spools[0] as SpoolExpectation;
});

/** What is seen on all sheets, where something is painted over the first page of a piece. */
async function seen(painting = ""): Promise<readonly string[]> {
  const root = temporaryFolder();
  symlinkSync(`${out}/shards`, `${root}/shards`);
  for (const file of [spool.file, spool.controlFile]) {
    mkdirSync(dirname(`${root}/${file}`), { recursive: true });
    cpSync(`${out}/${file}`, `${root}/${file}`);
  }
  if (painting !== "") {
    const pdf = new SpoolEditor(`${root}/${spool.file}`);
    const id = pdf.composed(2 * (2 + spool.furniture.setUpSheets) + 1);
    pdf.setText(id, `${pdf.text(id)}\nq .01 0 0 .01 0 0 cm ${painting} Q\n`);
    pdf.save(`${root}/${spool.file}`);
  }
  const frozen = readFrozenRun({ host, folder: runFolder(out) });
  const [verdict] = await lookAtSamples(host, frozen, root, [
    drawSample(spool, sheetsOf(spool), "all"),
  ]);
  return (verdict?.breaches ?? []).map(({ message }) => message);
}

it("is all that the window shows beside the address", async () => {
  expect(verifiedRun(out).verify(spool).breaches).toEqual([]);
  expect(await seen()).toEqual([]);
});

it("is missed where it is covered", async () => {
  expect(await seen("1 g 7000 67500 17000 1100 re f")).toContain(
    "The window does not show the sender's line above the address.",
  );
});

it("hides nothing that is printed beside it", async () => {
  expect(await seen("0 g 20000 68500 300 60 re f")).toContain(
    "Something is printed in the window beside the address.",
  );
});
