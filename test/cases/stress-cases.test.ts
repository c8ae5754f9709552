import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { branchCases, stressCases } from "../../src/cases/stress-cases.ts";
import { compileRecordCheck } from "../../src/intake/check/record-check.ts";
import { checkLayout } from "../../src/layout/check-layout.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";

import { host, root, shared, SMALL, writeLayout } from "../layout/support.ts";

const folder = `${root}/layouts`;
const shipped = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/layout.yaml`));

function planOf(path: string): LayoutPlan {
  const { plan, diagnostics } = checkLayout(host, path, shared);
  if (plan === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return plan;
}

function samplesOf(name: string): RawObject[] {
  const own = `${folder}/${name}/samples`;
  return readdirSync(own).map(
    (file) => JSON.parse(readFileSync(`${own}/${file}`, "utf8")) as RawObject,
  );
}

describe.each(shipped)("cases of %s", (name) => {
  const plan = planOf(`${folder}/${name}`);
  const by = { plan, seed: 1, samples: samplesOf(name), rowsMax: 50 };
  const cases = [...stressCases(by)];

  it("match the layout's data, each under a name of its own", () => {
    const check = compileRecordCheck(plan.shape);
    for (const { name: own, record } of cases) expect([own, check(record)]).toEqual([own, record]);
    expect(new Set(cases.map((one) => one.name)).size).toBe(cases.length);
  });

  it("are the same for the same seed, and others for another one", () => {
    expect([...stressCases(by)]).toEqual(cases);
    const other = [...stressCases({ ...by, seed: 2 })];
    expect(other.map((one) => one.name)).toEqual(cases.map((one) => one.name));
    expect(other).not.toEqual(cases);
  });

  it("go both ways of each condition", () => {
    const open = [...branchCases(by)].filter(({ record }) => record === undefined);
    expect(open.map(({ branch, holds }) => `${branch.name} ${holds}`)).toEqual([]);
  });

  it("need no samples", () => {
    const check = compileRecordCheck(plan.shape);
    for (const { record } of stressCases({ plan, seed: 1, rowsMax: 20 }))
      expect(check(record)).toEqual(record);
  });
});

it("have names of their own where values have no letters to tell them apart", () => {
  const text = SMALL.replace("one of [deposit, fee]", 'one of ["A+", "A-", "\u7537", "\u5973"]');
  const plan = planOf(writeLayout(text.replaceAll('.kind == "fee"', '.kind == "A-"')));
  const cases = [...stressCases({ plan, seed: 1, rowsMax: 20 })];
  const kinds = cases.filter(({ name }) => name.startsWith("transactions-kind"));
  expect(kinds.map(({ why }) => why.at(-1))).toEqual(["+", "-", "\u7537", "\u5973"]);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

/** Blocks with these conditions, over the data of the small layout. */
function conditions(list: Readonly<Record<string, string>>, blocks = ""): LayoutPlan {
  const own = Object.values(list).map((when) => `  - paragraph: x\n    when: '${when}'\n`);
  const text = SMALL.replace(
    "blocks:\n  - heading",
    `blocks:\n${own.join("")}${blocks}  - heading`,
  );
  return planOf(writeLayout(text));
}

type Record_ = {
  readonly account: { readonly id: string; readonly closing: string; readonly from: string };
  readonly transactions: readonly { kind: string; amount: string; text: string; check?: number }[];
};

describe("the search for records", () => {
  const sumOf = (record: Record_, kind: string): number =>
    record.transactions
      .filter((one) => one.kind === kind)
      .reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
  const HARD: Readonly<Record<string, (record: Record_) => boolean>> = {
    'account.closing == money("1234567.89")': ({ account }) => account.closing === "1234567.89",
    'sum(transactions.filter(r, r.kind == "fee").map(r, r.amount)) > money("5000.00")': (record) =>
      sumOf(record, "fee") > 500_000,
    "size(account.id) == 17": ({ account }) => account.id.length === 17,
    'account.id.startsWith("ZX-")': ({ account }) => account.id.startsWith("ZX-"),
    "size(transactions) >= 25": ({ transactions }) => transactions.length >= 25,
    'transactions.exists(t, t.kind == "fee" && t.amount < money("-17.00"))': (record) =>
      record.transactions.some((one) => one.kind === "fee" && Number(one.amount) < -17),
    'transactions.all(t, t.kind == "fee")': (record) =>
      record.transactions.every((one) => one.kind === "fee"),
    'account.from > date("2031-03-01") && month(account.from) == 2': ({ account }) =>
      account.from > "2031-03-01" && account.from.slice(5, 7) === "02",
    "transactions.exists(t, has(t.check) && t.check > 900)": (record) =>
      record.transactions.some(({ check = 0 }) => check > 900),
    'account.closing * 3 > money("1000.00") || account.id == "odd"': ({ account }) =>
      Math.round(Number(account.closing) * 100) * 3 > 100_000 || account.id === "odd",
  };

  it.each(Object.keys(HARD))("finds both ways of %s", (when) => {
    const found = [...branchCases({ plan: conditions({ when }), seed: 3 })].filter(
      ({ branch }) => branch.id === "blocks.0",
    );
    expect(found.map(({ holds }) => holds)).toEqual([true, false]);
    for (const { holds, record } of found)
      expect(HARD[when]?.(record as unknown as Record_)).toBe(holds);
  });

  it("goes through the conditions around, and names what no record meets", () => {
    const around = `  - group:
      - paragraph: never
        when: account.closing < money("10.00")
      - paragraph: sometimes
        when: account.closing > money("900.00")
    when: account.closing > money("500.00")
`;
    const found = [...branchCases({ plan: conditions({}, around), seed: 3 })];
    const names = found.map(
      ({ branch, holds, record }) => `${branch.name} ${holds} ${record !== undefined}`,
    );
    expect(names.slice(0, 6)).toEqual([
      "blocks.0.when true true",
      "blocks.0.when false true",
      "blocks.0.group.0.when true false",
      "blocks.0.group.0.when false true",
      "blocks.0.group.1.when true true",
      "blocks.0.group.1.when false true",
    ]);
    const { record } = found[4] ?? {};
    expect(Number((record as unknown as Record_).account.closing)).toBeGreaterThan(900);
  });
});
