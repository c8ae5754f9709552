// Kills runs of a job at random moments, resumes them until they are done, and compares what they
// give with an undisturbed run: `npm run kill -- --runs 200 --records 5000 --seed 1`. A run depends
// on the seed and its number alone, so that `--from 120` goes on with the 120th.
import { mkdirSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { Prng } from "../../src/base/prng.ts";
import { faultsOf, killedRun, undisturbed } from "./kill-runs.ts";
import { smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: { runs: text, records: text, seed: text, from: text, kills: text, minutes: text },
});
const [runs, records, from] = [values.runs ?? 20, values.records ?? 1000, values.from ?? 1].map(
  Number,
) as [number, number, number];
const [seed, killsMax] = [values.seed ?? 1, values.kills ?? 3].map(Number) as [number, number];
const endMs = performance.now() + Number(values.minutes ?? 1e6) * 60_000;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const folder = temporaryFolder("kills");
say(`seed ${seed}: runs ${from} to ${runs} of ${records} records, up to ${killsMax} kills each`);
mkdirSync(`${folder}/job`);
const shape = { records, shardBytes: 256 * 1024, spoolSheets: Math.ceil(records / 5) };
const job = smallShardJob(`${folder}/job`, shape);
let reference = await undisturbed(job, `${folder}/undisturbed`);
say(`undisturbed: ${(reference.ms / 1000).toFixed(1)} s`);

let [kills, done, failed, next] = [0, 0, 0, from];
for (; next <= runs && performance.now() < endMs; next += 1) {
  const out = `${folder}/run-${next}`;
  const random = new Prng(seed * 1_000_003 + next);
  const run = await killedRun(job, out, random, reference, killsMax);
  if (run.killedMs.length === 0) {
    // The machine has become faster than it was: what nobody killed is no proof.
    reference = { ...reference, ms: reference.ms * 0.7 };
    rmSync(out, { recursive: true });
    next -= 1;
    continue;
  }
  const faults = faultsOf(out, run, reference.outcome);
  const at = run.killedMs.map((ms) => (ms / 1000).toFixed(2)).join(", ");
  say(`run ${next}: killed at ${at} s; ${faults.join("; ") || "the same bytes"}`);
  kills += run.killedMs.length;
  done += 1;
  failed += Math.sign(faults.length);
  if (faults.length > 0) say(`  seed ${seed}, run ${next}; it lies in ${out}`);
  else rmSync(out, { recursive: true });
}
const rest = next <= runs ? `; go on with --from ${next}` : "";
say(`seed ${seed}: ${done} runs, ${kills} kills, ${failed} with other results${rest}`);
if (failed === 0) rmSync(folder, { recursive: true });
process.exitCode = failed === 0 ? 0 : 1;
