import { appendHistory, HISTORY_FILE, historyLine } from "./history.ts";
import { commitName, thisMachine } from "./machine.ts";
import { type BenchOptions, readOptions, USAGE } from "./options.ts";
import type { SubjectOutcome, Target } from "./outcome.ts";
import { runSubject } from "./subjects.ts";
import { figure, table } from "./table.ts";

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const tell = (line: string): void => void process.stderr.write(`  ${line}\n`);

await main();

async function main(): Promise<void> {
  const options = optionsOrUsage();
  if (options === undefined) return;
  const machine = thisMachine();
  const { cpu, cores, memoryGb, node, load } = machine;
  print(
    `${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}, commit ${commitName()}, load ${load}`,
  );
  const outcomes = new Map<string, SubjectOutcome>();
  for (const subject of options.subjects) {
    const outcome = await runSubject[subject](options, tell);
    for (const { title, text } of outcome.tables) print(`\n${title}\n\n${text}`);
    outcomes.set(subject, outcome);
  }
  const targets = [...outcomes.values()].flatMap((outcome) => outcome.targets);
  const title = options.quick ? "Targets (turns this short cannot judge them)" : "Targets";
  if (targets.length > 0) print(`\n${title}\n\n${targetTable(targets, options.quick)}`);
  if (options.quick) return;
  appendHistory(historyLine(options, machine, outcomes));
  print(`\nKept in ${HISTORY_FILE}.`);
  if (targets.some(({ met }) => !met)) process.exitCode = 1;
}

function optionsOrUsage(): BenchOptions | undefined {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exitCode = 2;
    return undefined;
  }
}

function targetTable(targets: readonly Target[], quick: boolean): string {
  const rows = targets.map(({ name, value, kind, bound, met }) => [
    name,
    figure(value),
    `${kind} ${bound}`,
    quick ? "" : met ? "met" : "MISSED",
  ]);
  return table(["", "measured", "target", ""], rows);
}
