import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const folder = temporaryFolder("build");
const main = join(project, "dist/src/cli/nightpress.js");

function nightpress(...args: readonly string[]): string {
  return execFileSync(process.execPath, [main, ...args], { cwd: folder, encoding: "utf8" });
}

beforeAll(() => {
  rmSync(join(project, "dist"), { recursive: true, force: true });
  const compiler = join(project, "node_modules/typescript/bin/tsc");
  // The types are checked for all by `npm run types`.
  const config = join(project, "src/tsconfig.build.json");
  execFileSync(process.execPath, [compiler, "-p", config, "--noCheck"]);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(project, "dist"), { recursive: true, force: true });
});

test("the built package runs a job on its workers, as plain JavaScript", () => {
  nightpress("fixtures", "statement", "--records", "60", "--seed", "7", "--out", "in");
  const printed = nightpress("run", "in/job.yaml", "--out", "out", "--workers", "2", "--json");
  const report = JSON.parse(printed);
  expect(report.records.read).toBe(report.records.accepted + report.records.rejected);
  expect(report.records.accepted).toBeGreaterThan(50);
  expect(existsSync(join(folder, "out/reports/run.html"))).toBe(true);
});

test("the built package has the file that its bin and its exports name", () => {
  const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  expect(existsSync(join(project, manifest.bin.nightpress))).toBe(true);
  expect(existsSync(join(project, manifest.exports["."]))).toBe(true);
});
