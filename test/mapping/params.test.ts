import { describe, expect, it } from "vitest";
import { defined } from "../../src/base/assert.ts";
import { loadJob } from "../../src/job/load-job.ts";
import { plainText } from "../../src/mapping/plain-text.ts";
import { runIntake } from "../intake/run-intake.ts";
import { host, shared } from "../layout/support.ts";
import { loadMapped, summary, writeMapped } from "./mapped-job.ts";

const INPUT = `format: csv
file: a.csv
key: id
columns: { ID: id, NAME: name, AMT: "-", DUE: "-" }
fields:
`;
const PARAMETERS = `parameters:
  due: { type: date }
  fee: { type: money, default: "2.50" }
  notice: { type: text, required: false }
  late: { type: boolean, default: false }
`;
const CSV = "ID,NAME,AMT,DUE\n1,Ana,10.00,\n2,Bo,0.00,2026-12-24\n";

/** The values that the records get of expressions, with what a command line sets. */
function values(fields: string, set: Readonly<Record<string, string>>): unknown[] {
  const file = writeMapped(`${INPUT}${fields}`, { "a.csv": CSV }, PARAMETERS);
  const parameters = new Map(Object.entries(set));
  const { job, plan, diagnostics } = loadJob(host, file, shared, { parameters });
  if (job === undefined) return summary(diagnostics);
  const { records } = runIntake(job.input, defined(plan, "a plan").shape);
  return records.map(({ values: { total, due, note, paperless } }) =>
    [total, due, note, paperless].flatMap((value) => plainText(value) ?? []).join(" "),
  );
}

describe("parameters in the expressions of a mapping", () => {
  const DUE = { due: "2026-11-15" };

  it("are typed values, together with the texts of the row", () => {
    const fields = `  total: { expr: 'money(AMT) > money("0") ? money(AMT) + params.fee : money(AMT)' }
  due: { expr: 'DUE.startsWith("2") ? date(DUE) : params.due' }
  paperless: { expr: '!params.late' }
`;
    expect(values(fields, DUE)).toEqual(["12.50 2026-11-15 true", "0.00 2026-12-24 true"]);
    expect(values(fields, { ...DUE, fee: "1.00", late: "true" })).toEqual([
      "11.00 2026-11-15 false",
      "0.00 2026-12-24 false",
    ]);
  });

  it("may be absent, where they are not required", () => {
    const fields = `  note: { expr: 'has(params.notice) ? NAME + ", " + params.notice : NAME' }\n`;
    expect(values(fields, DUE)).toEqual(["Ana", "Bo"]);
    expect(values(fields, { ...DUE, notice: "look" })).toEqual(["Ana, look", "Bo, look"]);
  });

  it.each([
    ["of another type", "total: { expr: 'money(AMT) + params.due' }", /fields.total.expr: .*money/],
    ["not declared", "note: { expr: 'params.notise' }", /fields.note.expr: .*notise/],
    ["for a field of another kind", "total: { expr: 'params.due' }", /fields.total.expr/],
  ])("are refused where they are %s", (_, field, expected) => {
    expect(String(values(`  ${field}\n`, DUE))).toMatch(expected);
  });

  it("are no columns, unless the job declares none or maps such a column", () => {
    const input = (columns: string): string => `format: csv
file: a.csv
key: id
columns: ${columns}
fields: { note: { expr: params } }
`;
    const files = { "a.csv": "id,name,params\n1,Ana,x\n" };
    const read = (columns: string, more: string): unknown => {
      const { job, plan, diagnostics } = loadMapped(input(columns), files, more);
      if (job === undefined) return summary(diagnostics).join();
      return runIntake(job.input, defined(plan, "a plan").shape).records[0]?.values["note"];
    };
    const declared = "parameters: { fee: { type: money, default: '1.00' } }\n";
    expect(read("{ id: id, name: name }", "")).toBe("x");
    expect(read("{ id: id, name: name, params: '-' }", declared)).toBe("x");
    expect(read("{ id: id, name: name }", declared)).toMatch(/fields.note.expr/);
  });
});
