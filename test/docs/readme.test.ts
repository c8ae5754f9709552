import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { afterAll, describe, expect, test } from "vitest";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { commandLine } from "../../src/cli/program.ts";
import { lintLayout, runJob } from "../../src/index.ts";
import { jobSchema } from "../../src/layout/job/job-schema.ts";
import { limits } from "../../src/base/limits.ts";
import { BATCH_COLUMNS } from "../../src/spool/assemble-batch.ts";
import { CONTROL_COLUMNS } from "../../src/spool/control-file.ts";
import { nightpress } from "../cli/run-command.ts";
import { commandLinesOf, parseOnly } from "./command-lines.ts";
import { codeSpans, fencesOf, fenceWith, projectFolder } from "./documents.ts";
import { readDocument, relativeLinks } from "./documents.ts";

const readme = readDocument("README.md");
const layoutText = fenceWith(readme, "yaml", "layout: water-bill\ndata:");
const jobText = fenceWith(readme, "yaml", "job: water-bills");

const folder = mkdtempSync(join(tmpdir(), "nightpress-readme-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writeExample(layout: string): void {
  mkdirSync(join(folder, "water-bill"), { recursive: true });
  writeFileSync(join(folder, "water-bill", "layout.yaml"), layout);
  writeFileSync(join(folder, "job.yaml"), jobText);
  writeFileSync(join(folder, "customers.csv"), fenceWith(readme, "csv", "account,name"));
  writeFileSync(join(folder, "charges.csv"), fenceWith(readme, "csv", "account,date"));
  writeFileSync(join(folder, "control.txt"), fenceWith(readme, "txt", "records: 2"));
}

describe("the set-up", () => {
  test("has its two commands, each on a line of its own", () => {
    const lines = readme.split("\n");
    expect(lines).toContain("npm install && npm start");
    expect(lines).toContain("npm install && npm test");
  });

  test("names only scripts that are there", () => {
    const { scripts } = JSON.parse(readDocument("package.json")) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name as string))).toEqual([]);
    expect(named.length).toBeGreaterThan(2);
  });
});

describe("the example", () => {
  test("has a job that its schema takes, and a layout that lints", async () => {
    writeExample(layoutText);
    expect(jobSchema.safeParse(parse(jobText)).error).toBeUndefined();
    expect((await lintLayout(join(folder, "water-bill"))).diagnostics).toEqual([]);
  });

  test("runs as it stands, and a bill goes out on each channel", async () => {
    writeExample(layoutText);
    const report = await runJob(join(folder, "job.yaml"), { workers: 1 });
    expect(report.status).toBe("finished");
    expect(report.records).toEqual({ read: 2, accepted: 2, rejected: 0 });
    expect(report.channels).toEqual({ print: 1, email: 1, sms: 1 });
  });

  test("shows what lint says of three mistakes", () => {
    const mistaken = layoutText
      .replace("{mask(account)}", "{mask(acount)}")
      .replace("color: blue }", "color: bleu }")
      .replace("[0.75in, 3.75in", "[0.75in, 3.25in");
    writeExample(mistaken);
    const { code, out } = nightpress(["lint", "water-bill"], folder);
    const shown = fenceWith(readme, "console", "$ nightpress lint water-bill");
    expect(code).toBe(exitCodes.badUsage);
    expect(shown).toBe(`$ nightpress lint water-bill\n${out}`);
  });
});

describe("the commands", () => {
  const shells = fencesOf(readme).filter(({ language }) => ["sh", "console"].includes(language));
  const lines = commandLinesOf([...shells.map(({ text }) => text), ...codeSpans(readme)]);

  const named = lines.map((args) => [args.join(" "), args] as const);

  test.each(named)("nightpress %s", async (_, args) => {
    expect(await parseOnly(args)).not.toBe("");
  });

  test("are all there, and a wrong one would be found", async () => {
    const names = (await commandLine()).commands.map((command) => command.name());
    expect(new Set(lines.map(([name]) => name))).toEqual(new Set(names));
    await expect(parseOnly(["run", "job.yaml", "--nosuch"])).rejects.toThrow("--nosuch");
    await expect(parseOnly(["fixtures", "statement", "--out", "out"])).rejects.toThrow("--records");
  });
});

describe("what a reader relies on", () => {
  test("links and pictures lead somewhere, and pictures are small", () => {
    const links = relativeLinks(readme);
    expect(links.filter((link) => !existsSync(join(projectFolder, link)))).toEqual([]);
    const pictures = links.filter((link) => link.endsWith(".png"));
    expect(pictures).toHaveLength(4);
    const sizes = pictures.map((picture) => statSync(join(projectFolder, picture)).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(200 * 1024);
  });

  test("every column of the control file and of the batch index is explained", () => {
    const spans = new Set(codeSpans(readme));
    const columns = [...CONTROL_COLUMNS, ...BATCH_COLUMNS];
    expect(columns.filter((column) => !spans.has(column))).toEqual([]);
  });

  test("every section of a job and every exit code is mentioned", () => {
    const sections = Object.keys(jobSchema.shape);
    expect(sections.filter((key) => !readme.includes(key))).toEqual([]);
    for (const code of Object.values(exitCodes))
      expect(readme).toMatch(new RegExp(`^\\| ${code} `, "m"));
    expect(readme).toContain(`${limits.emailHtmlBytesMax / 1024} KB`);
  });
});
