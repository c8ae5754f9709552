import { globSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BATCH_COLUMNS } from "../../src/spool/assemble-batch.ts";
import { CONTROL_COLUMNS } from "../../src/spool/control-file.ts";
import { runJob } from "../kit/in-process.ts";
import { codeSpans, readDocument } from "./documents.ts";
import { exampleFolder, writeExample } from "./examples.ts";

const spans = new Set(codeSpans(readDocument("src/spool/README.md")));

function unexplained(names: readonly string[]): string[] {
  return names.filter((name) => !spans.has(name));
}

it("explains every column of control files and batch indexes", () => {
  const columns = [...CONTROL_COLUMNS, ...BATCH_COLUMNS];
  expect(unexplained(columns)).toEqual([]);
  expect(columns.length).toBeGreaterThan(30);
});

describe("what a run writes", () => {
  const folder = exampleFolder("README.md");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    const read = (name: string): string => readFileSync(join(folder, name), "utf8");
    const wrong = "M-1003,C,1 A ST,B IL 62704,62704,,,,2026-02-31,x\n";
    writeExample(folder, "fees.csv", read("fees.csv") + wrong);
    writeExample(folder, "job.yaml", read("job.yaml").replace(/^ {2}expect: .*\n/m, ""));
    const { records } = await runJob(join(folder, "job.yaml"), { workers: 1 });
    expect(records.rejected).toBe(1);
  });

  function made(pattern: string): string {
    const [file = ""] = globSync(join(folder, "out", pattern));
    return readFileSync(file, "utf8");
  }

  it("has rejects with the members that are explained", () => {
    const [line = ""] = made("rejects/rejects.ndjson").split("\n");
    const members = Object.keys(JSON.parse(line) as object);
    expect(unexplained(members)).toEqual([]);
    expect(members.length).toBeGreaterThan(8);
  });

  it("has tickets with the members that are explained", () => {
    const ticket = JSON.parse(made("print/*/*.ticket.json")) as Record<string, unknown>;
    const inner = [ticket["media"], ticket["ranges"]].flat() as object[];
    expect(unexplained([ticket, ...inner].flatMap((one) => Object.keys(one)))).toEqual([]);
    expect(inner.length).toBeGreaterThan(1);
  });
});
