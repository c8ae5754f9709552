import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { creditorReference } from "../../src/base/check-digits.ts";
import type { SpoolExpectation } from "../../src/model/verification.ts";
import type { RunReport } from "../../src/index.ts";
import { readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import { drawSample, sheetsOf } from "../../src/verify/raster/draw-sample.ts";
import { lookAtSamples } from "../../src/work/raster/raster-look.ts";
import { readCases } from "../golden/case-file.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { SpoolEditor } from "./edit-spool.ts";
import { EditedSpools } from "./edited-spools.ts";
import { verifiedRun } from "./verified-run.ts";

/**
 * Plants wrong modules and wrong codes in pages of a run whose layout has every kind of barcode, and
 * wants them found on the page, and again in its pixels.
 */
const host = new NodeHost();
const CASES = new URL("../golden/barcodes.case", import.meta.url);
/** Behind the header sheet. */
const PAGE = 3;

let out = "";
let report: RunReport;
let spools: EditedSpools;
let spool: SpoolExpectation;

beforeAll(async () => {
  const folder = temporaryFolder();
  const [given] = readCases(readFileSync(CASES, "utf8"), "barcodes.case");
  mkdirSync(`${folder}/kinds`);
  writeFileSync(`${folder}/kinds/layout.yaml`, given?.layoutYaml ?? "");
  const address = {
    lines: ["ZOE WEISS", "1 EXAMPLE ST", "SPRINGFIELD IL 62704-1234"],
    zip: "62704",
    plus4: "1234",
    deliveryPoint: "01",
  };
  const values = given?.data as { customer: object; bill: object };
  const records = ["RF18539007547034", creditorReference("1234"), "RF19539007547034"].map(
    (number, at) => ({
      customer: { ...values.customer, address },
      bill: { ...values.bill, number, total: `${at + 1}.50` },
    }),
  );
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  writeFileSync(`${folder}/in.ndjson`, lines.join(""));
  writeFileSync(
    `${folder}/job.yaml`,
    `job: kinds
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: in.ndjson, key: bill.number }
layout: ${folder}/kinds
mail: { mailer-id: "902123456", service-type: "270" }
register: register.db
limits: { rejects: 500 }
verify: { raster: 100 }
`,
  );
  out = `${folder}/out`;
  report = await runJob(`${folder}/job.yaml`, { out, workers: 1 });
  spools = new EditedSpools(out, temporaryFolder());
  spool = spools.largest();
});

test("a right run verifies, with every barcode read from its pixels", () => {
  // Of three records one has a wrong check digit.
  expect(report.records).toMatchObject({ read: 3, accepted: 2, rejected: 1 });
  expect(report.verification?.found).toMatchObject({ ok: true, breaches: [] });
  expect(report.verification?.found?.raster?.codes).toBe(22);
});

test("the reject names the block and the record's field, and shows no value", () => {
  const files = readdirSync(`${out}/rejects`);
  const text = files.map((file) => readFileSync(`${out}/rejects/${file}`, "utf8")).join("");
  expect(text).toContain("data.bad-barcode");
  expect(text).toContain("bill.number");
});

const KINDS = ["qr", "data-matrix", "pdf417", "aztec", "code-128", "gs1-128", "ean-13", "code-39"];

/** A module turned over in the middle of a code of a kind. */
function flip(kind: string, count = 1): (pdf: SpoolEditor) => void {
  return (pdf) => {
    const id = pdf.composed(PAGE);
    const text = pdf.text(id);
    const at = text.indexOf("/AHx ID ", text.indexOf(`/NPcode/${kind}.`)) + "/AHx ID ".length;
    const end = text.indexOf(">", at);
    let changed = text;
    for (let turn = 0; turn < count; turn += 1) {
      const place = at + Math.floor(((end - at) * (turn + 1)) / (count + 1));
      const digit = (Number.parseInt(changed.charAt(place), 16) ^ 4).toString(16);
      changed = changed.slice(0, place) + digit + changed.slice(place + 1);
    }
    pdf.setText(id, changed);
  };
}

describe("on the page, the verifier finds", () => {
  test.each(KINDS)("one wrong module of a %s", (kind) => {
    const found = spools.breaches(spool, flip(kind));
    expect(found).toContainEqual(
      expect.objectContaining({ code: "verify.barcode", file: spool.file, page: PAGE }),
    );
  });

  test.each<[string, string | RegExp, string]>([
    ["a code in another colour", /\n0 g\nq /, "\n.5 g\nq "],
    ["a code turned", /q (\d+) 0 0 (\d+) (\d+ \d+) cm BI/, "q 0 $1 $2 0 $3 cm BI"],
    ["a code without its name", /\/NPcode\/qr\.[0-9a-f.]+>>/, ">>"],
    ["a code of another kind of ink", "/D[1 0]/W", "/D[0 1]/W"],
    ["a box over a code", /\nEI Q\nEMC/, "\nEI Q\n1 g\n0 0 9 9 re\nf\nEMC"],
  ])("%s", (_, from, to) => {
    const found = spools.breaches(spool, (pdf) => pdf.change(pdf.composed(PAGE), from, to));
    expect(found).toContainEqual(
      expect.objectContaining({ code: "verify.content-form", page: PAGE }),
    );
  });
});

/** What is seen of the first page after a change to it. */
async function seen(change: (pdf: SpoolEditor) => void): Promise<string[]> {
  const root = temporaryFolder();
  symlinkSync(`${out}/shards`, `${root}/shards`);
  for (const file of [spool.file, spool.controlFile]) {
    mkdirSync(dirname(`${root}/${file}`), { recursive: true });
    cpSync(`${out}/${file}`, `${root}/${file}`);
  }
  const pdf = new SpoolEditor(`${root}/${spool.file}`);
  change(pdf);
  pdf.save(`${root}/${spool.file}`);
  const frozen = readFrozenRun({ host, folder: runFolder(out) });
  const all = drawSample(spool, sheetsOf(spool), "all");
  const sample = { ...all, sheets: all.sheets.filter(({ sheet }) => sheet === 2) };
  const [verdict] = await lookAtSamples(host, frozen, root, [sample]);
  return verdict?.breaches.map(({ code, page }) => `${code} ${page}`) ?? [];
}

describe("in the pixels, the verifier finds", () => {
  test("nothing wrong with a right page", async () => {
    expect(await seen(() => {})).toEqual([]);
  });

  test.each(["qr", "code-128", "code-39"])("wrong modules of a %s", async (kind) => {
    expect(await seen(flip(kind, 9))).toEqual([`verify.drawn-barcode ${PAGE}`]);
  });

  test("a code that says something else", async () => {
    const found = await seen((pdf) => {
      pdf.change(pdf.composed(PAGE), /\/NPcode\/qr\.[0-9a-f]{4}/, "/NPcode/qr.0000");
    });
    expect(found).toEqual([`verify.drawn-barcode ${PAGE}`]);
  });

  test("a few dark dots over a code, that readers would correct", async () => {
    const found = await seen((pdf) => {
      const id = pdf.composed(PAGE);
      const text = pdf.text(id);
      const qr = text.slice(text.indexOf("/NPcode/qr."));
      const [, left = "", bottom = ""] = /q \d+ 0 0 \d+ (\d+) (\d+) cm BI/.exec(qr) ?? [];
      const box = `${Number(left) + 1000} ${Number(bottom) + 1000} 500 300 re f`;
      pdf.setText(id, `${text}\nq .01 0 0 .01 0 0 cm 0 g ${box} Q\n`);
    });
    expect(found).toEqual([`verify.drawn-barcode ${PAGE}`]);
  });
});

test("what the verifier is told of a run is the run's", () => {
  expect(verifiedRun(out).verify(spool).breaches).toEqual([]);
});
