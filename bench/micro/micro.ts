import { Bench } from "tinybench";
import type { SubjectOutcome } from "../outcome.ts";
import { figure, table } from "../table.ts";
import { barcodeTasks } from "./barcode-tasks.ts";
import { convertTasks } from "./convert-tasks.ts";
import { documentTasks } from "./document-tasks.ts";
import { pageCodeTasks } from "./page-codes.ts";
import { textTasks } from "./text-tasks.ts";

/** A piece of work to time alone. */
export type MicroTask = readonly [name: string, work: () => unknown];

/** Times single steps: where a change of the whole comes from. */
export async function microOutcome(quick: boolean): Promise<SubjectOutcome> {
  const bench = new Bench({ time: quick ? 60 : 1000, warmupTime: quick ? 30 : 300 });
  const tasks = [
    ...textTasks(),
    ...barcodeTasks(),
    ...pageCodeTasks(),
    ...convertTasks(),
    ...(await documentTasks()),
  ];
  for (const [name, work] of tasks) bench.add(name, work);
  await bench.run();
  const results = bench.tasks.map(({ name, result }) => {
    if (result.state === "errored") throw result.error;
    if (!("latency" in result)) throw new Error(`${name} was not timed`);
    return { name, medianUs: result.latency.p50 * 1000, meanUs: result.latency.mean * 1000 };
  });
  const rows = results.map(({ name, medianUs, meanUs }) => [
    name,
    figure(medianUs),
    figure(meanUs),
    Math.round(1e6 / meanUs).toLocaleString("en"),
  ]);
  return {
    tables: [{ title: "Single steps", text: table(["", "median us", "mean us", "per s"], rows) }],
    figures: Object.fromEntries(results.map(({ name, ...figures }) => [name, figures])),
    targets: [],
  };
}
