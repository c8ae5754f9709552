import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadJob, type LoadedJob } from "../../src/job/load-job.ts";
import { copyOfRetail, host, placeOf, shared, spoiled } from "../layout/support.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const JOB = `job: retail-statements
mode: test
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input:
  format: csv
  file: customers.csv.gz
  key: account.id
  order: key
  columns:
    account_id: account.id
    account_number: account.number
    account_kind: account.kind
    product: account.product
    period_from: account.from
    period_to: account.to
    opening: account.opening
    credits: account.credits
    debits: account.debits
    fees: account.fees
    closing: account.closing
    interest: account.interest
    apy: account.apy
    interest_ytd: account.interestYtd
    overdraft_fees: account.overdraftFees
    overdraft_fees_ytd: account.overdraftFeesYtd
    returned_fees: account.returnedFees
    returned_fees_ytd: account.returnedFeesYtd
    name: customer.name
    co_owner: customer.coOwner
    addr_1: customer.address.lines.0
    addr_6: customer.address.lines.5
    zip: customer.address.zip
    preference: consent.preference
    consent_electronic: consent.electronic
    consent_sms: consent.sms
  details:
    - into: transactions
      file: ../transactions.csv
      key-column: account_id
      order: key
      columns:
        { date: date, kind: kind, text: text, check: check, amount: amount, balance: balance }
  expect: { records: 20000, sums: { account.closing: "1234.50" } }
layout: retail-statement
channels:
  email: { when: 'consent.preference == "email" && consent.electronic' }
  sms: { when: 'consent.preference == "sms" && consent.sms', beside-email: consent.sms }
mail: { mailer-id: "902123456", service-type: "270", barcode-id: "00" }
limits: { rejects: 50 }
`;

function load(text: string): LoadedJob & { folder: string } {
  const folder = temporaryFolder();
  const file = join(folder, "job.yaml");
  writeFileSync(file, text);
  return { ...loadJob(host, file, shared), folder };
}

test("a right job is finished with absolute paths and its defaults", () => {
  const { job, plan, diagnostics, folder } = load(JOB);
  expect(diagnostics).toEqual([]);
  expect(plan?.name).toBe("retail-statement");
  expect(job?.input.file).toBe(`${folder}/customers.csv.gz`);
  expect(job?.input.compression).toBe("gzip");
  expect(job?.input.details[0]?.file).toBe(join(folder, "../transactions.csv"));
  expect(job?.input.details[0]?.compression).toBe("none");
  expect(job?.input.csv.columns.zip).toBe("customer.address.zip");
  expect(job?.input.expect).toEqual({ records: 20_000, sums: { "account.closing": "1234.50" } });
  expect(job?.layout).toBe(`${shared.layoutsFolder}/retail-statement`);
  expect(job?.channels.email).toMatchObject({ op: "and", kind: "boolean" });
  expect(job?.channels.smsBesideEmail).toMatchObject({ op: "field", path: ["consent", "sms"] });
  expect(job?.mail).toEqual({ mailerId: "902123456", serviceType: "270", barcodeId: "00" });
  expect(job?.limits.rejects).toEqual({ kind: "count", countMax: 50 });
  expect(job?.missingGlyph).toEqual({ action: "reject" });
  expect(job?.registerFile).toBe(`${folder}/register.db`);
  expect(structuredClone(job)).toEqual(job);
});

test("a job may bear a count or a share of rejects; without either, two in a hundred", () => {
  const limit = (written: string) => load(JOB.replace("{ rejects: 50 }", written)).job?.limits;
  const share = (percentMax: number) => ({ kind: "share", percentMax, countMin: 10 });
  expect(limit("{}")?.rejects).toEqual(share(2));
  expect(limit('{ rejects: "0.5%" }')?.rejects).toEqual(share(0.5));
  expect(limit('{ rejects: "100 %" }')?.rejects).toEqual(share(100));
  expect(limit("{ rejects: 0 }")?.rejects).toEqual({ kind: "count", countMax: 0 });
  for (const wrong of ['"101%"', '"2"', "2.5", "-1", '"2 percent"', "true"]) {
    const { job, diagnostics } = load(JOB.replace("{ rejects: 50 }", `{ rejects: ${wrong} }`));
    expect([job, diagnostics[0]?.code]).toEqual([undefined, "job.wrong-value"]);
  }
});

test("ndjson and json jobs need no columns", () => {
  const input = JOB.slice(JOB.indexOf("input:"), JOB.indexOf("layout:"));
  const lines = "input: { format: ndjson, file: a.ndjson, key: account.id }\n";
  const tree = "input: { format: json, file: a.json, key: account.id, records-path: customers }\n";
  expect(load(JOB.replace(input, lines)).job?.input.order).toBe("none");
  expect(load(JOB.replace(input, tree)).job?.input.recordsPath).toBe("customers");
});

test("a job may say where its sender states the totals", () => {
  const totals = `expect:
    trailer: { marker: T, records: 2, sums: { account.closing: 3 }, cycle: 4, as-of: 5 }
    companion: { file: control.json, records: totals.count, rows: { transactions: n }, bytes: b }
`;
  const { job, diagnostics, folder } = load(JOB.replace(/expect:.*\n/, totals));
  expect(diagnostics).toEqual([]);
  const period = { cycle: "2026-10", asOf: "2026-10-31" };
  expect(job?.input.expect.trailer).toEqual({
    marker: "T",
    at: 1,
    records: 2,
    rows: {},
    sums: { "account.closing": 3 },
    cycle: 4,
    asOf: 5,
    job: period,
  });
  expect(job?.input.expect.companion).toEqual({
    file: `${folder}/control.json`,
    records: "totals.count",
    rows: { transactions: "n" },
    sums: {},
    bytes: "b",
    job: period,
  });
});

interface Mistake {
  readonly find: string;
  readonly write: string;
  readonly code: string;
  readonly at: string;
  readonly hint?: RegExp;
}

const MISTAKES: readonly Mistake[] = [
  {
    find: "mode: test",
    write: "mode: tests",
    code: "job.wrong-value",
    at: "tests",
    hint: /`test`/,
  },
  { find: "seed: 7\n", write: "", code: "job.missing-key", at: "job:" },
  {
    find: "seed: 7",
    write: "seed: 7\nsede: 8",
    code: "job.unknown-key",
    at: "sede",
    hint: /`seed`/,
  },
  { find: "2026-10-31", write: "2026-09-31", code: "job.bad-date", at: "2026-09-31" },
  {
    find: "seed: 7",
    write: 'seed: 7\ntest-recipient: { email: "tests at example.com" }',
    code: "job.bad-mail-address",
    at: '"tests at',
  },
  {
    find: "seed: 7",
    write: 'seed: 7\ntest-recipient: { sms: "2025550143" }',
    code: "job.bad-number",
    at: '"2025550143"',
  },
  { find: "cycle: 2026-10", write: "cycle: 2026-13", code: "job.bad-cycle", at: "2026-13" },
  { find: '"902123456"', write: '"802123456"', code: "job.bad-mailer-id", at: '"802123456"' },
  {
    find: "layout: retail-statement",
    write: "layout: retail-statment",
    code: "job.unknown-layout",
    at: "retail-statment",
    hint: /`retail-statement`/,
  },
  {
    find: "key: account.id\n  order",
    write: "key: account.ids\n  order",
    code: "job.unknown-field",
    at: "account.ids",
    hint: /`account\.id`/,
  },
  {
    find: "seed: 7",
    write: "seed: 7\nsearch: { account: account.numbr }",
    code: "job.unknown-field",
    at: "account.numbr",
    hint: /`account\.number`/,
  },
  {
    find: "seed: 7",
    write: "seed: 7\nsearch: { account: customer.address, name: customer.address }",
    code: "job.unknown-field",
    at: "customer.address, name",
  },
  {
    find: "zip: customer.address.zip",
    write: "zip: customer.address.zipp",
    code: "job.unknown-field",
    at: "customer.address.zipp",
    hint: /`customer\.address\.zip`/,
  },
  {
    find: "    product: account.product\n",
    write: "",
    code: "job.unmapped-field",
    at: "columns:",
  },
  {
    find: "co_owner: customer.coOwner",
    write: "co_owner: customer.name",
    code: "job.double-target",
    at: "customer.name\n    addr_1",
  },
  {
    find: "into: transactions",
    write: "into: transaction",
    code: "job.unknown-field",
    at: "transaction\n",
    hint: /`transactions`/,
  },
  {
    find: 'consent.preference == "email"',
    write: 'consent.preference == "mail"',
    code: "job.impossible-value",
    at: '"mail"',
    hint: /`email`/,
  },
  {
    find: "beside-email: consent.sms",
    write: "beside-email: consent.preference",
    code: "job.wrong-type",
    at: "consent.preference }",
  },
  {
    find: 'account.closing: "1234.50"',
    write: 'account.number: "1234.50"',
    code: "job.unknown-field",
    at: 'account.number: "1234',
    hint: /money fields/,
  },
  {
    find: "expect: { records: 20000",
    write: "expect: { trailer: { marker: T }, records: 20000",
    code: "job.missing-key",
    at: "trailer:",
  },
  {
    find: "expect: { records: 20000",
    write: "expect: { trailer: { marker: T, records: 0 }, records: 20000",
    code: "job.wrong-value",
    at: "0 }, records",
  },
  {
    find: "expect: { records: 20000",
    write: "expect: { companion: { file: c, records: 2 }, records: 20000",
    code: "job.wrong-value",
    at: "2 }, records",
  },
  {
    find: "expect: { records: 20000",
    write: "expect: { companion: { file: c, rows: { rebates: n } }, records: 20000",
    code: "job.unknown-field",
    at: "rebates: n",
    hint: /transactions/,
  },
];

describe("one mistake in a job gives one diagnostic at its place", () => {
  test.each(MISTAKES)("$write ($code)", ({ find, write, code, at, hint }) => {
    const text = spoiled(find, write, JOB);
    const { job, diagnostics } = load(text);
    expect(job).toBeUndefined();
    expect(diagnostics.map((found) => found.code)).toEqual([code]);
    const place = [diagnostics[0]?.source?.line, diagnostics[0]?.source?.column];
    expect(place).toEqual(placeOf(text, at));
    if (hint !== undefined) expect(diagnostics[0]?.hint).toMatch(hint);
  });
});

describe("the furniture of a job", () => {
  const withPrint = (print: string): LoadedJob => load(`${JOB}print: ${print}\n`);
  const codesOf = (print: string): string[] => withPrint(print).diagnostics.map(({ code }) => code);

  test("is read with its stock, and left out where none is asked", () => {
    const print =
      "{ furniture-stock: letter-60lb-goldenrod, break-sheets: { every-sheets: 500 }, " +
      "set-up: { sheets: 3 } }";
    expect(withPrint(print).job?.print).toMatchObject({
      furnitureStock: { name: "letter-60lb-goldenrod", tray: "Goldenrod" },
      breaks: { everySheets: 500 },
      setUp: { sheets: 3, testPattern: false },
    });
    const plain = Object.keys(load(JOB).job?.print ?? {});
    expect(plain.filter((key) => ["furnitureStock", "breaks", "setUp"].includes(key))).toEqual([]);
    expect(withPrint("{ break-sheets: { postal: 5 } }").job?.print.breaks).toEqual({
      postalDigits: 5,
    });
  });

  test("is refused where it leaves no room, or its stock is not there", () => {
    expect(codesOf("{ spool-sheets: 3 }")).toEqual([]);
    expect(codesOf("{ spool-sheets: 2 }")).toEqual(["job.spool-too-small"]);
    const setUp = "set-up: { sheets: 2, test-pattern: true }";
    expect(codesOf(`{ spool-sheets: 5, ${setUp} }`)).toEqual(["job.spool-too-small"]);
    expect(codesOf("{ furniture-stock: goldenrod }")).toEqual(["job.unknown-stock"]);
    expect(codesOf("{ break-sheets: { postal: 4 } }")).toEqual(["job.wrong-value"]);
  });
});

test("the errors of a job and of its layout come in one go", () => {
  const layout = copyOfRetail();
  const broken = spoiled("size: 19pt", "size: 19px", retailText(layout));
  writeFileSync(join(layout, "layout.yaml"), broken);
  const text = spoiled("mode: test", "mode: tests", JOB);
  const { diagnostics } = load(text.replace("layout: retail-statement", `layout: ${layout}`));
  expect(diagnostics.map((found) => found.code)).toEqual(["job.wrong-value", "layout.bad-length"]);
  expect(diagnostics[1]?.source?.file).toBe(`${layout}/layout.yaml`);
});

test("a job that is missing is one diagnostic", () => {
  const { diagnostics } = loadJob(host, join(temporaryFolder(), "job.yaml"), shared);
  expect(diagnostics.map((found) => found.code)).toEqual(["job.unreadable"]);
});

function retailText(folder: string): string {
  return Buffer.from(host.readFile(`${folder}/layout.yaml`)).toString("utf8");
}
