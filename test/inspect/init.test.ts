import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { initJob, type InitReport, lintPath } from "../../src/index.ts";
import { nightpress } from "../kit/command.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const rows = (count: number, row: (nth: number) => string) =>
  Array.from({ length: count }, (_, nth) => row(nth)).join("");

/** Files of a new folder, by name. */
function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder("init");
  for (const [name, content] of Object.entries(files)) writeFileSync(`${folder}/${name}`, content);
  return folder;
}

async function drafted(
  folder: string,
  ...files: readonly string[]
): Promise<InitReport & { text: string }> {
  const report = await initJob({ from: files.map((file) => `${folder}/${file}`) });
  return { ...report, text: readFileSync(report.job, "utf8") };
}

const errors = async (folder: string) =>
  (await lintPath(folder)).flatMap(({ diagnostics }) =>
    diagnostics.filter(({ severity }) => severity === "error").map((one) => one.message),
  );

const CUSTOMERS = 30;
const account = (n: number) => `"000400${1000 + n * 37}"`;

/** What a billing system exports, in bytes: Windows-1252, semicolons behind rows, a trailer. */
function billingExport(): Record<string, Uint8Array> {
  const customers = rows(CUSTOMERS, (n) => {
    const zip = `6270${n % 9}-${1000 + n}`;
    const mail = n % 4 === 0 ? `user${n}@example.com` : "";
    const due = n === 7 ? '"(12.50)"' : `"1,${100 + n}.25"`;
    const note = n % 10 === 3 ? '"Two lines\r\nof a note"' : '""';
    const address = `"${n} Elm Ct";"";"Springfield";IL;"${zip}"`;
    const more = `${mail};${n % 8 === 0 ? "Y" : "N"};11/${n % 2 === 0 ? "15" : "05"}/2026;${due}`;
    return `${account(n)};"Ana Garc\u00eda ${n}";${address};${more};${note};\r\n${n === 5 ? "\r\n" : ""}`;
  });
  const cents = Array.from({ length: CUSTOMERS }, (_, n) => (n === 7 ? -1250 : 110_025 + n * 100));
  const total = (cents.reduce((sum, one) => sum + one, 0) / 100).toFixed(2);
  const head = "ACCT_NO;CUST_NAME;ADDR1;ADDR2;CITY;STATE;ZIP;EMAIL;PAPERLESS;DUE_DT;TOT_DUE;NOTE;";
  const charges = rows(CUSTOMERS * 2, (n) => {
    return `${account(n % CUSTOMERS)};10/28/2026;"Water; ""leak""";"${n % 5 === 0 ? "(2.05)" : "24.00"}";\r\n`;
  });
  return {
    "export.csv": Buffer.from(
      `${head}\r\n${customers}TRL;${CUSTOMERS};${total};20261031;\r\n`,
      "latin1",
    ),
    "charges.csv": Buffer.from(`ACCT_NO;CHG_DT;CHG_TXT;CHG_AMT;\r\n${charges}`, "latin1"),
  };
}

describe("init on a billing export", () => {
  const folder = folderWith(billingExport());

  it("writes a job that runs without an edit, and prints every bill", async () => {
    const { code, out } = await nightpress([
      "init",
      "--from",
      `${folder}/export.csv`,
      `${folder}/charges.csv`,
    ]);
    expect(code).toBe(0);
    expect(out).toContain("Questions:");
    expect(await errors(folder)).toEqual([]);
    const report = await runJob(`${folder}/job.yaml`, { out: `${folder}/out` });
    expect([report.status, report.records, report.channels]).toEqual([
      "finished",
      { read: CUSTOMERS, accepted: CUSTOMERS, rejected: 0 },
      { print: 26, email: 4, sms: 0 },
    ]);
  });

  it("maps addresses, dates, amounts, details and the trailer's totals", () => {
    const text = readFileSync(`${folder}/job.yaml`, "utf8");
    for (const line of [
      "encoding: windows-1252",
      "dialect: { trailing-delimiter: true }",
      "key: acct_no",
      "DUE_DT: { to: due_dt, date: MM/DD/YYYY }",
      'TOT_DUE: { to: tot_due, money: ["1,234.56", "(1234.56)"] }',
      "lines: [CUST_NAME, ADDR1, ADDR2], city: CITY, region: STATE, postal-code: ZIP",
      "- into: charges",
      "trailer: { marker: TRL, records: 2, sums: { tot_due: 3 }, as-of: 4 }",
      "as-of: 2026-10-31 # as the trailer says",
    ])
      expect(text).toContain(line);
    expect(text).not.toMatch(/Ana|Elm|example\.com/);
  });

  it("never writes over a job", async () => {
    const before = readFileSync(`${folder}/job.yaml`, "utf8");
    const { code, err } = await nightpress(["init", "--from", `${folder}/export.csv`]);
    expect([code, err]).toEqual([2, expect.stringContaining("init.exists")]);
    expect(readFileSync(`${folder}/job.yaml`, "utf8")).toBe(before);
  });
});

describe("what is not sure stands as a question", () => {
  const people = (n: number) => `Ana ${n},${n} Elm Ct`;

  it.each([
    [
      "cents or whole amounts",
      `id,name,street,amount\n${rows(5, (n) => `K${n},${people(n)},${1250 + n}\n`)}`,
      'amount: { to: amount, money: { form: "1234", implied: 2 } } # ? amount has no decimals',
    ],
    [
      "day or month first",
      `id,name,street,due\n${rows(5, (n) => `K${n},${people(n)},0${n + 1}/02/2026\n`)}`,
      "due: { to: due, date: MM/DD/YYYY } # ? no row of due tells MM/DD/YYYY from DD/MM/YYYY?",
    ],
    [
      "no names of columns",
      rows(5, (n) => `K${n},${people(n)},2026-11-1${n}\n`),
      "# ? which columns are name and address?",
    ],
    ["no key", `kind,name,street\n${rows(5, (n) => `A,${people(n)}\n`)}`, "# ? does it tell"],
    [
      "two keys",
      `acct,ref,name,street\n${rows(5, (n) => `K${n},R${n},${people(n)}\n`)}`,
      "key: acct # ? or ref?",
    ],
    ["no period", `id,name,street\n${rows(5, (n) => `K${n},${people(n)}\n`)}`, "# ? which month"],
  ])("%s", async (_, text, line) => {
    const folder = folderWith({ "in.csv": text });
    expect((await drafted(folder, "in.csv")).text).toContain(line);
    expect(await errors(folder)).toEqual([]);
  });

  it("a file that belongs to no other", async () => {
    const folder = folderWith({
      "a.csv": `id,name\n${rows(9, (n) => `K${n},N ${n}\n`)}`,
      "b.csv": `no,text\n${rows(9, (n) => `X${n},t ${n}\n`)}`,
    });
    expect((await drafted(folder, "a.csv", "b.csv")).text).toContain("# ? what is b.csv?");
  });
});

describe("a draft is right for odd files, too", () => {
  it.each([
    ["names that are no words", 'Acct No,"Due, Date",1st,if,params,Name,Addr 1\n', 7],
    ["names in other letters", "Kunden-Nr,Stra\u00dfe,F\u00e4llig,\u91d1\u984d,Name\n", 5],
    ["names that differ in signs alone", "a b,a_b,a-b,Name,Addr\n", 5],
    ["many columns", `${Array.from({ length: 60 }, (_, n) => `c${n}`).join(",")}\n`, 60],
  ])("%s", async (_, head, columns) => {
    const row = (n: number) =>
      `${Array.from({ length: columns }, (_one, at) => (at === 0 ? `K${n}` : `v${at} ${n}`)).join(",")}\n`;
    const folder = folderWith({ "in.csv": head + rows(6, row) });
    await drafted(folder, "in.csv");
    expect(await errors(folder)).toEqual([]);
  });

  it.each([
    ["10/31/26", "{ pattern: MM/DD/YY, pivot: 1950 }"],
    ["31-OCT-2026", "DD-MMM-YYYY"],
    ["2026-10-31 12:30:00", '"YYYY-MM-DD HH:mm:ss"'],
    ["2026-10-31T12:30:00Z", '{ pattern: "YYYY-MM-DDTHH:mm:ssZ", zone: UTC }'],
  ])("the date %s", async (day, pattern) => {
    const text = `id,name,street,day\n${rows(5, (n) => `K${n},N ${n},${n} Elm,${day}\n`)}`;
    const folder = folderWith({ "in.csv": text });
    expect((await drafted(folder, "in.csv")).text).toContain(`day: { to: day, date: ${pattern} }`);
    expect(await errors(folder)).toEqual([]);
  });

  it.each([
    ["1.234,56", 'money: "1.234,56"'],
    ["$12.50", "money: $1234.56"],
    ["12.50CR", "negative: CR"],
    ["12.50-", 'money: "1234.56-"'],
  ])("the amount %s", async (amount, converter) => {
    const text = `id;name;street;amount\n${rows(5, (n) => `K${n};N ${n};${n} Elm;${amount}\n`)}`;
    const folder = folderWith({ "in.csv": text });
    const found = (await drafted(folder, "in.csv")).text.replaceAll('"$1234.56"', "$1234.56");
    expect(found).toContain(converter);
    expect(await errors(folder)).toEqual([]);
  });

  it("with values that are missing, of every kind", async () => {
    const value = (n: number, text: string) => (n % 3 === 0 ? "" : text);
    const row = (n: number) =>
      `K${n},N ${n},${n} Elm,${value(n, "2026-11-15")},${value(n, "Y")},${value(n + 1, `${n}.50`)},` +
      `${value(n + 2, "0.0525")},${value(n, "word")},${value(n, String(n % 4))},\n`;
    const head = "id,name,street,day,flag,amount,rate,note,units,nothing\n";
    const flags = rows(9, row).replace(",Y,", ",N,");
    const folder = folderWith({ "in.csv": head + flags });
    expect((await drafted(folder, "in.csv")).text).toContain('nothing: "-"');
    expect(await errors(folder)).toEqual([]);
    const report = await runJob(`${folder}/job.yaml`, { out: `${folder}/out` });
    expect(report.records).toEqual({ read: 9, accepted: 9, rejected: 0 });
  });

  it("with columns that no key of a job can be called after", async () => {
    const folder = folderWith({
      "in.csv": `id,name,__proto__,constructor\n${rows(9, (n) => `K${n},N ${n},1${n}.50,x\n`)}`,
      "rows.csv": `id,__proto__,what\n${rows(18, (n) => `K${n % 9},2${n}.75,w\n`)}`,
    });
    const { text, job } = await drafted(folder, "in.csv", "rows.csv");
    expect(text).toMatch(/^ {4}proto: __proto__$/m);
    expect(text).toMatch(/^ {6}fields:\n {8}proto: __proto__$/m);
    const report = await runJob(job, { out: `${folder}/out` });
    expect(report.records).toEqual({ read: 9, accepted: 9, rejected: 0 });
    writeFileSync(job, text.replace("  columns:\n", "  columns:\n    __proto__: lost\n"));
    const { code, err } = await nightpress(["check", job]);
    expect([code, err]).toEqual([2, expect.stringContaining("`__proto__` cannot be a key")]);
  });

  it("passes over columns without a value where none tells records apart", async () => {
    const folder = folderWith({ "in.csv": ",kind\n,water\n,water\n" });
    await drafted(folder, "in.csv");
    expect(await errors(folder)).toEqual([]);
  });

  it.each([
    ["in.xml", "<?xml version='1.0'?><a/>"],
    ["in.csv", ",,,\n,,,\n"],
  ])("refuses %s, which has no records, and writes nothing", async (name, content) => {
    const folder = folderWith({ [name]: content });
    mkdirSync(`${folder}/new`);
    const given = ["--from", `${folder}/${name}`, "--out", `${folder}/new/job`];
    const { code, err } = await nightpress(["init", ...given]);
    expect([code, err]).toEqual([2, expect.stringContaining("init.no-records")]);
    expect(existsSync(`${folder}/new/job`)).toBe(false);
  });
});
