import { execFileSync } from "node:child_process";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { fencesOf, projectFolder, readDocument } from "./documents.ts";

const PAGES = ["src/proof/README.md", "src/serve/README.md"];

/** The examples of the pages, each with what it prints. */
function examples(): (readonly [string, string])[] {
  const fences = PAGES.flatMap((page) => fencesOf(readDocument(page)));
  const printed = fences.filter(({ language }) => language === "text");
  return fences
    .filter(({ language }) => language === "ts")
    .map(({ text }, index) => [text, printed[index]?.text ?? ""] as const);
}

/** Where the examples' words for it is the package. */
function exampleFolder(): string {
  const folder = temporaryFolder();
  symlinkSync(`${projectFolder}/layouts`, `${folder}/layouts`);
  return folder;
}

test.each(examples())(
  "example %# of letters runs, and prints what the page says",
  (code, output) => {
    const folder = exampleFolder();
    const script = `${folder}/example.ts`;
    writeFileSync(script, code.replace('"nightpress"', `"${projectFolder}/src/index.ts"`));
    const printed = execFileSync(process.execPath, [script], { cwd: folder, encoding: "utf8" });
    expect(printed).toBe(output);
    const [, file = ""] = /"(\w+\.pdf)"/.exec(code) ?? [];
    expect(existsSync(`${folder}/${file}`)).toBe(true);
  },
);
