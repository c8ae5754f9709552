import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Reject } from "../../src/model/reject.ts";
import { nightpress } from "../kit/command.ts";
import { runJob } from "../kit/in-process.ts";
import { readLines } from "./e2e-run.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";

it("names the line and the block of the layout that a record does not fit, and by how much", async () => {
  const address = addressOf({ zip: "62704" });
  const record = (id: string, due: string, email = "a@b.example"): string =>
    JSON.stringify({ id, by: "paper", due, address, email });
  const blocks = `  - group:
      - paragraph: First
      - columns:
          - width: 60pt
            blocks:
              - barcode: code-128
                value: "{id}"
                alt: Number
                module: 0.75pt
          - blocks: [{ paragraph: Second }]
  - group: [{ paragraph: "{email}" }]
    padding: 4pt
`;
  const lines = [
    record("1", "1.00"),
    record("TOO-LONG-FOR-ITS-COLUMN", "2.00"),
    record("3", "3.00", "word ".repeat(3500)),
  ];
  const job = writeSmallJob({ currency: "USD", lines, blocks });
  const folder = job.slice(0, job.lastIndexOf("/"));
  const report = await runJob(job, { out: `${folder}/out` });
  const layout = /^layout: (.*)$/m.exec(readFileSync(job, "utf8"))?.[1] ?? "";
  const text = readFileSync(`${layout}/layout.yaml`, "utf8");
  const lineOf = (mark: string): number => text.slice(0, text.indexOf(mark)).split("\n").length;
  const rejects = readLines<Reject>(`${folder}/out/rejects/rejects.ndjson`);
  expect(
    rejects.map(({ diagnostics: [found] }) => [found?.code, found?.block, found?.source]),
  ).toEqual([
    [
      "compose.barcode-too-wide",
      "blocks.1.group.1.columns.0.blocks.0",
      expect.objectContaining({ file: `${layout}/layout.yaml`, line: lineOf("barcode:") }),
    ],
    [
      "compose.too-tall",
      "blocks.2",
      expect.objectContaining({ line: lineOf('group: [{ paragraph: "{email}"') }),
    ],
  ]);
  const [wide, tall] = rejects.map(({ diagnostics: [found] }) => found);
  expect(wide?.message).toMatch(/is [\d.]+ pt wide with its quiet zone; its space has 60 pt/);
  expect(tall?.message).toMatch(/needs [\d.]+ pt more than the 460.8 pt it has on a page/);
  expect(tall?.excessMpt).toBeGreaterThan(1000);
  expect(report.rejectGroups?.map(({ source }) => source?.line)).toEqual([
    lineOf("barcode:"),
    lineOf('group: [{ paragraph: "{email}"'),
  ]);
  const { out } = await nightpress(["rejects", `${folder}/out`]);
  expect(out).toContain(`layout.yaml:${lineOf("barcode:")}, blocks.1.group.1.columns.0.blocks.0\n`);
});
