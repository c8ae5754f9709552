import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Register } from "../../src/register/register.ts";
import type { RegisteredRun } from "../../src/register/register-runs.ts";
import { RegisterError } from "../../src/register/register-error.ts";
import { diskHost } from "../kit/disk-host.ts";
import { tempFile } from "../kit/temp-file.ts";

const NINE_DIGITS = "902123456";
const ALL = 999_999;

function ask(runId: string, count: number, day = "2026-10-31") {
  const at = { runId, mailerId: NINE_DIGITS, count, serialDigits: 6 as const };
  return { ...at, atIso: `${day}T22:00:00Z` };
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

test("serials rest for 45 days from mailing, and a range never mailed for ever", () => {
  const { serials } = Register.open(diskHost, tempFile("register.db"));
  serials.reserve(ask("mailed", 400_000));
  serials.reserve(ask("kept", 500_000));
  const left = (day: string): number => serials.left(NINE_DIGITS, 6, day).count;
  expect(left("2036-01-01")).toBe(99_999);
  serials.markMailed("mailed", "2026-11-02");
  expect(left("2026-12-16")).toBe(99_999);
  expect(left("2026-12-17")).toBe(499_999);
  expect(serials.left(NINE_DIGITS, 6, "2026-12-17").inOneRange).toBe(400_000);
  expect(serials.ranges().map(({ state, freeFrom }) => [state, freeFrom])).toEqual([
    ["mailed", "2026-12-17"],
    ["reserved", ""],
  ]);
  // A further day of mailing lets them rest longer, an earlier one not less.
  serials.markMailed("mailed", "2026-11-05");
  serials.markMailed("mailed", "2026-11-01");
  expect(left("2026-12-19")).toBe(99_999);
  expect(left("2026-12-20")).toBe(499_999);
});

test("once all numbers were given, the lowest gap that is free is used again", () => {
  const { serials } = Register.open(diskHost, tempFile("register.db"));
  serials.reserve(ask("a", 300_000));
  serials.reserve(ask("b", 300_000));
  serials.reserve(ask("c", 300_000));
  serials.markMailed("a", "2026-10-31");
  serials.markMailed("c", "2026-10-31");
  const day = "2026-12-20";
  // Numbers never used go first, though others are free.
  expect(serials.reserve(ask("d", 90_000, day)).first).toBe(900_001);
  expect(serials.reserve(ask("e", 100_000, day)).first).toBe(1);
  expect(serials.reserve(ask("f", 300_000, day)).first).toBe(600_001);
  expect(() => serials.reserve(ask("g", 300_000, day))).toThrow(
    /has 209999 serials left \(200000 in one range\), but the run needs 300000/,
  );
  expect(serials.reserve(ask("g", 200_000, day)).first).toBe(100_001);
});

test("what is made later of a run draws serials of its own, the same when asked again", () => {
  const { serials } = Register.open(diskHost, tempFile("register.db"));
  expect(serials.reserve(ask("a", 10)).first).toBe(1);
  const extra = serials.takeExtra(ask("a", 3), "reprint-1");
  expect(extra.first).toBe(11);
  expect(serials.takeExtra(ask("a", 3), "reprint-1")).toEqual(extra);
  expect(serials.takeExtra(ask("a", 3), "reprint-2").first).toBe(14);
  expect(serials.reserve(ask("a", 10)).first).toBe(1);
});

test("freed serials are free at once, mailed ones are not freed", () => {
  const { serials } = Register.open(diskHost, tempFile("register.db"));
  serials.reserve(ask("a", 10));
  serials.reserve(ask("b", 10));
  serials.markMailed("b", "2026-10-31");
  expect(serials.free("a")).toBe(1);
  expect(serials.free("b")).toBe(0);
  expect(serials.left(NINE_DIGITS, 6, "2026-10-31").count).toBe(ALL - 10);
});

type Step =
  | { readonly kind: "reserve"; readonly run: number; readonly count: number }
  | { readonly kind: "mail" | "free"; readonly run: number }
  | { readonly kind: "wait"; readonly days: number };

const run = fc.integer({ min: 0, max: 9 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("reserve" as const), run, count: size() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("mail" as const), run }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("free" as const), run }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      days: fc.integer({ min: 1, max: 50 }),
    }),
  },
);

/** Large enough that a million serials run out within a few steps. */
function size(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 450_000 });
}

interface ModelRange {
  readonly first: number;
  readonly count: number;
  /** From this day on it is nobody's. */
  freeFrom: string;
}

test("whatever is reserved, mailed, freed and waited for, no two live ranges overlap", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
      const register = Register.open(diskHost, tempFile("register.db"));
      const model = new Map<number, ModelRange>();
      let day = "2026-01-01";
      const live = (): ModelRange[] => [...model.values()].filter(({ freeFrom }) => freeFrom > day);
      for (const one of steps) {
        if (one.kind === "wait") day = dayAfter(day, one.days);
        else if (one.kind === "reserve") takeInBoth(register, model, live(), one, day);
        else markInBoth(register, model, one, day);
        const used = live().reduce((sum, { count }) => sum + count, 0);
        expect(register.serials.left(NINE_DIGITS, 6, day).count).toBe(ALL - used);
      }
      register.close();
    }),
    { numRuns: 25 },
  );
});

function takeInBoth(
  register: Register,
  model: Map<number, ModelRange>,
  live: readonly ModelRange[],
  wanted: { readonly run: number; readonly count: number },
  day: string,
): void {
  const before = model.get(wanted.run);
  const count = before?.count ?? wanted.count;
  try {
    const { first } = register.serials.reserve(ask(String(wanted.run), count, day));
    if (before !== undefined) return expect(first).toBe(before.first);
    expect(first).toBeGreaterThanOrEqual(1);
    expect(first + count - 1).toBeLessThanOrEqual(ALL);
    for (const other of live)
      expect(first >= other.first + other.count || first + count <= other.first).toBe(true);
    model.set(wanted.run, { first, count, freeFrom: "9999-12-31" });
  } catch (error) {
    if (!(error instanceof RegisterError)) throw error;
    expect(error.code).toBe("register.serials-exhausted");
    expect(register.serials.left(NINE_DIGITS, 6, day).inOneRange).toBeLessThan(count);
  }
}

function markInBoth(
  { serials }: Register,
  model: Map<number, ModelRange>,
  { kind, run: of }: { readonly kind: "mail" | "free"; readonly run: number },
  day: string,
): void {
  const range = model.get(of);
  const isFree = range !== undefined && range.freeFrom <= day;
  // A free range may be another's by now: only one that still lives is decided about.
  if (range === undefined || isFree) return;
  if (kind === "mail") {
    serials.markMailed(String(of), day);
    range.freeFrom = dayAfter(day, 45);
  } else if (serials.free(String(of)) > 0) range.freeFrom = day;
}

const RUN: RegisteredRun = {
  runId: "a",
  job: "statements",
  cycle: "2026-10",
  folder: "out/a",
  inputHashes: ["aa", "bb"],
  mode: "production",
  startedAtIso: "2026-10-31T22:00:00Z",
  parentId: "",
};

test("a cycle and a file have one run, until that is abandoned", () => {
  const { runs } = Register.open(diskHost, tempFile("register.db"));
  expect(runs.begin(RUN)).toEqual([]);
  expect(runs.begin({ ...RUN, folder: "moved/a" })).toEqual([]);
  const again = { ...RUN, runId: "b", inputHashes: ["cc", "bb"] };
  expect(runs.begin(again)).toMatchObject([
    { what: "cycle-run", earlier: { runId: "a", folder: "moved/a" } },
    { what: "input-used", earlier: { runId: "a" }, inputs: ["bb"] },
  ]);
  expect(runs.all()).toHaveLength(1);
  const others = { inputHashes: ["cc"] };
  expect(runs.begin({ ...again, ...others, cycle: "2026-11" })).toEqual([]);
  expect(runs.begin({ ...again, ...others, runId: "c" })).toMatchObject([
    { what: "cycle-run" },
    {},
  ]);
  runs.abandon("a");
  expect(runs.begin({ ...RUN, runId: "d" })).toEqual([]);
  expect(() => runs.begin(RUN)).toThrow(/was abandoned/);
});

test("a child run may repeat its parent's cycle, and so may its brothers", () => {
  const { runs } = Register.open(diskHost, tempFile("register.db"));
  runs.begin(RUN);
  const child = { ...RUN, runId: "b", parentId: "a", inputHashes: ["cc"] };
  expect(runs.begin(child)).toEqual([]);
  expect(runs.begin({ ...child, runId: "c", inputHashes: ["dd"] })).toEqual([]);
  expect(runs.begin({ ...child, runId: "d" })).toMatchObject([{ what: "input-used" }]);
  expect(runs.begin({ ...RUN, runId: "e", inputHashes: ["ee"] })).toHaveLength(3);
});

test("a register of version 1 keeps its runs and serials", () => {
  const file = tempFile("register.db");
  const old = new DatabaseSync(file);
  old.exec(`
    CREATE TABLE ranges (
      run_id TEXT NOT NULL, mailer_id TEXT NOT NULL,
      first INTEGER NOT NULL CHECK (first >= 1), count INTEGER NOT NULL CHECK (count >= 1),
      state TEXT NOT NULL DEFAULT 'reserved', reserved_at TEXT NOT NULL, mailing_date TEXT,
      PRIMARY KEY (run_id, mailer_id), UNIQUE (mailer_id, first)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE runs (
      run_id TEXT PRIMARY KEY, job TEXT NOT NULL, cycle TEXT NOT NULL, folder TEXT NOT NULL,
      input_hashes TEXT NOT NULL, mode TEXT NOT NULL, started_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO ranges VALUES ('a', '902123456', 1, 70, 'reserved', '2026-10-31T22:00:00Z', NULL);
    INSERT INTO runs VALUES
      ('a', 'statements', '2026-10', 'out/a', '["aa","bb"]', 'production', '2026-10-31T22:00:00Z');
    PRAGMA application_id = ${0x4e505247}; PRAGMA user_version = 1`);
  old.close();
  const { runs, serials, auditRoots, profiles } = Register.open(diskHost, file);
  expect(runs.all()).toEqual([{ ...RUN, state: "begun" }]);
  expect(serials.reserve(ask("a", 70)).first).toBe(1);
  expect(serials.reserve(ask("b", 1)).first).toBe(71);
  expect(auditRoots.of("a")).toBeUndefined();
  expect(profiles.of("a")).toBeUndefined();
});

test("a register of version 3 keeps what it has, and takes profiles and judged lots", () => {
  const file = tempFile("register.db");
  const made = Register.open(diskHost, file);
  made.serials.reserve(ask("a", 70));
  made.close();
  const old = new DatabaseSync(file);
  old.exec(`DROP TABLE input_profiles; DROP TABLE sample_lots; DROP TABLE shop_people;
    DROP TABLE layout_approvals;
    PRAGMA user_version = 3`);
  old.close();
  const { serials, profiles, samples, shop } = Register.open(diskHost, file);
  expect(serials.reserve(ask("a", 70)).first).toBe(1);
  expect(profiles.of("a")).toBeUndefined();
  const people = [{ name: "A. Novak", roles: ["operator"] }];
  shop.keepPeople({ file: "/shop.yaml", people, rules: undefined });
  expect(shop.people()).toEqual({ file: "/shop.yaml", people, rules: undefined });
  const columns = [{ name: "note", filled: 29 }];
  const profile = { parts: [{ list: "", count: 30, columns, sizes: [] }] };
  profiles.keep("a", profile);
  profiles.keep("a", { parts: [] });
  expect(profiles.of("a")).toEqual(profile);
  const series = { job: "statements", aql: "0.65", level: "II" } as const;
  const lot = {
    severity: "normal",
    accept: 2,
    isAccepted: true,
    isAcceptedTighter: false,
  } as const;
  samples.keep(series, "a", lot, "2026-11-01T08:00:00Z");
  samples.keep(series, "a", { ...lot, isAccepted: false }, "2026-11-01T09:00:00Z");
  expect(samples.of(series)).toEqual([lot]);
  expect(samples.of({ ...series, aql: "1.0" })).toEqual([]);
});
