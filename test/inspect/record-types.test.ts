import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { initJob } from "../../src/index.ts";
import { inspectFile } from "../../src/inspect/inspect-file.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("record-types");
const CUSTOMERS = 12;

interface Customer {
  readonly id: string;
  readonly name: string;
  readonly total: string;
  readonly email: string | undefined;
  readonly charges: readonly (readonly [date: string, amount: string])[];
}

const customers = Array.from({ length: CUSTOMERS }, (_, n): Customer => ({
  id: `A${1000 + n * 7}`,
  name: `Ana Garcia ${n}`,
  total: (10 + n * 0.37).toFixed(2),
  email: n % 3 === 0 ? undefined : `user${n}@example.com`,
  charges: Array.from({ length: n % 4 }, (__, m) => [`2026-10-1${m}`, `${m}.25`] as const),
}));
const SUM = customers.reduce((sum, { total }) => sum + Number(total), 0).toFixed(2);

/** Each line repeats its customer's number, as mainframes like to. */
const DELIMITED = [
  "H|20261031|WATERCO",
  ...customers.flatMap(({ id, name, total, email, charges }) => [
    `C|${id}|${name}|12 Elm Ct|Springfield|${total}`,
    ...(email === undefined ? [] : [`E|${id}|${email}`]),
    ...charges.map(([date, amount]) => `D|${id}|${date}|"Water | sewer"|${amount}`),
  ]),
  `T|${CUSTOMERS}|${SUM}`,
];

const PLACED = [
  "00WATERCO 20261031",
  ...customers.flatMap(({ id, name, total, charges }) => [
    `10${id}   ${name.padEnd(20)}${total.padStart(10)}`,
    `20${id}   12 Elm Ct      IL`,
    ...charges.map(
      ([date, amount]) => `30${id}   ${date} ${"Water".padEnd(10)}${amount.padStart(9)}`,
    ),
  ]),
  `99${String(CUSTOMERS).padStart(6, "0")}${SUM.padStart(12)}`,
];

function written(name: string, lines: readonly string[]): string {
  const file = `${folder}/${name}`;
  writeFileSync(file, `${lines.join("\r\n")}\r\n`);
  return file;
}

describe("a file of record types", () => {
  it("has its codes told: what begins a record, what is once in it, what is a list", async () => {
    const delimited = await inspectFile(new NodeHost(), written("roles.txt", DELIMITED));
    expect(delimited.records?.types.map(({ code, as }) => `${code} ${as}`)).toEqual([
      "H header",
      "C record",
      "E object",
      "D list",
      "T trailer",
    ]);
    expect([delimited.rows, delimited.lists[0]?.rows]).toEqual([CUSTOMERS, 18]);
    const placed = await inspectFile(new NodeHost(), written("roles.dat", PLACED));
    expect(placed.records?.typeAt).toEqual({ start: 1, length: 2 });
    expect(placed.records?.types.map(({ code, as }) => `${code} ${as}`)).toEqual([
      "00 header",
      "10 record",
      "20 object",
      "30 list",
      "99 trailer",
    ]);
  });

  it("has places of their own for codes that differ in case alone", async () => {
    const lines = customers.flatMap(({ id, name }) => [
      `H,${id},${name}`,
      `d,${id},a,1`,
      `d,${id},b,2`,
      `D,${id},x,y,3`,
    ]);
    const { records } = await inspectFile(new NodeHost(), written("cases.txt", lines));
    expect(records?.types.map(({ as, into }) => `${as} ${into}`)).toEqual([
      "record ",
      "list d",
      "object d_2",
    ]);
  });

  it.each([
    ["delimited", DELIMITED, "trailer: { records: field_2, sums: { field_6: field_3 } }"],
    ["placed", PLACED, "trailer: { records: field_1, sums: { "],
  ])("gets a draft that runs without an edit: %s", async (name, lines, trailer) => {
    const from = [written(`${name}.txt`, lines)];
    const { job } = await initJob({ from, out: `${folder}/${name}` });
    expect(readFileSync(job, "utf8")).toContain(trailer);
    const report = await runJob(job, { out: `${folder}/${name}/out`, workers: 1 });
    expect([report.status, report.records]).toEqual([
      "finished",
      { read: CUSTOMERS, accepted: CUSTOMERS, rejected: 0 },
    ]);
  });

  it("is told by what is beyond the lines that are looked at: its trailer at the end", async () => {
    const [header = "", ...others] = DELIMITED.slice(0, -1);
    const many = Array.from({ length: 120 }, () => others).flat();
    const file = written("long.txt", [header, ...many, `T|${CUSTOMERS * 120}|0`]);
    const found = await inspectFile(new NodeHost(), file);
    expect(found.records?.types.map(({ as }) => as)).toContain("trailer");
    expect([found.rows, found.stated?.records]).toEqual([CUSTOMERS * 120, "field_2"]);
  });
});

describe("what is no file of record types", () => {
  const rows = (make: (n: number) => string): string[] =>
    Array.from({ length: 30 }, (_, n) => make(n));

  it.each([
    ["rows with few values in their first column", rows((n) => `${"ABC"[n % 3]},K${n},${n}.50`)],
    [
      "and with a header and a trailer",
      ["kind,key,total", ...rows((n) => `${"AB"[n % 2]},K${n},${n}.50`), "T,30"],
    ],
    [
      "rows some of which are torn",
      rows((n) => (n % 7 === 3 ? `A,K${n}` : `${"AB"[n % 2]},K${n},1`)),
    ],
  ])("is %s", async (_, lines) => {
    const { format } = await inspectFile(new NodeHost(), written("rows.txt", lines));
    expect(format).toBe("csv");
  });

  it("is rows of fixed width that begin with a state", async () => {
    const lines = rows(
      (n) => `${["IL", "CA"][n % 2]} ${`Ana ${n}`.padEnd(12)}${`${n}.50`.padStart(8)}`,
    );
    const { format } = await inspectFile(new NodeHost(), written("states.txt", lines));
    expect(format).toBe("fixed");
  });
});
