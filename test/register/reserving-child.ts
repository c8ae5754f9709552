// Forked by register.test.ts: reserves serials for the runs it is told, and says what it got.
import { Register } from "../../src/register/register.ts";
import type { SerialRange } from "../../src/register/register-serials.ts";
import { diskHost } from "../kit/disk-host.ts";

const [file, prefix, runs, count] = process.argv.slice(2) as [string, string, string, string];

process.once("message", () => {
  // Without a listener nothing would keep it from ending by itself.
  setInterval(() => {}, 1000);
  const register = Register.open(diskHost, file);
  const ranges: SerialRange[] = [];
  for (let run = 0; run < Number(runs); run++)
    ranges.push(
      register.serials.reserve({
        runId: `${prefix}-${run}`,
        mailerId: "123456",
        count: Number(count) + run,
        serialDigits: 9,
        atIso: "2026-10-31T22:00:00Z",
      }),
    );
  // Neither closes the register nor ends: the parent kills it, as a crash would.
  process.send?.(ranges);
});
process.send?.("ready");
