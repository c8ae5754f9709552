import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test, vi } from "vitest";
import type { RunReport } from "../../src/index.ts";
import type { SpoolExpectation } from "../../src/model/verification.ts";
import { PageMasters } from "../../src/rules/page-masters.ts";
import { ArtRule } from "../../src/verify/art-rule.ts";
import { SheetRule } from "../../src/verify/sheet-rule.ts";
import { readCases } from "../golden/case-file.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { EditedSpools } from "./edited-spools.ts";

/** A run of documents whose pages have masters by their side and by the record. */
const cases = readCases(
  readFileSync(fileURLToPath(new URL("../golden/masters.case", import.meta.url)), "utf8"),
  "masters.case",
);

const folder = temporaryFolder();

/** Writes a job over the layout of a golden case; gives its file. */
function jobOf(name: string, records: readonly object[], where = name): string {
  const given = cases.find((each) => each.name === name);
  const at = `${folder}/${where}`;
  mkdirSync(`${at}/layout`, { recursive: true });
  writeFileSync(`${at}/layout/layout.yaml`, given?.layoutYaml ?? "");
  writeFileSync(`${at}/in.ndjson`, records.map((each) => `${JSON.stringify(each)}\n`).join(""));
  writeFileSync(
    `${at}/job.yaml`,
    `job: masters
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: in.ndjson, key: customer.name }
layout: ${at}/layout
mail: { mailer-id: "902123456", service-type: "270" }
register: ${at}/register.db
verify: { raster: 100 }
`,
  );
  return `${at}/job.yaml`;
}

const lines = ["ZOE WEISS", "1 EXAMPLE ST", "SPRINGFIELD IL 62704-1234"];
const address = { lines, zip: "62704", plus4: "1234", deliveryPoint: "01" };
const records = ["plain", "gold", "plain"].map((tier, at) => ({
  customer: { name: `A${at}`, tier, address },
  rows: Array.from({ length: 45 }, (_, row) => ({ text: `Transfer ${row}`, amount: "7.50" })),
}));

let out = "";
let report: RunReport;
let spools: EditedSpools;
let spool: SpoolExpectation;

beforeAll(async () => {
  out = `${folder}/sides-out`;
  report = await runJob(jobOf("sides", records), { out, workers: 1 });
  spools = new EditedSpools(out, temporaryFolder());
  spool = spools.largest();
});

test("a right run verifies, and shows each record and side its own master", () => {
  expect(report.verification?.found).toMatchObject({ ok: true, breaches: [] });
  const text = execFileSync("pdftotext", ["-layout", `${out}/${spool.file}`, "-"], {
    encoding: "utf8",
  });
  expect(text.match(/Your adviser/g)).toHaveLength(1);
  expect(text.match(/How to read these pages/g)).toHaveLength(6);
});

test.each([
  ["the art of a front on a back", "A1", "A2"],
  ["the art of the first page on a further one", "A1", "A0"],
  ["the art of a further page on the first one", "A0", "A1"],
])("the verifier finds %s", (_, from, to) => {
  const found = spools.breaches(spool, (pdf) => {
    const pages = Array.from({ length: pdf.pageCount - 4 }, (_each, at) => at + 3);
    const page = pages.find((each) => pdf.contents(each).length > 1 && drawsArt(pdf, each, from));
    pdf.change(pdf.composed(page ?? 0), `/${from} Do`, `/${to} Do`);
  });
  const codes = found.filter(({ code }) => code === "verify.page-master");
  expect(codes.map(({ message }) => message)).toEqual([
    expect.stringMatching(new RegExp(`^Page \\d of \\d draws the art ${to}, but its master has`)),
  ]);
});

type Editor = Parameters<Parameters<EditedSpools["breaches"]>[1]>[0];

function drawsArt(pdf: Editor, page: number, name: string): boolean {
  return pdf.text(pdf.composed(page)).includes(`/${name} Do`);
}

test("a composer that takes backs for fronts is found, though fragment and spool agree", async () => {
  const right = Reflect.get(PageMasters.prototype, "indexOf") as PageMasters["indexOf"];
  const faulty = vi.spyOn(PageMasters.prototype, "indexOf").mockImplementation(function (
    this: PageMasters,
    ...given
  ) {
    return right.apply(this, given) === 2 ? 1 : right.apply(this, given);
  });
  const job = jobOf("sides", records.slice(1), "faulty");
  try {
    const at = `${folder}/faulty-out`;
    await expect(runJob(job, { out: at, workers: 1 })).rejects.toThrow("4 breaches");
    const { run } = new EditedSpools(at, folder);
    const found = run.spools.flatMap((each) => run.verify(each).breaches);
    expect([...new Set(found.map(({ code }) => code))]).toEqual(["verify.page-master"]);
  } finally {
    faulty.mockRestore();
  }
});

test("what depends on the data leaves a choice of masters, and nothing else does", () => {
  const papers = [{ duplex: true }] as never;
  const plain = { paper: 0, isFrontOnly: false, isLast: false, hasArt: true };
  const last = { ...plain, isLast: true };
  const gold = { ...plain, variant: { of: 0, isConditional: true } };
  const odd = { ...plain, variant: { of: 1, on: "odd" as const, isConditional: false } };
  const bare = {
    ...plain,
    hasArt: false,
    variant: { of: 1, on: "odd" as const, isConditional: true },
  };
  const masters = [plain, plain, last, gold, bare, odd];
  const rule = new ArtRule({ masters }, new SheetRule({ papers, masters }));
  const right = (page: number, pages: number): string[] =>
    ["", "A0", "A1", "A2", "A3", "A4", "A5"].filter(
      (art) => rule.fault({ ordinal: 0, page, pages }, `${art} S1`.trim()) === undefined,
    );
  expect(right(1, 5)).toEqual(["A0", "A3"]);
  expect(right(2, 5)).toEqual(["A1"]);
  expect(right(3, 5)).toEqual(["", "A5"]);
  expect(right(5, 5)).toEqual(["A2"]);
});
