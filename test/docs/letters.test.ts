import { execFileSync } from "node:child_process";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { fencesOf, projectFolder, readDocument } from "./documents.ts";

test("the example of a letter runs, and prints what the page says", () => {
  const fences = fencesOf(readDocument("src/proof/README.md"));
  const [code, output] = fences.map(({ text }) => text);
  const folder = temporaryFolder();
  symlinkSync(`${projectFolder}/layouts`, `${folder}/layouts`);
  const script = `${folder}/example.ts`;
  writeFileSync(script, (code ?? "").replace('"nightpress"', `"${projectFolder}/src/index.ts"`));
  const printed = execFileSync(process.execPath, [script], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(printed).toBe(output);
  expect(existsSync(`${folder}/letter.pdf`)).toBe(true);
});
