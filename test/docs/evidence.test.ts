import { spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nightpress } from "../kit/command.ts";
import { commandLinesOf } from "./command-lines.ts";
import { codeSpans, fenceWith, readDocument } from "./documents.ts";
import { exampleFolder } from "./examples.ts";
import { differences, type Step, stepsIn } from "./transcripts.ts";

const page = readDocument("src/evidence/README.md");

describe("a certificate, as the page has it", () => {
  const folder = exampleFolder();
  const steps = stepsIn(page);
  const said: Step[] = [];
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    for (const { command } of steps) {
      const [args = []] = commandLinesOf([command]);
      const { code, out, err } = await nightpress(args, folder);
      if (code !== 0) throw new Error(`${command} ended with ${code}: ${err}`);
      said.push({ command, lines: out.split("\n") });
    }
  });

  it("is made and checked by these commands, which say what is shown", () => {
    expect(steps.flatMap((shown, at) => differences(shown, said[at] as Step))).toEqual([]);
    expect(steps.length).toBeGreaterThan(4);
  });

  it("shows as many files and leaves as there are", () => {
    const numbers = (lines: readonly string[]): string[] =>
      lines.filter((line) => /^ok .* \d+ (files|leaves|resources)/.test(line));
    const check = steps.findIndex(({ command }) => command.includes("certificate check "));
    expect(numbers(steps[check]?.lines ?? [])).toEqual(numbers(said[check]?.lines ?? []));
  });

  it("leaves a folder whose files the handbook names", () => {
    const handbook = new Set(codeSpans(readDocument("src/cli/README.md")).map(firstFolder));
    const made = readdirSync(join(folder, "out"), { withFileTypes: true });
    const names = made.map((entry) => `${entry.name}${entry.isDirectory() ? "/" : ""}`);
    expect(names.filter((name) => !handbook.has(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(5);
  });

  const hasTools = spawnSync("sh", ["-c", "jq --version && openssl version"]).status === 0;

  it.runIf(hasTools)("is held by jq and openssl, without Nightpress", () => {
    copyFileSync(join(folder, "out/reports/certificate.json"), join(folder, "certificate.json"));
    const script = fenceWith(page, "sh", "openssl pkeyutl");
    const said = (text: string): string => {
      const { stdout, stderr } = spawnSync("bash", ["-c", text], { cwd: folder, encoding: "utf8" });
      return stdout + stderr;
    };
    const { bodySha256 } = JSON.parse(readFileSync(join(folder, "certificate.json"), "utf8"));
    expect(said(script)).toContain(`${bodySha256}  -`);
    expect(said(script)).toContain("Signature Verified Successfully");
    const spoiled = said(script.replace("cat payload;", "echo;"));
    expect(spoiled).not.toContain("Signature Verified Successfully");
  });
});

/** `print/` of `print/<stream>/*.pdf`. */
function firstFolder(span: string): string {
  return span.replace(/^([\w.-]+\/).*/, "$1");
}
