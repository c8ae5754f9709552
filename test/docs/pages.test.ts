import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { describe, expect, it } from "vitest";
import { commandLine } from "../../src/cli/program.ts";
import { commandLinesOf, parseOnly } from "./command-lines.ts";
import {
  brokenLinks,
  codeSpans,
  fencesOf,
  PAGES,
  projectFolder,
  readDocument,
} from "./documents.ts";

const { scripts } = JSON.parse(readDocument("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

function commandsOf(page: string): string[][] {
  const markdown = readDocument(page);
  const shells = fencesOf(markdown).filter(({ language }) => ["sh", "console"].includes(language));
  return commandLinesOf([...shells.map(({ text }) => text), ...codeSpans(markdown)]);
}

describe.each(PAGES)("%s", (page) => {
  const markdown = readDocument(page);

  it("links to what is there", () => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it("names only files and folders of the house that are there", () => {
    const paths = codeSpans(markdown).filter((span) =>
      /^(src|test|bench|fixtures|layouts)\/[\w./-]*$/.test(span),
    );
    expect(paths.filter((path) => !existsSync(join(projectFolder, path)))).toEqual([]);
  });

  it("names only scripts that are there", () => {
    const named = [...markdown.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it("has blocks that are closed, and data that can be read", () => {
    expect((markdown.match(/^```/gm) ?? []).length).toBe(fencesOf(markdown).length * 2);
    for (const { language, text } of fencesOf(markdown)) {
      if (language === "json") JSON.parse(text);
      if (language !== "yaml") continue;
      expect(parseAllDocuments(text).flatMap(({ errors }) => errors)).toEqual([]);
    }
  });
});

describe("the commands", () => {
  const named = PAGES.flatMap((page) => commandsOf(page).map((args) => [page, args] as const));
  const cases = named.map(([page, args]) => [page, args.join(" "), args] as const);

  it.each(cases)("in %s: nightpress %s", async (_page, _line, args) => {
    expect(await parseOnly(args)).not.toBe("");
  });

  it("are all in the README, and a wrong one would be found", async () => {
    const names = (await commandLine()).commands.map((command) => command.name());
    const shown = commandsOf("README.md").map(([name]) => name);
    expect(new Set(shown)).toEqual(new Set(names));
    await expect(parseOnly(["run", "job.yaml", "--nosuch"])).rejects.toThrow("--nosuch");
    await expect(parseOnly(["fixtures", "statement", "--out", "out"])).rejects.toThrow("--records");
  });
});

it("a link to no file, and one to no heading, would be found", () => {
  const wrong = "[a](no-such.md), [b](../README.md#no-such), [c](#no-such)";
  const right = "[d](../README.md#exit-codes), [e](#blocks), [f](https://example.org/no-such)";
  const found = brokenLinks("layouts/README.md", `${wrong}, ${right}`);
  expect(found).toEqual(["no-such.md", "../README.md#no-such", "#no-such"]);
});
