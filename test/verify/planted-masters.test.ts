import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { getDocument, openLayout, type RunReport } from "../../src/index.ts";
import type { SpoolExpectation } from "../../src/model/verification.ts";
import { PageMasters } from "../../src/rules/page-masters.ts";
import { ArtRule } from "../../src/verify/art-rule.ts";
import { SheetRule } from "../../src/verify/sheet-rule.ts";
import { readCases } from "../golden/case-file.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { EditedSpools } from "./edited-spools.ts";

type Editor = Parameters<Parameters<EditedSpools["breaches"]>[1]>[0];

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
    expect.stringMatching(new RegExp(`^Page \\d of \\d has the art ${to}, but its master has`)),
  ]);
});

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

describe("landscape pages within a portrait piece", () => {
  const holding = {
    name: "Fund",
    isin: "XX0",
    units: 5,
    cost: "7.50",
    value: "8.50",
    gain: "1.00",
  };
  let wide: EditedSpools;

  beforeAll(async () => {
    const holders = [60, 0].map((rows, at) => ({
      customer: { name: `A${at}`, address },
      holdings: Array.from({ length: rows }, () => holding),
    }));
    const at = `${folder}/landscape-out`;
    const { verification } = await runJob(jobOf("landscape", holders), { out: at, workers: 1 });
    expect(verification?.found).toMatchObject({ ok: true, breaches: [] });
    wide = new EditedSpools(at, temporaryFolder());
  });

  const TURN = "0 1 -1 0 61200 0 cm\n";

  /** The first page of the spool that lies turned. */
  function turnedPage(pdf: Editor): number {
    const pages = Array.from({ length: pdf.pageCount - 2 }, (_each, at) => at + 3);
    const isTurned = (page: number): boolean =>
      pdf.contents(page).length > 1 && pdf.text(pdf.composed(page)).includes(TURN);
    return pages.find(isTurned) ?? 0;
  }

  test("all pages of the spool are of one size, and their text can be read", () => {
    const { file } = wide.largest();
    const at = `${folder}/landscape-out/${file}`;
    const sizes = execFileSync("pdfinfo", ["-l", "100", at], { encoding: "utf8" });
    expect(new Set(sizes.match(/size: +[\d.x ]+pts/g))).toHaveLength(1);
    expect(new Set(sizes.match(/rot: +\d+/g))).toEqual(new Set(["rot:   0"]));
    const pdf = wide.open(wide.largest());
    const page = String(turnedPage(pdf));
    const text = execFileSync("pdftotext", ["-f", page, "-l", page, at, "-"], { encoding: "utf8" });
    expect(text).toContain("Holdings in detail");
  });

  test("on screen they are turned back: in a letter, and in the copy of what was sent", async () => {
    const { data } = cases.find(({ name }) => name === "landscape") ?? {};
    const opened = await openLayout(`${folder}/landscape/layout`, { asOf: "2026-10-31" });
    const { pdf = new Uint8Array() } = opened.compose(data, { channels: ["print"] });
    const copy = `${folder}/copy.pdf`;
    await getDocument({
      run: `${folder}/landscape-out`,
      key: "A0",
      out: copy,
      by: "Zoe",
      reason: "to see it",
    });
    const rotations = (bytes: Uint8Array): number =>
      Buffer.from(bytes)
        .toString("latin1")
        .match(/\/Rotate 90/g)?.length ?? 0;
    expect([rotations(pdf), rotations(readFileSync(copy))]).toEqual([3, 3]);
  });

  test.each([
    ["upright", ""],
    ["turned the other way", "0 -1 1 0 0 79200 cm\n"],
    ["turned off its sheet", "0 1 -1 0 79200 0 cm\n"],
    ["turned twice", `${TURN}${TURN}`],
  ])("the verifier finds one %s", (how, to) => {
    const found = wide.breaches(wide.largest(), (pdf) => {
      pdf.change(pdf.composed(turnedPage(pdf)), TURN, to);
    });
    const code = /other way|twice/.test(how) ? "verify.content-form" : "verify.page-master";
    expect(found.map((each) => each.code)).toContain(code);
  });

  test("the verifier finds a page turned that stands upright", () => {
    const found = wide.breaches(wide.largest(), (pdf) => {
      pdf.change(pdf.composed(turnedPage(pdf) - 1), ">>DP\n", `>>DP\n${TURN}`);
    });
    expect(found.map((each) => each.code)).toContain("verify.page-master");
  });
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
  const rule = new ArtRule({ masters, papers }, new SheetRule({ papers, masters }));
  const right = (page: number, pages: number, isLarge?: boolean): string[] =>
    ["", ...Array.from({ length: 12 }, (_, at) => `A${at}`)].filter(
      (art) =>
        rule.fault({ ordinal: 0, page, pages }, `${art} S1`.trim(), "", isLarge) === undefined,
    );
  expect(right(1, 5, false)).toEqual(["A0", "A3"]);
  expect(right(2, 5, false)).toEqual(["A1"]);
  expect(right(3, 5, false)).toEqual(["", "A5"]);
  expect(right(5, 5, false)).toEqual(["A2"]);
  // In large print, masters have art of their own, behind that of all masters.
  expect(right(1, 5, true)).toEqual(["A6", "A9"]);
  expect(right(3, 5, true)).toEqual(["", "A11"]);
  expect(right(1, 5)).toEqual(["A0", "A3", "A6", "A9"]);
});
