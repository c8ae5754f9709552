import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Formats } from "../../src/expr/format.ts";
import { compileCondition, compileExpr, exprContext } from "../../src/expr/compile-expr.ts";
import { scopesOf } from "../../src/expr/scopes.ts";
import type { JobSettings } from "../../src/job/job-settings.ts";
import { type LoadedJob, loadJob } from "../../src/job/load-job.ts";
import type { Expr } from "../../src/model/expr.ts";
import { check, host, shared, SMALL, spoiled, writeLayout } from "../layout/support.ts";

const TAKEN = `parameters:
  notice: text?
  tone: one of [plain, warm]
  due: date
  fee: money
  rate: decimal
  months: integer
  final: boolean
`;
const TAKING = spoiled(
  "blocks:\n  - heading: Your **statement**",
  `blocks:
  - heading: "Due {params.due | long}, fee {params.fee | symbol} at {params.rate | percent}"
  - paragraph: "{params.notice}"
    when: has(params.notice) && params.final && params.tone == "warm"
  - paragraph: "{params.months} months, {days(account.from, params.due)} days"
    when: account.fees > params.fee`,
  spoiled("format:", `${TAKEN}format:`),
);

const PARAMETERS = `parameters:
  notice: { type: text, required: false }
  tone: { type: text, one-of: [plain, warm], default: plain }
  due: { type: date }
  fee: { type: money, default: "2.50" }
  rate: { type: decimal, default: "0.05" }
  months: { type: integer, default: 12, one-of: [12, 24] }
  final: { type: boolean, default: false }
`;
const JOB = `job: small
mode: test
seed: 7
${PARAMETERS}input: { format: ndjson, file: a.ndjson, key: account.id }
layout: LAYOUT
channels:
  email: { when: 'params.tone == "warm" && account.fees > params.fee' }
mail: { mailer-id: "902123456", service-type: "270" }
`;
const OCTOBER = { cycle: "2026-10", asOf: "2026-10-31" };
const GIVEN = new Map([["due", "2026-11-15"]]);

function load(settings: JobSettings, job = JOB, layout = TAKING): LoadedJob {
  const folder = writeLayout(layout);
  const file = join(folder, "job.yaml");
  writeFileSync(file, job.replace("LAYOUT", folder));
  return loadJob(host, file, shared, settings);
}

test("the command line names one file of records or several, and of details", () => {
  const inputOf = (input: string | readonly string[]): unknown => {
    const { job } = load({ ...OCTOBER, parameters: GIVEN, input });
    return [job?.input.file, job?.input.more];
  };
  expect(inputOf("/in/a.ndjson")).toEqual(["/in/a.ndjson", undefined]);
  expect(inputOf(["/in/a.ndjson", "/in/b.ndjson.gz"])).toEqual([
    "/in/a.ndjson",
    ["/in/b.ndjson.gz"],
  ]);
  const joined = JOB.replace(
    "key: account.id }",
    `key: account.id, details: [{ into: transactions, file: t.csv, key-column: k, columns:
      { d: date, k: kind, t: text, a: amount } }] }`,
  );
  const details = new Map([["transactions", ["/in/t.csv", "/in/u.csv"]]]);
  const { job } = load({ ...OCTOBER, parameters: GIVEN, details }, joined);
  expect(job?.input.details.map(({ file, more }) => [file, more])).toEqual([
    ["/in/t.csv", ["/in/u.csv"]],
  ]);
});

const codes = ({ diagnostics }: LoadedJob) => diagnostics.map(({ code }) => code);
const messages = ({ diagnostics }: LoadedJob) => diagnostics.map(({ message }) => message);

describe("a layout's parameters", () => {
  test("are checked by themselves, with any value", () => {
    const { plan, diagnostics } = check(TAKING);
    expect(diagnostics).toEqual([]);
    expect(Object.keys(plan?.parameters?.fields ?? {})).toHaveLength(7);
  });

  test.each([
    ["{params.notice}", "{params.notices}", "layout.unknown-field", "did you mean `notice`?"],
    ["{params.notice}", "{param.notice}", "layout.unknown-field", "did you mean `params`?"],
    ["{params.notice}", "{params}", "layout.wrong-type", "fields: params.notice"],
    ["account.fees > params.fee", "account.fees > params.due", "layout.wrong-type", "amounts"],
    ['params.tone == "warm"', 'params.tone == "worm"', "layout.impossible-value", "warm"],
    ["  tone: one of [plain, warm]", "  tone: [{ a: text }]", "layout.bad-kind", undefined],
    ["  months: integer", "  months: number", "layout.bad-kind", "kinds"],
    ["data:", "data:\n  params: text", "layout.bad-field-name", undefined],
  ])("%s written as %s: %s", (find, write, code, hint) => {
    const [first] = check(spoiled(find, write, TAKING)).diagnostics;
    expect(first?.code).toBe(code);
    if (hint !== undefined) expect(first?.hint).toContain(hint);
  });

  test("are unknown to a layout that declares none", () => {
    const [first] = check(spoiled("{customer.name}", "{params.notice}")).diagnostics;
    expect([first?.code, first?.hint]).toEqual([
      "layout.unknown-field",
      "declare what the job gives under `parameters:`, beside `data:`",
    ]);
  });

  test("leave the hash of a layout without any as it was", () => {
    expect(check(SMALL).plan).not.toHaveProperty("parameters");
  });
});

describe("a job's parameters", () => {
  test("have the values of the command line, else their defaults, and stay in the job", () => {
    const given = new Map([...GIVEN, ["fee", "-3"], ["notice", "Prices rise = soon"]]);
    const { job, plan, diagnostics } = load({ ...OCTOBER, parameters: given });
    expect(diagnostics).toEqual([]);
    expect([job?.cycle, job?.asOf]).toEqual(["2026-10", "2026-10-31"]);
    expect(job?.parameters).toEqual({
      notice: "Prices rise = soon",
      tone: "plain",
      due: "2026-11-15",
      fee: "-3",
      rate: "0.05",
      months: 12,
      final: false,
    });
    expect(structuredClone(plan)).toEqual(plan);
    expect(load({ ...OCTOBER, parameters: GIVEN }).plan?.hash).not.toBe(plan?.hash);
    expect(load({ ...OCTOBER, parameters: given }).plan?.hash).toBe(plan?.hash);
  });

  test("hold in conditions and channel rules, exactly", () => {
    const given = new Map([...GIVEN, ["tone", "warm"], ["final", "true"], ["notice", "Hello"]]);
    const { job, plan } = load({ ...OCTOBER, parameters: given });
    const formats = new Formats("en-US", "USD", 2);
    const fees = (amount: string) => ({ account: { fees: amount } });
    const rule = compileCondition(job?.channels.email as Expr, formats);
    expect([rule(fees("2.50")), rule(fees("2.51"))]).toEqual([false, true]);
    const [heading, paragraph] = plan?.blocks ?? [];
    expect(compileCondition(paragraph?.when as Expr, formats)({})).toBe(true);
    const [words] = (heading as unknown as { spans: { template: (string | Expr)[] }[] }).spans;
    const shown = words?.template.map((part) =>
      typeof part === "string" ? part : compileExpr(part, exprContext(formats))(scopesOf({})),
    );
    expect(shown?.join("")).toBe("Due November 15, 2026, fee $2.50 at 0.05%");
  });

  test("are absent where nobody gives one that need not be there", () => {
    const { plan } = load({ ...OCTOBER, parameters: new Map([...GIVEN, ["final", "true"]]) });
    const formats = new Formats("en-US", "USD", 2);
    expect(compileCondition(plan?.blocks[1]?.when as Expr, formats)({})).toBe(false);
  });

  test.each([
    ["due", "2026-02-30", "--set due must be a calendar day written YYYY-MM-DD."],
    ["fee", "2,50", '--set fee must be an exact amount, in a job in quotes, such as "1234.50".'],
    ["rate", "0.0000001", "--set rate must be a number with up to six decimals"],
    ["months", "13", "--set months must be one of: 12, 24."],
    ["months", "1e1", "--set months must be a whole number."],
    ["final", "yes", "--set final must be true or false."],
    ["tone", "harsh", "--set tone must be one of: plain, warm."],
    ["notice", " ", "--set notice must be a text of up to 500 characters that can be seen."],
    ["notice", "a\u202Eb", "--set notice must be a text"],
    ["notice", "x".repeat(501), "--set notice must be a text"],
  ])("%s=%s is refused", (name, value, message) => {
    const wrong = load({ ...OCTOBER, parameters: new Map([...GIVEN, [name, value]]) });
    expect(wrong.job).toBeUndefined();
    expect([codes(wrong), messages(wrong)[0]]).toEqual([
      ["job.bad-parameter"],
      expect.stringContaining(message),
    ]);
  });

  test("are refused with all other faults of the command line at once", () => {
    const settings = {
      cycle: "October",
      asOf: "2026-10-32",
      details: new Map([["charges", "/c.csv"]]),
      parameters: new Map([["duo", "2026-11-15"]]),
    };
    expect(codes(load(settings)).toSorted()).toEqual([
      "job.bad-cycle",
      "job.bad-date",
      "job.missing-parameter",
      "job.unknown-detail",
      "job.unknown-parameter",
    ]);
    const open = load({ parameters: GIVEN });
    expect(messages(open)).toEqual([
      "The key `cycle` is missing here; add it, or give --cycle 2026-10.",
      "The key `as-of` is missing here; add it, or give --as-of 2026-10-31.",
    ]);
  });

  test.each([
    ["{ type: date }", "{ type: day }", "job.wrong-value"],
    ["{ type: date }", "{ type: date, default: soon }", "job.bad-parameter"],
    [
      "{ type: date }",
      '{ type: date, default: "2026-11-15", required: true }',
      "job.bad-parameter",
    ],
    ['default: "2.50"', "default: 2.5", "job.wrong-value"],
    ['default: "2.50"', "default: 2", "job.bad-parameter"],
    ['default: "2.50"', 'default: "2.505"', "job.bad-parameter"],
    ["one-of: [12, 24]", "one-of: [12, many]", "job.bad-parameter"],
    ["default: plain }", "default: harsh }", "job.bad-parameter"],
    ["  due:", "  if:", "job.bad-field-name"],
    ["  rate: { type: decimal", "  rate: { type: money", "job.bad-parameter"],
    ['  rate: { type: decimal, default: "0.05" }\n', "", "job.missing-parameter"],
    ['decimal, default: "0.05"', "decimal, required: false", "job.bad-parameter"],
  ])("declared as %s, then %s: %s", (find, write, code) => {
    const wrong = load({ ...OCTOBER, parameters: GIVEN }, spoiled(find, write, JOB));
    expect([wrong.job, codes(wrong)]).toEqual([undefined, expect.arrayContaining([code])]);
    expect(wrong.diagnostics.every(({ source, hint }) => source !== undefined || hint)).toBe(true);
  });

  test("are open where a job is only looked at", () => {
    expect(codes(load({ isOpen: true }))).toEqual([]);
    expect(codes(load({ isOpen: true }, spoiled("params.tone", "params.ton", JOB)))).toEqual([
      "job.unknown-field",
    ]);
  });

  test("come from the run that is redriven, unless the command line says more", () => {
    const inherited = { ...OCTOBER, parameters: { due: "2026-11-15", fee: "9.00", months: 24 } };
    const { job } = load({ inherited, parameters: new Map([["fee", "8"]]) });
    expect([job?.cycle, job?.parameters?.["due"], job?.parameters?.["fee"]]).toEqual([
      "2026-10",
      "2026-11-15",
      "8",
    ]);
    expect(job?.parameters?.["months"]).toBe(24);
  });
});

test("files of the command line take the place of the job's", () => {
  const input = `input:
  format: csv
  file: a.csv.gz
  key: id
  columns: { id: id, name: address.lines.0 }
  details:
    - { into: charges, file: t.csv.gz, key-column: id, columns: { amount: amount } }
`;
  const layout = SMALL.replace(
    /data:[^]*?format:/,
    "data: { id: text, address: address, charges: [{ amount: money }] }\nformat:",
  )
    .replace(/blocks:\n {2}- heading: Your[^]*/, "blocks: []\n")
    .replace("address: customer.address", "address: address");
  const job = `job: small\nmode: test\nseed: 7\n${input}layout: LAYOUT
mail: { mailer-id: "902123456", service-type: "270" }\n`;
  const files = { input: "/data/b.csv", details: new Map([["charges", "/data/u.csv"]]) };
  const given = load({ ...OCTOBER, ...files }, job, layout);
  expect(given.diagnostics).toEqual([]);
  const { file, compression, details } = given.job?.input ?? {};
  expect([file, compression]).toEqual(["/data/b.csv", "none"]);
  expect(details?.map((detail) => [detail.file, detail.compression])).toEqual([
    ["/data/u.csv", "none"],
  ]);
  const [own] = load(OCTOBER, job, layout).job?.input.details ?? [];
  expect(own?.compression).toBe("gzip");
  const unknown = load({ ...OCTOBER, details: new Map([["charge", "/data/u.csv"]]) }, job, layout);
  expect(unknown.diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
    ["job.unknown-detail", "did you mean `charges`?"],
  ]);
});
