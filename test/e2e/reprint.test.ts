import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import {
  type ReprintReport,
  holdOutputs,
  listReprints,
  recordMailing,
  reimageSheets,
  releaseOutputs,
  reprintPieces,
  type RunReport,
  runStatus,
  UsageError,
} from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import type { PieceRow } from "../../src/ledger/ledger-view.ts";
import { Register } from "../../src/register/register.ts";
import type { VoidedPrinting } from "../../src/register/register-voids.ts";
import { parseDataMatrixText } from "../../src/mail/marks.ts";
import { nightpress } from "../kit/command.ts";
import { type ControlRow, count, readControl } from "./control-rows.ts";
import { filesBelow, makeInput, nameOf } from "./e2e-run.ts";
import { finishedRun } from "./finished-runs.ts";
import { today } from "./today.ts";
import { hasPrograms, readPageTexts } from "./page-words.ts";
import { piecesOf, type SpoolPiece, SpoolReader } from "./spool-reader.ts";
import { runJob, verifyStoredRun } from "../kit/in-process.ts";

const host = new NodeHost();
const decision = { by: "A. Kim", reason: "paper torn at the inserter" };

async function releasedRun(name: "rehearsal" | "night"): Promise<string> {
  const { out } = await finishedRun(name);
  withLedger(out, (ledger) => ledger.releaseUnheld());
  return out;
}

function withLedger<T>(out: string, use: (ledger: Ledger) => T): T {
  const ledger = Ledger.open(host, `${out}/ledger.db`);
  try {
    return use(ledger);
  } finally {
    ledger.close();
  }
}

function rowOf(out: string, piece: number): PieceRow {
  return withLedger(out, (ledger) => ledger.piecesOfNumber(piece))[0] as PieceRow;
}

function voidsOf(out: string): VoidedPrinting[] {
  const { job, runId } = readFrozenRun({ host, folder: runFolder(out) });
  return Register.with(host, job.registerFile, ({ voids }) => voids.of(runId));
}

/** The spool that holds a piece's first printing. */
function originalOf(out: string, piece: number): SpoolPiece {
  const spools = filesBelow(`${out}/print`, ".pdf").flatMap(piecesOf);
  return spools.find(({ pieceNumber }) => pieceNumber === piece) as SpoolPiece;
}

/** Content streams by page; overlay first, then what was composed. */
function streamsOf({ spool, firstPage, lastPage }: SpoolPiece): string[][] {
  const reader = new SpoolReader(spool);
  const pages = Array.from({ length: lastPage - firstPage + 1 }, (_, at) => firstPage + at);
  return pages.map((page) => reader.contents(page));
}

function composed(piece: SpoolPiece): (string | undefined)[] {
  return streamsOf(piece).map(([, stream]) => stream);
}

function numbersIn(file: string): number[] {
  return [...new Set(readControl(file).sheets.map((row) => count(row, "piece")))];
}

async function refusals(work: Promise<unknown>): Promise<string[]> {
  const error: unknown = await work.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (!(error instanceof UsageError)) throw new Error("it was not refused", { cause: error });
  return error.diagnostics.map(({ code }) => code);
}

function expectSums(out: string): void {
  const { sums } = listReprints(out);
  expect(sums.length).toBeGreaterThan(2);
  expect(sums.filter(({ ok }) => !ok)).toEqual([]);
}

describe("a jam at the press", () => {
  let out: string;
  let spool: string;
  let report: ReprintReport;
  let sheets: readonly ControlRow[];

  beforeAll(async () => {
    out = await releasedRun("night");
    spool = filesBelow(`${out}/print`, ".pdf").find((file) => file.includes("3to6")) as string;
    ({ sheets } = readControl(spool));
    // From the last sheet of a piece to the first of another.
    const name = nameOf(spool);
    const [from, to] = [
      count(sheets[2] as ControlRow, "sheet"),
      count(sheets[6] as ControlRow, "sheet"),
    ];
    report = await reimageSheets(out, { ...decision, spool: name, sheets: `${from}-${to}` });
  });

  it("is imaged again from whole piece to whole piece, stream by stream the same", () => {
    const touched = new Set(sheets.slice(2, 7).map((row) => count(row, "piece")));
    expect(numbersIn(report.file)).toEqual([...touched]);
    for (const piece of piecesOf(report.file))
      expect(streamsOf(piece)).toEqual(streamsOf(originalOf(out, piece.pieceNumber)));
  });

  it("has the marks of the spool that jammed in its control file", () => {
    const again = readControl(report.file).sheets;
    const before = sheets.filter((row) => numbersIn(report.file).includes(count(row, "piece")));
    const marks = ({ piece, imb, data_matrix, generation, postal_code }: ControlRow) => [
      piece,
      imb,
      data_matrix,
      generation,
      postal_code,
    ];
    expect(again.map(marks)).toEqual(before.map(marks));
  });

  it("lists as waste every sheet of those pieces in the spool that jammed", () => {
    const waste = readFileSync(`${out}/reprints/001/waste.csv`, "utf8").split("\r\n").slice(1, -1);
    const wasted = sheets.filter((row) => numbersIn(report.file).includes(count(row, "piece")));
    const name = nameOf(spool).replace(".pdf", "");
    expect(waste).toEqual(wasted.map((row) => `${name},${row["sheet"]},${row["piece"]},0,jam`));
    expect(report.wastedSheets).toBe(wasted.length);
  });

  it("changes no state, voids nothing, and keeps the sums", () => {
    for (const piece of numbersIn(report.file)) expect(rowOf(out, piece).state).toBe("released");
    expect(withLedger(out, (ledger) => ledger.printings())).toEqual([]);
    expect(voidsOf(out)).toEqual([]);
    expectSums(out);
  });

  it.skipIf(!hasPrograms("pdftotext"))(
    "says on its furniture what it is, and of which sheets",
    () => {
      const [header, ...others] = readPageTexts(
        report.file,
        new SpoolReader(report.file).pageCount,
      );
      const shown = wordsOf(header);
      expect(shown).toContain("RE-IMAGE 001");
      expect(shown).toContain(`of ${nameOf(spool).replace(".pdf", "")}`);
      expect(wordsOf(others.at(-2))).toContain("END OF RE-IMAGE 001");
    },
  );

  it("is refused for sheets and spools that are not there, and for furniture", async () => {
    const name = nameOf(spool);
    const jam = (change: object): Promise<unknown> =>
      reimageSheets(out, { ...decision, spool: name, sheets: "1-1", ...change });
    expect(await refusals(jam({}))).toEqual(["reprint.bad-sheets"]);
    expect(await refusals(jam({ sheets: "9-2" }))).toEqual(["reprint.bad-sheets"]);
    expect(await refusals(jam({ sheets: "2-99999" }))).toEqual(["reprint.bad-sheets"]);
    expect(await refusals(jam({ spool: "another" }))).toEqual(["reprint.unknown-spool"]);
  });
});

describe("a re-image", () => {
  it("is refused of a spool that is held, and without a name or a reason", async () => {
    const out = await releasedRun("rehearsal");
    const spool = nameOf(filesBelow(`${out}/print`, ".pdf")[0] as string);
    const jam = (change: object): Promise<unknown> =>
      reimageSheets(out, { ...decision, spool, sheets: "2-3", ...change });
    for (const change of [{ by: " " }, { reason: "" }])
      expect(await refusals(jam(change))).toEqual(["decision.no-reason"]);
    await holdOutputs(out, { ...decision, spools: [spool] });
    expect(await refusals(jam({}))).toEqual(["reprint.not-released"]);
    expect(listReprints(out).reprints).toEqual([]);
    await releaseOutputs(out, { ...decision, spools: [spool] });
    await jam({});
    expectSums(out);
  });
});

describe("a shop that allows one percent of a run to be reprinted", () => {
  it("is asked again past that, counted over all reprints, each piece once", async () => {
    const input = makeInput({ format: "ndjson", records: 300 });
    const shop = `${input}/shop.yaml`;
    writeFileSync(shop, `${readFileSync(shop, "utf8")}reprints: { pieces-max-percent: 1 }\n`);
    const { out, pieces } = await runJob(`${input}/job.yaml`, {
      out: `${input}/../out`,
      workers: 2,
    });
    const most = Math.floor(pieces / 100);
    const reprint = (pieces: string, more: object = {}): Promise<ReprintReport> =>
      reprintPieces(out, { ...decision, pieces, cause: "damaged", ...more });
    expect(most).toBeGreaterThan(0);
    expect(await refusals(reprint(`1-${most + 1}`))).toEqual(["reprint.past-limit"]);
    await reprint(`1-${most}`);
    await reprint("1", { again: true });
    const past = String(most + 1);
    expect(await refusals(reprint(past))).toEqual(["reprint.past-limit"]);
    await reprint(past, { pastLimit: true });
    const decided = listReprints(out).reprints.map(({ details }) => "pastLimit" in details);
    expect(decided).toEqual([false, false, true]);
  });
});

describe("pieces that are reprinted", () => {
  let out: string;
  let damaged: ReprintReport;

  beforeAll(async () => {
    out = await releasedRun("night");
    damaged = await reprintPieces(out, { ...decision, pieces: "30-33,7,31", cause: "damaged" });
  });

  it("come in the order of the first printing, each once", () => {
    expect(numbersIn(damaged.file)).toEqual([7, 30, 31, 32, 33]);
    expect(damaged).toMatchObject({ number: 1, pieces: 5, newSerials: 0, resumed: false });
  });

  it("have the composed bytes of the first printing under marks of the next generation", () => {
    const rows = readControl(damaged.file).sheets;
    for (const row of rows)
      expect(parseDataMatrixText(row["data_matrix"] as string)).toMatchObject({
        pieceNumber: count(row, "piece"),
        sheet: count(row, "sheet_of_piece"),
        generation: 1,
      });
    expect(rows.map((row) => row["generation"])).toEqual(rows.map(() => "1"));
    for (const piece of piecesOf(damaged.file).slice(0)) {
      const original = originalOf(out, piece.pieceNumber);
      expect(composed(piece)).toEqual(composed(original));
      for (const [page, [overlay]] of streamsOf(piece).entries())
        expect(overlay).not.toBe(streamsOf(original)[page]?.[0]);
    }
  });

  it("keep their IMb where they are damaged and in hand", () => {
    for (const row of readControl(damaged.file).sheets) {
      const original = readControl(originalOf(out, count(row, "piece")).spool).sheets.find(
        (one) => one["piece"] === row["piece"] && one["sheet_of_piece"] === row["sheet_of_piece"],
      );
      expect(row["imb"]).toBe(original?.["imb"]);
    }
  });

  it("are void in ledger and register as they were, and released as they are", () => {
    expect(
      voidsOf(out).map(({ pieceNumber, generation, cause }) => [pieceNumber, generation, cause]),
    ).toEqual([7, 30, 31, 32, 33].map((piece) => [piece, 0, "damaged"]));
    for (const { serial, pieceNumber } of voidsOf(out))
      expect(serial).toBe(rowOf(out, pieceNumber).serial);
    expect(rowOf(out, 7).state).toBe("released");
    expectSums(out);
  });

  it.skipIf(!hasPrograms("pdftotext"))("are listed on a cover sheet, without customer data", () => {
    const texts = readPageTexts(damaged.file, new SpoolReader(damaged.file).pageCount);
    const cover = wordsOf(texts[2]);
    expect(wordsOf(texts[0])).toContain("REPRINT 001");
    const originals = readControl(originalOf(out, 30).spool).sheets;
    const row = originals.find((one) => one["piece"] === "30") as ControlRow;
    expect(cover).toMatch(
      new RegExp(
        `30 R1 ${row["sheets_of_piece"]} first [A-Z] ${row["sheet"]} ${row["postal_code"]} damaged none`,
      ),
    );
    expect(cover).not.toContain(rowOf(out, 30).key);
  });

  it("take serials never used before by a named decision, where they are not in hand", async () => {
    const all = { ...decision, pieces: "40-44" };
    const nobody = { ...all, cause: "damaged", by: "\t" } as const;
    expect(await refusals(reprintPieces(out, nobody))).toEqual(["decision.no-reason"]);
    expect(await refusals(reprintPieces(out, { ...all, cause: "missing" }))).toEqual([
      "reprint.needs-new-serial",
    ]);
    const keep = { ...all, cause: "damaged", newSerial: true } as const;
    expect(await refusals(reprintPieces(out, keep))).toEqual(["reprint.keeps-serial"]);
    const used = withLedger(out, (ledger) =>
      ledger.spools().flatMap(({ index }) => [...ledger.piecesOfSpool(index)]),
    ).map(({ serial }) => serial);
    const report = await reprintPieces(out, { ...all, cause: "missing", newSerial: true });
    const printings = withLedger(out, (ledger) => ledger.printings());
    const drawn = printings.filter(({ cause }) => cause === "missing");
    for (const { piece, serial } of drawn) {
      expect(serial < 0).toBe(rowOf(out, piece).serial < 0);
      if (serial >= 0) expect(used).not.toContain(serial);
    }
    const imbs = readControl(report.file).sheets.map(({ imb = "" }) => imb);
    const serials = imbs.filter((imb) => imb !== "").map((imb) => Number(imb.slice(14, 20)));
    expect(serials).toEqual(drawn.map(({ serial }) => serial).filter((serial) => serial >= 0));
    expect(report.newSerials).toBe(serials.length);
    expectSums(out);
  });

  it("can be reprinted again, by the mark of the printing that stands alone", async () => {
    const matrices = (file: string, piece: number): string[] =>
      readControl(file).sheets.flatMap((row) =>
        count(row, "piece") === piece ? [row["data_matrix"] as string] : [],
      );
    const list = `${out}/../marks.txt`;
    writeFileSync(list, matrices(originalOf(out, 31).spool, 31).join("\n"));
    const again = { ...decision, from: list, cause: "damaged" } as const;
    expect(await refusals(reprintPieces(out, again))).toEqual(["reprint.voided"]);
    writeFileSync(list, matrices(damaged.file, 31).join("\r\n"));
    const report = await reprintPieces(out, again);
    const [row] = readControl(report.file).sheets;
    expect(row).toMatchObject({ piece: "31", generation: "2" });
    expect(composed(piecesOf(report.file)[0] as SpoolPiece)).toEqual(composed(originalOf(out, 31)));
    expectSums(out);
  });

  it("are imaged again where the reprint jams, as the generation they are", async () => {
    const sheets = readControl(damaged.file).sheets.filter(({ piece }) => piece === "32");
    const sheet = sheets[0]?.["sheet"] as string;
    const jam = { ...decision, spool: nameOf(damaged.file), sheets: sheet };
    const report = await reimageSheets(out, jam);
    const [again] = piecesOf(report.file);
    const [before] = piecesOf(damaged.file).filter(({ pieceNumber }) => pieceNumber === 32);
    expect(streamsOf(again as SpoolPiece)).toEqual(streamsOf(before as SpoolPiece));
    expectSums(out);
  });

  it("are left out of a re-image of what is void", async () => {
    const original = originalOf(out, 30);
    const rows = readControl(original.spool).sheets;
    const place = (piece: number): number =>
      count(rows.find((row) => count(row, "piece") === piece) as ControlRow, "sheet");
    const spool = nameOf(original.spool);
    const alone = { ...decision, spool, sheets: String(place(30)) };
    expect(await refusals(reimageSheets(out, alone))).toEqual(["reprint.nothing-stands"]);
    const range = { ...alone, sheets: `${place(29)}-${place(34)}` };
    const report = await reimageSheets(out, range);
    expect(numbersIn(report.file)).toEqual([29, 34]);
    expect(report.leftOut).toBe("30-33");
    expectSums(out);
  });

  it("are told of by status and by the run's report", async () => {
    const wastedSheets = filesBelow(`${out}/reprints`, "waste.csv")
      .map((file) => readFileSync(file, "utf8").split("\r\n").length - 2)
      .reduce((sum, rows) => sum + rows, 0);
    const { reprints } = runStatus(out);
    const counts = { reimages: 2, reprints: 3, pieces: 14, wastedSheets, unmade: 0 };
    expect(reprints).toMatchObject(counts);
    expect(reprints?.sums).toEqual(listReprints(out).sums);
    const said = `2 re-images, 3 reprints: 14 pieces, ${wastedSheets} sheets wasted; all `;
    expect((await nightpress(["status", out])).out).toContain(`\n  reprints ${said}`);
    const page = readFileSync(`${out}/reports/run.html`, "utf8");
    expect(page).toContain(`Reprinted: ${said}`);
    const report = JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8")) as RunReport;
    expect(report.standing?.reprints).toEqual(reprints);
    const actions = report.standing?.decisions.map(({ action }) => action) ?? [];
    expect(actions.filter((action) => action === "reprint-made").length).toBe(5);
    expect(actions.length).toBe(10);
  });

  it("do not keep the run from being decided about where their spools are gone", async () => {
    const away = `${out}/../reprints-away`;
    renameSync(`${out}/reprints`, away);
    const { standing } = await holdOutputs(out, { ...decision, channels: ["print"] });
    renameSync(away, `${out}/reprints`);
    expect(standing.reprints).toMatchObject({ unmade: 5, sums: [] });
  });
});

describe("what cannot be reprinted", () => {
  let out: string;

  beforeAll(async () => {
    out = await releasedRun("rehearsal");
  });

  it("is refused all at once, each with its reason", async () => {
    const list = `${out}/../list.csv`;
    const { jobMark } = readFrozenRun({ host, folder: runFolder(out) });
    const other = `000000005000100010ZZZZZZZZ`;
    writeFileSync(list, `piece,cause\n5,damaged\n${other}?,damaged\nx,damaged\n6,eaten\n`);
    expect(await refusals(reprintPieces(out, { ...decision, from: list }))).toEqual([
      "reprint.bad-mark",
      "reprint.bad-mark",
      "reprint.bad-cause",
    ]);
    writeFileSync(list, `${jobMark}-000000005 1/1 A\nOTHER-000000005 1/1 A\n`);
    const marks = reprintPieces(out, { ...decision, from: list, cause: "damaged" });
    expect(await refusals(marks)).toEqual(["reprint.other-job"]);
    writeFileSync(list, "9000\n9001\n5\n");
    const unknown = reprintPieces(out, { ...decision, from: list, cause: "damaged" });
    expect(await refusals(unknown)).toEqual(["reprint.unknown-piece", "reprint.unknown-piece"]);
    expect(listReprints(out).reprints).toEqual([]);
    expect(host.exists(`${out}/reprints`)).toBe(false);
  });

  it("is not printed in a test run as if it were mail", async () => {
    const report = await reprintPieces(out, {
      ...decision,
      pieces: "3",
      cause: "missing",
      newSerial: true,
    });
    expect(nameOf(report.file)).toMatch(/^TEST-/);
    expect(report.newSerials).toBe(0);
    const [row] = readControl(report.file).sheets;
    expect(row).toMatchObject({ imb: "", generation: "1" });
    expect(host.exists(`${out}/../input/register.db`)).toBe(false);
  });

  it("goes out again after it was mailed, and is mailed when that is entered", async () => {
    const mailing = { ...decision, date: today(), statement: "PS 3600 no. 1" };
    await recordMailing(out, mailing);
    expect([3, 4].map((piece) => rowOf(out, piece).state)).toEqual(["mailed", "mailed"]);
    const torn = reprintPieces(out, { ...decision, pieces: "4", cause: "damaged" });
    expect(await refusals(torn)).toEqual(["reprint.mailed"]);
    const jam = { ...decision, spool: nameOf(originalOf(out, 4).spool), sheets: "2-3" };
    expect(await refusals(reimageSheets(out, jam))).toEqual(["reprint.mailed"]);
    const words = ["--cause", "mailed-maybe", "--new-serial", "--by", "A", "--reason", "unread"];
    const said = await nightpress(["reprint", out, "--pieces", "4", ...words]);
    expect(said.out).toMatch(
      /^ {2}not in hand {2}\d sheets?, void: destroy what turns up, listed/m,
    );
    expect(said.out).not.toMatch(/^ {2}destroy/m);
    if (hasPrograms("pdftotext")) {
      const [header] = readPageTexts(listReprints(out).reprints.at(-1)?.file ?? "", 1);
      expect(wordsOf(header)).toContain("Destroy what these replace where it turns up");
    }
    expect([3, 4].map((piece) => rowOf(out, piece).state)).toEqual(["mailed", "released"]);
    await recordMailing(out, mailing);
    expect(rowOf(out, 4).state).toBe("mailed");
    expectSums(out);
  });
});

describe("a control file that is none any more", () => {
  it("is a breach for the verifier, and keeps nobody from deciding", async () => {
    const out = await releasedRun("rehearsal");
    const made = await reprintPieces(out, { ...decision, pieces: "3", cause: "damaged" });
    const list = made.file.replace(/pdf$/, "csv");
    const whole = readFileSync(list);
    writeFileSync(list, whole.subarray(0, whole.length - 9));
    const { verification } = await verifyStoredRun(out, { workers: 1 });
    const file = list.slice(out.length + 1);
    expect(verification?.breaches).toContainEqual(expect.objectContaining({ file }));
    const held = await holdOutputs(out, { ...decision, channels: ["print"] });
    const told = `rows of ${file} can be read: put it back from a copy`;
    expect(held.standing.reprints?.sums).toEqual([
      { stage: "reprint", what: told, left: 0, right: 1, ok: false },
    ]);
    expect(listReprints(out).sums).toEqual(held.standing.reprints?.sums);
    expect((await nightpress(["reprint", out, "--list"])).out).toContain(told);
    writeFileSync(list, whole);
    expect((await verifyStoredRun(out, { workers: 1 })).verification?.ok).toBe(true);
    expectSums(out);
  });
});

/** The words of a page in reading order. */
function wordsOf(page: string | undefined): string {
  return [...(page ?? "").matchAll(/>([^<]*)<\/word>/g)].map(([, word]) => word).join(" ");
}
