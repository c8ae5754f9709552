import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { httpTurn } from "../../bench/on-demand/http-turn.ts";
import { projectFolder } from "../docs/documents.ts";

test("letters are composed in memory by a process of their own", () => {
  const program = `${projectFolder}/bench/on-demand/letter-turn.ts`;
  const told = execFileSync(process.execPath, [program, "4", "2"], { encoding: "utf8" });
  expect(JSON.parse(told)).toMatchObject({ letters: 4, pages: expect.any(Number) as number });
});

test("letters are had over HTTP from a server of their own, with their sizes", async () => {
  const turn = await httpTurn(20, 1);
  expect(turn.bytesPerLetter).toBeGreaterThan(20_000);
  expect(turn.lettersPerSecond).toBeGreaterThan(0);
  if (process.platform === "linux") expect(turn.cpuMsPerLetter).toBeGreaterThan(0.1);
  if (process.platform === "linux")
    for (const bytes of turn.peaksBytes) expect(bytes).toBeGreaterThan(50e6);
});
