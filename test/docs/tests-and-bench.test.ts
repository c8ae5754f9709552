import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readOptions, SUBJECTS } from "../../bench/options.ts";
import { codeSpans, fenceWith, PAGES, projectFolder, readDocument } from "./documents.ts";

const page = readDocument("test/README.md");
const spans = new Set(codeSpans(page));

function foldersOf(path: string): string[] {
  return readdirSync(join(projectFolder, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

it("every folder of tests is named after a room, or explained", () => {
  const rooms = new Set(foldersOf("src"));
  const others = foldersOf("test").filter((name) => !rooms.has(name));
  expect(others.filter((name) => !spans.has(`test/${name}/`))).toEqual([]);
  expect(others).toContain("e2e");
});

it("the referees are those that `.ci/run` installs", () => {
  const [, installed = ""] = /^referees="(.*)"$/m.exec(readDocument(".ci/run")) ?? [];
  const named = fenceWith(page, "sh", "apt-get install").trim();
  expect(named).toBe(`apt-get install ${installed}`);
});

/** `npm run sim -- --seed 1`, as the script's name and its arguments. */
function scriptCalls(): [string, string[]][] {
  const calls = PAGES.flatMap((one) => [
    ...readDocument(one).matchAll(/npm run (\w+) -- ([^`#|]+)/g),
  ]);
  return calls.map(([, name = "", rest = ""]) => [name, rest.trim().split(/\s+/)]);
}

it("the options of scripts are such as those scripts know", () => {
  const { scripts } = JSON.parse(readDocument("package.json")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const unknown = scriptCalls().flatMap(([name, args]) => {
    const main = scripts[name]?.replace(/^node /, "") ?? "";
    const source = name === "bench" ? readDocument("bench/options.ts") : readDocument(main);
    const options = args.filter((arg) => arg.startsWith("--")).map((arg) => arg.slice(2));
    return options.filter((option) => !new RegExp(`\\b${option}\\b`).test(source));
  });
  expect(unknown).toEqual([]);
  expect(scriptCalls().length).toBeGreaterThan(8);
});

it("the bench's page has every subject, and commands that the bench takes", () => {
  const named = codeSpans(readDocument("bench/README.md"));
  expect(SUBJECTS.filter((subject) => !named.includes(subject))).toEqual([]);
  const calls = scriptCalls().filter(([name]) => name === "bench");
  for (const [, args] of calls) expect(() => readOptions(args)).not.toThrow();
  expect(() => readOptions(["--only", "no-such"])).toThrow("no-such");
});
