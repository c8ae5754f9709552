import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { showRegister } from "../../src/index.ts";
import { Register } from "../../src/register/register.ts";
import { nightpress, nightpressProcess } from "../kit/command.ts";
import { readDocument } from "../docs/documents.ts";
import { askedBy, differences, type Step, stepsIn, stepsOf } from "../docs/transcripts.ts";
import {
  fatesOf,
  type InputRecord,
  type PrintedPiece,
  readInput,
  readRun,
  readSpool,
  type RunAccount,
  spoolsBelow,
} from "./night-account.ts";
import { Night } from "./night-steps.ts";
import { SpoolReader } from "./spool-reader.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/**
 * Set NIGHTPRESS_NIGHT_RECORDS=100000 for the full proof; the numbers are those of a real night then.
 * NIGHTPRESS_NIGHT_LOG names a file for every command and what it says.
 */
const RECORDS = Number(process.env["NIGHTPRESS_NIGHT_RECORDS"] ?? 600);
const isLarge = RECORDS >= 20_000;
const SUPPRESSED = isLarge ? 50 : 6;
const DAMAGED = isLarge ? 40 : 8;
const REDRIVEN = isLarge ? 12 : 3;
const PULLED = 3;
const SEEDS = 3;
const LOG = process.env["NIGHTPRESS_NIGHT_LOG"];
const TIME_MS = isLarge ? 3_600_000 : 600_000;

const folder = temporaryFolder("night");
/** What operators see: every command that people read, in order. */
const told: Step[] = [];
const night = new Night({
  folder,
  command: isLarge ? nightpressProcess : nightpress,
  records: RECORDS,
  badPercent: isLarge ? 0.3 : 4,
  suppressed: SUPPRESSED,
  damaged: DAMAGED,
  redriven: REDRIVEN,
  pulled: PULLED,
  tell: (command, output) => {
    if (!command.endsWith(" --json")) told.push(...stepsOf(`$ ${command}\n${output}`));
    if (LOG !== undefined) appendFileSync(LOG, `$ ${command}\n${output}\n`);
  },
});

let input: InputRecord[];

function suppressedOrdinals(): Set<number> {
  const keys = new Set(night.suppressedKeys);
  return new Set(input.filter(({ key }) => key && keys.has(key)).map(({ ordinal }) => ordinal));
}

/**
 * The night's books, made anew from the input's bytes and the output's bytes: every record of the
 * input has one fate and no other, and what stands printed is to the cent what came in.
 */
function expectBooksBalance(account: RunAccount): void {
  const suppressed = suppressedOrdinals();
  const fates = fatesOf(account, suppressed);
  const doubtful = input.filter(({ ordinal }) => fates.get(ordinal)?.length !== 1);
  expect(doubtful.map(({ ordinal }) => [ordinal, fates.get(ordinal)])).toEqual([]);
  expect(fates.size).toBe(input.length);
  const mail = account.pieces.filter(({ isSeed }) => !isSeed);
  expect(account.pieces.length - mail.length).toBe(SEEDS);
  const wrong = mail.filter((piece) => piece.closingCents !== input[piece.ordinal]?.closingCents);
  expect(wrong).toEqual([]);
  const numbers = account.pieces.map(({ pieceNumber }) => pieceNumber).sort((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
}

function cents(records: Iterable<{ readonly closingCents?: bigint }>): bigint {
  let sum = 0n;
  for (const { closingCents } of records) sum += closingCents ?? 0n;
  return sum;
}

/** All that the product itself says of a run's sums. */
function expectOwnSumsAgree(run: string): void {
  const report = JSON.parse(readFileSync(night.path(`${run}/reports/run.json`), "utf8")) as {
    balance: { ok: boolean; what: string }[];
    standing?: { stateBalance: { ok: boolean; what: string }[] };
  };
  const lines = [...report.balance, ...(report.standing?.stateBalance ?? [])];
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter(({ ok }) => !ok)).toEqual([]);
}

function reprint(number: string): PrintedPiece[] {
  return spoolsBelow(night.path(`${night.run}/reprints/${number}`)).flatMap(readSpool);
}

beforeAll(() => {
  night.prepare();
  input = readInput(night.path("customers.ndjson"));
}, TIME_MS);

describe("a night", { timeout: TIME_MS }, () => {
  let account: RunAccount;

  it("is checked, composed and held with its counts; nothing is spooled", async () => {
    await night.check();
    await night.compose();
    expect(readRun(night.path(night.run)).pieces).toEqual([]);
    const counts = JSON.parse(
      readFileSync(night.path(`${night.run}/reports/counts.json`), "utf8"),
    ) as { lines: { group: string; name: string; value: string | number }[] };
    const read = counts.lines.find(({ group, name }) => group === "records" && name === "read");
    expect(read?.value).toBe(input.length);
  });

  it("is approved, loses the accounts that the bank calls about, and balances", async () => {
    await night.approve();
    await night.suppressAndAssemble();
    expect(suppressedOrdinals().size).toBe(SUPPRESSED);
    account = readRun(night.path(night.run));
    expectBooksBalance(account);
    expectOwnSumsAgree(night.run);
    const standing = [...fatesOf(account, new Set()).keys()].filter((o) => o < input.length);
    const kept = cents(standing.map((ordinal) => input[ordinal] as InputRecord));
    const left = cents([...suppressedOrdinals()].map((o) => input[o] as InputRecord));
    expect(kept + left).toBe(cents(input));
  });

  it("is released", async () => {
    await night.release();
    expectOwnSumsAgree(night.run);
    expect(readRun(night.path(night.run))).toEqual(account);
  });

  it("images jammed sheets again: the same pieces, marks and pages", async () => {
    await night.reimage();
    const again = reprint("001");
    expect(again.length).toBeGreaterThan(0);
    const before = new Map(account.pieces.map((piece) => [piece.pieceNumber, piece]));
    for (const piece of again) {
      const { spool: _, firstPage: __, ...same } = before.get(piece.pieceNumber) as PrintedPiece;
      expect(piece).toMatchObject(same);
    }
    expect(sheetContents(again)).toEqual(
      sheetContents(again.map((piece) => before.get(piece.pieceNumber) as PrintedPiece)),
    );
    expectOwnSumsAgree(night.run);
  });

  it("prints damaged pieces again: the composed pages of the first, a new generation", async () => {
    await night.reprintDamaged();
    const again = reprint("002");
    expect(again.map(({ pieceNumber }) => pieceNumber)).toEqual(night.damagedPieces);
    const byNumber = new Map(account.pieces.map((piece) => [piece.pieceNumber, piece]));
    const firsts = again.map(({ pieceNumber }) => byNumber.get(pieceNumber) as PrintedPiece);
    expect(again.map(({ generation }) => generation)).toEqual(again.map(() => 1));
    expect(again.map(({ imb }) => imb)).toEqual(firsts.map(({ imb }) => imb));
    const marks = new Set(account.pieces.flatMap((piece) => piece.marks));
    expect(again.flatMap((piece) => piece.marks).filter((mark) => marks.has(mark))).toEqual([]);
    expect(composedContents(again)).toEqual(composedContents(firsts));
    expectOwnSumsAgree(night.run);
  });

  it("drives corrected rejects in a run of their own, with marks and serials of its own", async () => {
    await night.redrive();
    const child = readRun(night.path(night.child));
    const made = child.pieces.length + child.emails.size + child.sms.size;
    expect(made).toBeGreaterThanOrEqual(REDRIVEN);
    expect(child.rejected.size).toBe(0);
    const parentMarks = new Set(account.pieces.flatMap(({ marks }) => marks));
    expect(child.pieces.flatMap(({ marks }) => marks).filter((m) => parentMarks.has(m))).toEqual(
      [],
    );
    const imbs = [...account.pieces, ...child.pieces].flatMap(({ imb }) => (imb ? [imb] : []));
    expect(new Set(imbs.map((imb) => imb.slice(0, 20))).size).toBe(imbs.length);
    expectOwnSumsAgree(night.child);
  });

  it("pulls pieces out of what is spooled, and marks them for the inserter", async () => {
    await night.pull();
    const after = readRun(night.path(night.run));
    const pulled = after.pieces.filter(({ isPulled }) => isPulled);
    expect(pulled.length).toBe(PULLED);
    expect(pulled.map(({ pieceNumber }) => pieceNumber)).toEqual(night.pulledPieces);
    expect(after.pieces.map((piece) => ({ ...piece, isPulled: false }))).toEqual(account.pieces);
    expectBooksBalance(after);
    expectOwnSumsAgree(night.run);
  });

  it("is mailed by evidence and closed once nothing is open", async () => {
    await night.mailed();
    await night.close();
    expectBooksBalance(readRun(night.path(night.run)));
    for (const run of [night.run, night.child]) {
      expectOwnSumsAgree(run);
      expect((await nightpress(["audit", night.path(run), "--json"])).code).toBe(0);
    }
    const { runs } = showRegister({ job: night.path("job.yaml") });
    expect(runs.map(({ state }) => state)).toEqual(["closed", "closed"]);
  });

  it("answers what was sent to a customer, and keeps a copy of its register", async () => {
    await night.lookBack();
    const copy = new SpoolReader(night.path("copy.pdf"));
    const [first] = reprint("002");
    const piece = first as PrintedPiece;
    const again = new SpoolReader(piece.spool);
    const pages = Array.from({ length: copy.pageCount }, (_, page) => page);
    expect(copy.pageCount).toBe(piece.sheets * 2);
    expect(pages.map((page) => copy.contents(page + 1))).toEqual(
      pages.map((page) => again.contents(piece.firstPage + page)),
    );
  });

  it("is told in the handbook as it is: the same commands, with the lines that they say", () => {
    const shown = stepsIn(readDocument("src/cli/README.md"));
    expect(shown.map(askedBy)).toEqual(told.map(askedBy));
    expect(shown.flatMap((step, at) => differences(step, told[at] as Step))).toEqual([]);
  });

  it("reckons the next night by this one, and not by the records that were corrected", () => {
    const register = night.path("register.db");
    const { runId } = JSON.parse(readFileSync(night.path(`${night.run}/job.json`), "utf8")) as {
      runId: string;
    };
    const known = Register.with(new NodeHost(), register, ({ history }) =>
      history.of("retail-statements", 9),
    );
    expect(known.map((run) => run.runId)).toEqual([runId]);
  });

  it("finds one changed entry of the audit log, and one that is missing at the end", async () => {
    const file = night.path(`${night.run}/audit.ndjson`);
    const text = readFileSync(file, "utf8");
    const audit = async (): Promise<number | null> =>
      (await nightpress(["audit", night.path(night.run)])).code;
    writeFileSync(file, text.replace("torn at inserter 1", "torn at inserter 2"));
    expect(await audit()).toBe(1);
    writeFileSync(file, `${text.split("\n").slice(0, -2).join("\n")}\n`);
    expect(await audit()).toBe(1);
    writeFileSync(file, text);
    expect(await audit()).toBe(0);
  });

  it("is the same after its ledger was lost and rebuilt", async () => {
    const out = night.path(night.run);
    const before = (await nightpress(["status", out, "--json"])).out;
    for (const end of ["", "-wal", "-shm"]) rmSync(`${out}/ledger.db${end}`, { force: true });
    expect((await nightpress(["rebuild", out])).code).toBe(0);
    expect(JSON.parse((await nightpress(["status", out, "--json"])).out)).toEqual(
      JSON.parse(before),
    );
    expect((await nightpress(["audit", out])).code).toBe(0);
    expectBooksBalance(readRun(out));
  });
});

/** All that is painted on the pages of pieces, overlays and composed pages. */
function sheetContents(pieces: readonly PrintedPiece[]): string[][] {
  return contents(pieces, (streams) => streams);
}

/** What was composed alone: the last of a page's streams, where it has more than an overlay. */
function composedContents(pieces: readonly PrintedPiece[]): string[][] {
  return contents(pieces, (streams) => streams.filter((text) => text.includes("/NPdoc")));
}

function contents(
  pieces: readonly PrintedPiece[],
  of: (streams: string[]) => string[],
): string[][] {
  const readers = new Map<string, SpoolReader>();
  return pieces.map(({ spool, firstPage, sheets }) => {
    const reader = readers.get(spool) ?? new SpoolReader(spool);
    readers.set(spool, reader);
    const pages = Array.from({ length: sheets * 2 }, (_, side) => firstPage + side);
    return pages.flatMap((page) => of(reader.contents(page)));
  });
}
