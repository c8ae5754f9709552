import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { type TypstColors, writeBatches } from "../brokerage/bound-portfolios.ts";
import { median } from "../contest.ts";
import { appendHistory, historyLine } from "../history.ts";
import { thisMachine } from "../machine.ts";
import { atLeast, atMost, type SubjectOutcome } from "../outcome.ts";
import { runTurn } from "../run-turn.ts";
import {
  STANDARD_SEED,
  STANDARD_TRANSACTIONS,
  standardPlan,
} from "../statement/bound-statements.ts";
import { figure, table } from "../table.ts";
import { httpTurn } from "./http-turn.ts";

/** Single letters on demand, beside pdfkit's and Typst's, and over HTTP; see `bench/README.md`. */
const CPU_MS_WANTED = 3;
const PER_SECOND_WANTED = 500;
/** Of server and client together: what a second has for them where nobody else wants it. */
const PROCESSORS = 2;
const THREADS = 2;
const WARM = 1000;
const LETTERS = 1000;
const PDFKIT_LETTERS = 150;
const TYPST_LETTERS = 60;
const TYPST_WARM = 20;
const COLORS: TypstColors = [
  ["ink", "#000000"],
  ["navy", "#12345b"],
  ["muted", "#666666"],
  ["hairline", "#c7c7c7"],
  ["tint", "#eef3f8"],
];

const { values } = parseArgs({
  options: {
    turns: { type: "string", default: "3" },
    letters: { type: "string", default: "10000" },
    only: { type: "string" },
    python: { type: "string", default: "python3" },
    keep: { type: "boolean", default: false },
  },
});
const [turns, letters] = [Number(values.turns), Number(values.letters)];
const outcomes = new Map<string, SubjectOutcome>();
if (values.only !== "http") outcomes.set("on-demand", await besidePeers());
if (values.only !== "compose") outcomes.set("on-demand over HTTP", await overHttp());
for (const { tables, targets } of outcomes.values()) {
  for (const { title, text } of tables) console.log(`${title}\n\n${text}\n`);
  for (const { name, value, kind, bound, met } of targets)
    console.log(`${name}: ${value.toFixed(2)}, ${kind} ${bound}: ${met ? "met" : "MISSED"}`);
}
const options = { subjects: [], quick: false, turns, records: letters, reading: {} };
if (values.keep) appendHistory(historyLine(options, thisMachine(), outcomes));

async function besidePeers(): Promise<SubjectOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "nightpress-on-demand-"));
  const found: Record<string, number[]> = { nightpress: [], pdfkit: [], typst: [] };
  try {
    const hasTypst = prepareTypst(folder);
    for (let turn = 0; turn < turns; turn += 1) {
      found["nightpress"]?.push(letterTurn());
      found["pdfkit"]?.push(await pdfkitTurn());
      if (hasTypst) found["typst"]?.push(typstTurn(folder));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const medians = Object.entries(found).filter(([, all]) => all.length > 0);
  const cpu = Object.fromEntries(medians.map(([name, all]) => [name, median(all)]));
  const own = cpu["nightpress"] ?? Number.NaN;
  const rows = Object.entries(cpu).map(([name, ms]) => {
    return [name, ms.toFixed(2), (ms / own).toFixed(1)];
  });
  const title = `A PDF of one standard statement in memory, median of ${turns} turns`;
  return {
    tables: [{ title, text: table(["", "CPU ms", "to Nightpress"], rows) }],
    figures: { "CPU ms a letter": cpu },
    targets: [atMost("CPU ms of a warm compose", own, CPU_MS_WANTED)],
  };
}

/** Whether Typst is there; it is said if it is not. */
function prepareTypst(folder: string): boolean {
  try {
    execFileSync(values.python, ["-c", "import typst"], { stdio: "ignore" });
  } catch {
    console.log(`Typst is left out: ${values.python} has no package typst.\n`);
    return false;
  }
  writeStatementFixture({
    records: TYPST_LETTERS + TYPST_WARM,
    seed: STANDARD_SEED,
    folder: join(folder, "data"),
    format: "ndjson",
    transactions: STANDARD_TRANSACTIONS,
    badPercent: 0,
    mode: "test",
  });
  writeBatches(standardPlan(), join(folder, "data/customers.ndjson"), folder, 1, COLORS);
  const template = join(import.meta.dirname, "../brokerage/statement.typ");
  copyFileSync(template, join(folder, "statement.typ"));
  return true;
}

function letterTurn(): number {
  const program = join(import.meta.dirname, "letter-turn.ts");
  const given = [program, String(LETTERS), String(WARM)];
  const told = execFileSync(process.execPath, given, { encoding: "utf8" });
  const { cpuSeconds } = JSON.parse(told) as { readonly cpuSeconds: number };
  return (cpuSeconds * 1000) / LETTERS;
}

async function pdfkitTurn(): Promise<number> {
  const request = { kind: "peer", peer: "pdfkit-each", documents: PDFKIT_LETTERS } as const;
  const { cpuSeconds } = await runTurn({ ...request, warmUp: 50 });
  return (cpuSeconds * 1000) / PDFKIT_LETTERS;
}

/** A compilation for each letter, by one compiler that is warm and has the fonts. */
function typstTurn(folder: string): number {
  const program = join(import.meta.dirname, "../brokerage/typst-turn.py");
  const fonts = join(import.meta.dirname, "../../fonts");
  const given = [program, folder, fonts, String(TYPST_WARM), String(TYPST_LETTERS)];
  const told = execFileSync(values.python, given, { encoding: "utf8" });
  const { cpuSeconds } = JSON.parse(told) as { readonly cpuSeconds: number };
  return (cpuSeconds * 1000) / TYPST_LETTERS;
}

async function overHttp(): Promise<SubjectOutcome> {
  const turn = await httpTurn(letters, THREADS);
  const { lettersPerSecond, cpuMsPerLetter, peaksBytes, bytesPerLetter } = turn;
  const [tenth = 0, half = 0, whole = 0] = peaksBytes.map((bytes) => bytes / 1e6);
  const figures = {
    "letters a second": lettersPerSecond,
    "CPU ms a letter": cpuMsPerLetter,
    "letters a second on two free processors": (PROCESSORS * 1000) / cpuMsPerLetter,
    "KB a letter": bytesPerLetter / 1000,
    "MB at 10 %": tenth,
    "MB at 50 %": half,
    "MB at 100 %": whole,
  };
  const rows = Object.entries(figures).map(([name, value]) => [name, figure(value)]);
  const title = `${letters} letters over HTTP, ${THREADS} threads, client on the same machine`;
  return {
    tables: [{ title, text: table(["", "measured"], rows) }],
    figures: { http: figures },
    targets: [
      atLeast(
        "letters a second over HTTP, by their CPU",
        (PROCESSORS * 1000) / cpuMsPerLetter,
        PER_SECOND_WANTED,
      ),
      atMost("peak RSS of all letters to half of them", whole / half, 1.15),
    ],
  };
}
