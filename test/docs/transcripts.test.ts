import { expect, it } from "vitest";
import { readDocument } from "./documents.ts";
import { askedBy, differences, type Step, stepsIn } from "./transcripts.ts";

const steps = stepsIn(readDocument("src/cli/README.md"));
const check = steps.find(({ command }) => command.startsWith("nightpress check")) as Step;

function without({ command, lines }: Step, start: string): Step {
  return { command, lines: lines.filter((line) => !line.startsWith(start)) };
}

it("a line that the page lacks is found, and one that the program does not say", () => {
  const shorter = without(check, "sample");
  expect(differences(check, check)).toEqual([]);
  expect(differences(shorter, check)).toEqual(["check --out: the page lacks sample"]);
  expect(differences(check, shorter)).toEqual(["check --out: the program does not say sample"]);
});

it("a shortened output may lack lines, but shows none that are not said", () => {
  const cut: Step = { command: check.command, lines: ["…", "Ready to run."] };
  expect(differences(cut, check)).toEqual([]);
  expect(differences({ ...cut, lines: ["…", "Not ready."] }, check)).toHaveLength(1);
});

it("commands are told apart by what they ask for", () => {
  const asked = new Set(steps.map(askedBy));
  expect(asked).toContain("reprint --reimage --spool --sheets --by --reason");
  expect(asked).toContain("register backup --job --to");
});
