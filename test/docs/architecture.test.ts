import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codeSpans, projectFolder, readDocument } from "./documents.ts";

const architecture = readDocument("src/ARCHITECTURE.md");
const spans = codeSpans(architecture);

test("is short enough to be read", () => {
  expect(architecture.split("\n").length).toBeLessThanOrEqual(240);
});

test("names only files that are there", () => {
  const files = spans.filter((span) => /^[\w./-]+\/[\w-]+\.(ts|md|yaml)$/.test(span));
  const isThere = (file: string): boolean =>
    ["", "src/"].some((folder) => existsSync(join(projectFolder, folder, file)));
  expect(files.filter((file) => !isThere(file))).toEqual([]);
  expect(files.length).toBeGreaterThan(30);
});

test("has every room of the house", () => {
  const rooms = readdirSync(join(projectFolder, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${entry.name}/`);
  expect(rooms.filter((room) => !spans.includes(room))).toEqual([]);
});

test("gives a reason for every package", () => {
  const manifest = JSON.parse(readDocument("package.json")) as Record<
    string,
    Record<string, string>
  >;
  const packages = ["dependencies", "devDependencies"].flatMap((group) =>
    Object.keys(manifest[group] ?? {}),
  );
  expect(packages.filter((name) => !spans.includes(name))).toEqual([]);
});
