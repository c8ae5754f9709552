import { expect, test } from "vitest";
import { commandLine } from "../../src/cli/program.ts";

async function namesFor(words: readonly string[]): Promise<string[]> {
  return (await commandLine(words)).commands.map((command) => command.name());
}

test("a command that is named is loaded alone, and is the one of that name", async () => {
  const all = await namesFor([]);
  for (const name of all) expect(await namesFor(["--debug", name, "--json"])).toEqual([name]);
});

test("where none is named, or one that is not there, all of them are", async () => {
  const all = await namesFor([]);
  expect(all.length).toBeGreaterThan(25);
  for (const words of [["--help"], ["help", "run"], ["constructor"], ["rum"]])
    expect(await namesFor(words)).toEqual(all);
});
