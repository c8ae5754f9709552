import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellWord } from "../../src/base/shell-word.ts";

test("plain paths stay as they are", () => {
  expect(shellWord("out/2026-10")).toBe("out/2026-10");
});

test("a path with blanks is quoted", () => {
  expect(shellWord("/jobs/March run/out")).toBe("'/jobs/March run/out'");
});

test("a shell reads back one word, whatever the path holds", () => {
  const texts = ["", "a b", "it's", "$HOME", "~/x", "a;b", "a\nb", "*", '"q"', "\\", "Ünï cödé"];
  const line = `printf '%s\\0' ${texts.map(shellWord).join(" ")}`;
  const { stdout } = spawnSync("/bin/sh", ["-c", line], { encoding: "utf8" });
  expect(stdout.split("\0").slice(0, -1)).toEqual(texts);
});
