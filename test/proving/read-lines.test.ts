import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readLines } from "../../src/proving/read-lines.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const file = `${temporaryFolder("lines")}/a.txt`;

function linesOf(text: string): string[] {
  writeFileSync(file, text);
  return [...readLines(new NodeHost(), file)];
}

test("gives each line without its end, the last one too", () => {
  expect(linesOf("")).toEqual([]);
  expect(linesOf("a\nb\n")).toEqual(["a", "b"]);
  expect(linesOf("a\n\nb")).toEqual(["a", "", "b"]);
});

test("joins a line that is read in several blocks", () => {
  const long = "é".repeat(300_000);
  expect(linesOf(`x\n${long}\ny\n`)).toEqual(["x", long, "y"]);
  expect(linesOf(long)).toEqual([long]);
});
