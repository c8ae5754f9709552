import { mkdtempSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import { simulationFolder } from "./simulation-folder.ts";
import { type Outcome, Simulator } from "./simulate.ts";

/** `npm run sim -- --seed 1 --runs 500 [--bug NAME]`: run n has seed + n as its own seed. */
const { values } = parseArgs({
  options: { seed: { type: "string" }, runs: { type: "string" }, bug: { type: "string" } },
});
const first = Number(values.seed ?? 1);
const runs = Number(values.runs ?? 100);
const bug = PLANTED_BUGS.find(({ name }) => name === values.bug);
if (values.bug !== undefined && bug === undefined)
  throw new Error(`no such bug; there are ${PLANTED_BUGS.map(({ name }) => name).join(", ")}`);

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function tell({ seed, scenario, faults, violations }: Outcome): void {
  say(`seed ${seed} (${scenario}) broke promises:`);
  for (const { kind, op, path, step = "rest" } of faults)
    say(`  fault: ${kind} at ${op} of ${path} (${step})`);
  for (const violation of violations.slice(0, 12)) say(`  ${violation}`);
  say(`  again: npm run sim -- --seed ${seed} --runs 1${bug ? ` --bug ${bug.name}` : ""}`);
}

const folder = mkdtempSync(simulationFolder());
const simulator = new Simulator(folder, bug);
const kinds = new Map<string, number>();
const startedAt = performance.now();
let [done, broken, changes, unfaulted] = [0, 0, 0, 0];
say(`seed ${first}, ${runs} runs${bug ? `, with the planted bug ${bug.name}` : ""}`);
try {
  for (let seed = first; seed < first + runs; seed += 1) {
    const outcome = await simulator.run(seed);
    done += 1;
    changes += outcome.changes;
    for (const { kind } of outcome.faults) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (outcome.faults.length === 0) unfaulted += 1;
    if (outcome.violations.length === 0) continue;
    broken += 1;
    tell(outcome);
    if (bug !== undefined) break;
  }
} finally {
  simulator.close();
  rmSync(folder, { recursive: true, force: true });
}
const seconds = (performance.now() - startedAt) / 1000;
say(`${done} runs in ${seconds.toFixed(0)} s (${(done / seconds).toFixed(2)} a second)`);
say(`${changes} changes of the disk; ${unfaulted} runs without a fault; faults:`);
for (const [kind, count] of [...kinds].sort(([, a], [, b]) => b - a)) say(`  ${count} ${kind}`);
if (bug === undefined) say(broken === 0 ? "all promises kept" : `${broken} runs broke promises`);
else say(broken === 0 ? `${bug.name} was not caught` : `${bug.name} was caught by run ${done}`);
process.exitCode = broken > 0 === (bug !== undefined) ? 0 : 1;
