import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { defined } from "../../src/base/assert.ts";
import { profileFindings } from "../../src/engine/profile-findings.ts";
import { checkJobFile, rebuildRegister } from "../../src/index.ts";
import { profileInput } from "../../src/intake/profile/profile-input.ts";
import { readInput } from "../../src/intake/read-input.ts";
import type { InputProfile } from "../../src/model/input-profile.ts";
import { Register } from "../../src/register/register.ts";
import { lastCycleProfile } from "../../src/run/decisions/last-cycle.ts";
import { readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import { diskHost as host } from "../kit/disk-host.ts";
import { addressOf, writeSmallJob } from "../e2e/small-job.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { loadMapped } from "../mapping/mapped-job.ts";

type Files = Readonly<Record<string, string>>;

/** How files are filled, by a job's `input`. */
async function profileOf(input: string, files: Files): Promise<InputProfile> {
  const { job, plan } = loadMapped(input, files);
  const [{ input: spec }, { shape }] = [defined(job, "a job"), defined(plan, "a plan")];
  const scan = await readInput(host, spec, shape, { workFolder: temporaryFolder() });
  return profileInput(host, spec, shape, scan);
}

function told(now: InputProfile, before: InputProfile): string[] {
  const found = profileFindings(now, { cycle: "2026-09", profile: before });
  return found.map(({ code, message }) => `${code}: ${message}`);
}

/** Lines of which each is made of its number. */
function lines(count: number, of: (nth: number) => string): string {
  return Array.from({ length: count }, (_, nth) => `${of(nth)}\n`).join("");
}

const ROWS = `format: csv
file: a.csv
key: id
columns: { ID: id, NAME: name, TOTAL: { to: total, money: "1234.56" }, NOTE: note }
details:
  - { file: b.csv, into: lines, key-column: ID, columns: { D: date, T: text, A: amount } }
`;
const NESTED = `format: ndjson
file: a.ndjson
key: id
fields: { total: balance.due, lines: items, lines.amount: sum }
`;

interface Sample {
  readonly total?: (nth: number) => number;
  readonly note?: (nth: number) => string;
  readonly amount?: number;
  readonly due?: string;
}

const nothing = (): string => "";

function rowFiles({ total = (nth) => nth + 1, note = nothing, amount = 10 }: Sample): Files {
  const master = lines(60, (nth) => `K${100 + nth},Ana,${total(nth)}.00,${note(nth)}`);
  const detail = lines(60, (nth) => `K${100 + nth},2026-10-01,Fee,${amount}.00`);
  return { "a.csv": `ID,NAME,TOTAL,NOTE\n${master}`, "b.csv": `ID,D,T,A\n${detail}` };
}

function nestedFiles({ total = (nth) => nth + 1, due = "due", amount = 10 }: Sample): Files {
  const record = (nth: number): string =>
    JSON.stringify({
      id: `K${nth}`,
      name: "Ana",
      balance: { [due]: `${total(nth)}.00` },
      items: [{ date: "2026-10-01", text: "Fee", sum: `${amount}.00` }],
      by: { [`4711-${nth}`]: "her own number as a name" },
    });
  return { "a.ndjson": lines(60, record) };
}

test("a profile counts what is filled and how large numbers are, and holds no value", async () => {
  const note = (nth: number): string => (nth < 20 ? "Überweisung" : " ");
  expect(await profileOf(ROWS, rowFiles({ note, total: () => 4711 }))).toEqual({
    parts: [
      {
        list: "",
        count: 60,
        columns: [
          { name: "ID", filled: 60 },
          { name: "NAME", filled: 60 },
          { name: "TOTAL", filled: 60 },
          { name: "NOTE", filled: 20 },
        ],
        sizes: [{ field: "total", count: 60, sixteenths: 195 }],
      },
      {
        list: "lines",
        count: 60,
        columns: ["ID", "D", "T", "A"].map((name) => ({ name, filled: 60 })),
        sizes: [{ field: "amount", count: 60, sixteenths: 53 }],
      },
    ],
  });
  const { parts } = await profileOf(NESTED, nestedFiles({}));
  const names = parts[0]?.columns.map(({ name }) => name);
  const items = ["items", "items.date", "items.text", "items.sum"];
  expect(names).toEqual(["id", "name", "balance", "balance.due", ...items, "by"]);
  expect(parts[0]?.sizes.map(({ field }) => field)).toEqual(["total", "lines.amount"]);
});

test("cents for dollars, an emptied column and a renamed one are told", async () => {
  const note = (): string => "x";
  const before = await profileOf(ROWS, rowFiles({ note }));
  const cents = await profileOf(
    ROWS,
    rowFiles({ total: (nth) => 100 * (nth + 1), amount: 1, note: (nth) => (nth < 9 ? "x" : "") }),
  );
  expect(told(cents, before)).toEqual([
    "profile.column-empty: Filled in all of the records of 2026-09, and no longer: `NOTE` (9 of 60).",
    "profile.amount-scale: Amounts in the records differ from 2026-09: " +
      "`total` is about 100 times as large.",
    "profile.amount-scale: Amounts in the rows of lines differ from 2026-09: " +
      "`amount` is about 1/10 as large.",
  ]);
  const nested = await profileOf(NESTED, nestedFiles({}));
  const renamed = await profileOf(NESTED, nestedFiles({ due: "payable", amount: 1000 }));
  expect(told(renamed, nested)).toEqual([
    "profile.column-gone: Most of the records of 2026-09 had, and few have now: `balance.due`.",
    "profile.column-new: Most of the records have, and few of 2026-09 had: `balance.payable`.",
    "profile.amount-scale: Amounts in the records differ from 2026-09: " +
      "`lines.amount` is about 100 times as large.",
  ]);
});

test("what changes from cycle to cycle is no finding, nor is a handful of records", async () => {
  const often = (nth: number): string => (nth % 10 < 7 ? "x" : "");
  const [before, now] = [
    await profileOf(ROWS, rowFiles({ note: often })),
    await profileOf(ROWS, rowFiles({ total: (nth) => 5 * (nth + 1), amount: 70 })),
  ];
  expect(told(now, before)).toEqual([]);
  expect(told(before, now)).toEqual([]);
  const few = (files: Files): Files => {
    const cut = Object.entries(files).map(([name, text]) => {
      return [name, `${text.split("\n").slice(0, 9).join("\n")}\n`] as const;
    });
    return Object.fromEntries(cut);
  };
  const nine = await profileOf(ROWS, few(rowFiles({ note: () => "x" })));
  const others = await profileOf(ROWS, few(rowFiles({ total: () => 9000 })));
  expect(told(others, nine)).toEqual([]);
});

test("a large input is looked at in places all over it, and each time in the same", async () => {
  const changing = (nth: number): number => (nth < 6000 ? 1 : 1000);
  const record = (nth: number): string =>
    JSON.stringify({ id: `K${nth}`, name: "x".repeat(60), total: `${changing(nth)}.00` });
  const input = "format: ndjson\nfile: a.ndjson\nkey: id\nshard-bytes: 8192\n";
  const files = { "a.ndjson": lines(10_000, record) };
  const profile = await profileOf(input, files);
  // All of 32 places but the last, which has fewer records.
  const { count = 0, sizes } = profile.parts[0] ?? {};
  expect(count).toBeGreaterThan(31 * 16);
  expect(count).toBeLessThanOrEqual(32 * 16);
  // The median is of those before the change.
  expect(sizes).toEqual([{ field: "total", count, sixteenths: 0 }]);
  expect(await profileOf(input, files)).toEqual(profile);
});

function record(nth: number, due: string, more: object = {}): string {
  const address = addressOf({ zip: "62704" });
  return JSON.stringify({ id: `K${100 + nth}`, by: "paper", due, address, ...more });
}

test("a run keeps its profile when it goes out, and the next cycle is held against it", async () => {
  const dollars = Array.from({ length: 40 }, (_, nth) => record(nth, `${nth + 12}.50`));
  const job = writeSmallJob({ currency: "USD", lines: dollars });
  const folder = dirname(job);
  const first = await checkJobFile(job);
  expect(first.lastCycle).toBeUndefined();
  const { warnings, out } = await runJob(job, { out: `${folder}/first`, workers: 1 });
  expect(warnings.filter(({ code }) => code.startsWith("profile."))).toEqual([]);
  const frozen = readFrozenRun({ host, folder: runFolder(out) });
  Register.with(host, `${folder}/register.db`, ({ profiles }) => {
    expect(profiles.of(frozen.runId)).toEqual(frozen.profile);
  });

  const text = readFileSync(job, "utf8");
  writeFileSync(job, text.replace("2026-10\n", "2026-11\n").replace("10-31", "11-30"));
  const cents = dollars.map((_, nth) => record(nth, `${nth + 12}50.00`, { cents: true }));
  writeFileSync(
    `${folder}/in.ndjson`,
    lines(40, (nth) => cents[nth] ?? ""),
  );
  const checked = await checkJobFile(job);
  expect(checked.lastCycle).toBe("2026-10");
  expect(checked.isTooSmallToCompare).toBeUndefined();
  const found = checked.diagnostics.filter(({ code }) => code.startsWith("profile."));
  expect(found.map(({ code, severity }) => [code, severity])).toEqual([
    ["profile.column-new", "warning"],
    ["profile.amount-scale", "warning"],
  ]);
  expect(found[1]?.message).toMatch(/`due` is about 100 times as large/);
  expect(JSON.stringify(found)).not.toContain("1250");
  const second = await runJob(job, { out: `${folder}/second`, workers: 1 });
  expect(second.warnings).toEqual(expect.arrayContaining(found));

  writeFileSync(job, text.replace("2026-10\n", "2026-12\n").replace("10-31", "12-31"));
  writeFileSync(`${folder}/in.ndjson`, cents.slice(0, 5).join("\n"));
  const few = await checkJobFile(job);
  expect(few).toMatchObject({ lastCycle: "2026-11", isTooSmallToCompare: true });

  // A register that was lost knows it again from the run's folder.
  const file = `${folder}/register.db`;
  rmSync(file);
  rebuildRegister({ register: file, from: [out], by: "A. Novak", reason: "disk lost" });
  const of = { name: "small", cycle: "2026-11", registerFile: file };
  expect(lastCycleProfile(host, of)).toEqual({ cycle: "2026-10", profile: frozen.profile });
});
