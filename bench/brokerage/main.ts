import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeBrokerageFixture } from "../../fixtures/brokerage/write-brokerage-fixture.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { loadCheckedJob } from "../../src/run/folder/load-run.ts";
import { median } from "../contest.ts";
import { appendHistory, historyLine } from "../history.ts";
import { thisMachine } from "../machine.ts";
import { atLeast, type SubjectOutcome } from "../outcome.ts";
import { writeBatches } from "./bound-portfolios.ts";

/** Pages a second of the brokerage statement beside Typst's, in turn; see `bench/README.md`. */
const HOLDINGS = 60;
const SEED = 20_261_031;
const PER_BATCH = 10;
const TYPST_BATCHES = 6;
const WARM_BATCHES = 1;
const TIMES_WANTED = 5;
const projectFolder = join(import.meta.dirname, "../..");

interface Turn {
  readonly pages: number;
  readonly cpuSeconds: number;
}

const { values } = parseArgs({
  options: {
    turns: { type: "string", default: "3" },
    records: { type: "string", default: "1500" },
    python: { type: "string", default: "python3" },
    keep: { type: "boolean", default: false },
  },
});
const [turns, records] = [Number(values.turns), Number(values.records)];
const folder = mkdtempSync(join(tmpdir(), "nightpress-brokerage-"));
try {
  const outcome = compare();
  for (const { title, text } of outcome.tables) console.log(`${title}\n${text}`);
  const options = { subjects: [], quick: false, turns, records, reading: {} };
  const line = historyLine(options, thisMachine(), new Map([["brokerage", outcome]]));
  if (values.keep) appendHistory(line);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function compare(): SubjectOutcome {
  const made = { seed: SEED, rows: HOLDINGS, mode: "production" } as const;
  prepareTypst(made);
  const [ours, theirs]: [Turn[], Turn[]] = [[], []];
  for (let turn = 0; turn < turns; turn += 1) {
    // A job of its own for each turn: a register takes no cycle twice.
    const own = join(folder, `ours-${turn}`);
    ours.push(nightpressTurn(writeBrokerageFixture({ ...made, records, folder: own }).jobFile));
    rmSync(own, { recursive: true });
    theirs.push(typstTurn());
  }
  const rate = ({ pages, cpuSeconds }: Turn): number => pages / cpuSeconds;
  const times = median(ours.map((own, turn) => rate(own) / rate(theirs[turn] as Turn)));
  const figures = {
    "pages a second of CPU": {
      nightpress: median(ours.map(rate)),
      typst: median(theirs.map(rate)),
    },
  };
  const text = Object.entries(figures["pages a second of CPU"])
    .map(([name, value]) => `  ${name.padEnd(12)}${value.toFixed(1).padStart(8)}`)
    .join("\n");
  const title = `Pages a second of CPU, ${turns} turns; Nightpress has ${times.toFixed(1)} times`;
  const target = atLeast("brokerage statement against Typst", times, TIMES_WANTED);
  return { tables: [{ title, text }], figures, targets: [target] };
}

function prepareTypst(made: { seed: number; rows: number; mode: "production" }): void {
  const to = join(folder, "typst");
  mkdirSync(to);
  const count = (TYPST_BATCHES + WARM_BATCHES) * PER_BATCH;
  const { jobFile } = writeBrokerageFixture({ ...made, records: count, folder: join(to, "data") });
  const { plan } = loadCheckedJob(new NodeHost(), jobFile);
  writeBatches(plan, join(to, "data/clients.ndjson"), to, PER_BATCH);
  copyFileSync(join(import.meta.dirname, "statement.typ"), join(to, "statement.typ"));
}

/** A whole run, from start to end: reading, sorting, marks, spools, verification, reports. */
function nightpressTurn(jobFile: string): Turn {
  const program = join(projectFolder, "src/cli/main.ts");
  const run = ["run", jobFile, "--workers", "1", "--channels", "print", "--json"];
  const told = execFileSync(process.execPath, [program, ...run], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(told) as Turn;
}

/** Layout and writing alone, after a warm-up. */
function typstTurn(): Turn {
  const program = join(import.meta.dirname, "typst-turn.py");
  const counts = [String(WARM_BATCHES), String(TYPST_BATCHES)];
  const given = [program, join(folder, "typst"), join(projectFolder, "fonts"), ...counts];
  return JSON.parse(execFileSync(values.python, given, { encoding: "utf8" })) as Turn;
}
