import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { lintLayout } from "../../src/index.ts";
import { nightpress } from "../kit/command.ts";
import { runJob } from "../kit/in-process.ts";
import { fenceWith, linksOf, projectFolder, readDocument } from "./documents.ts";
import { exampleFolder, writeExample } from "./examples.ts";

const readme = readDocument("README.md");

it("is short enough to be read", () => {
  expect(readme.split("\n").length).toBeLessThanOrEqual(300);
});

it("has its two commands, each on a line of its own", () => {
  const lines = readme.split("\n");
  expect(lines).toContain("npm install && npm start");
  expect(lines).toContain("npm install && npm test");
});

it("has every exit code", () => {
  for (const code of Object.values(exitCodes))
    expect(readme).toMatch(new RegExp(`^\\| ${code} `, "m"));
});

it("has pictures that are small", () => {
  const pictures = linksOf(readme).filter((link) => link.endsWith(".png"));
  expect(pictures).toHaveLength(4);
  const sizes = pictures.map((picture) => statSync(join(projectFolder, picture)).size);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(200 * 1024);
});

describe("the first job", () => {
  const folder = exampleFolder("README.md");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has a layout that lints", async () => {
    expect((await lintLayout(join(folder, "club-fee"))).diagnostics).toEqual([]);
  });

  it("runs as it stands: a letter and an e-mail", async () => {
    const report = await runJob(join(folder, "job.yaml"), { workers: 1 });
    expect(report.status).toBe("finished");
    expect(report.records).toEqual({ read: 2, accepted: 2, rejected: 0 });
    expect(report.channels).toEqual({ print: 1, email: 1, sms: 0 });
  });

  it("shows what lint says of a mistake", async () => {
    const layout = readFileSync(join(folder, "club-fee/layout.yaml"), "utf8");
    writeExample(folder, "club-fee/layout.yaml", layout.replace("mask(member)", "mask(membr)"));
    const { code, out } = await nightpress(["lint", "club-fee"], folder);
    expect(code).toBe(exitCodes.badUsage);
    const shown = fenceWith(readme, "console", "$ nightpress lint club-fee");
    expect(shown).toBe(`$ nightpress lint club-fee\n${out}`);
  });
});
