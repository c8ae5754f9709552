import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mainFile, plainEnvironment } from "../cli/run-command.ts";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { count, readControl } from "./control-rows.ts";
import { readInput, readSpool, spoolsBelow } from "./night-account.ts";
import { today } from "./today.ts";

export interface NightPlan {
  readonly folder: string;
  readonly records: number;
  /** Records with a planted fault. */
  readonly badPercent: number;
  readonly suppressed: number;
  readonly damaged: number;
  readonly redriven: number;
  readonly pulled: number;
  /** Told of each command and all that it printed. */
  readonly tell?: (command: string, output: string) => void;
}

export interface StepResult {
  readonly code: number;
  readonly output: string;
}

interface OpenReject {
  readonly ordinal: number;
  readonly key: string;
  readonly code: string;
}

const DATA = { seed: 7, format: "ndjson", mode: "production" } as const;

/** Faults that a corrected record mends under the same key. */
const MENDABLE = ["data.missing-field", "data.wrong-type", "data.impossible-date"];

/** A handful of records is no work for two workers, which take a second each to begin. */
const ONE = ["--workers", "1"] as const;

const WHO = ["--by", "A. Novak"] as const;

/**
 * A production night as operators work through it, command by command: every step is the real
 * command line in a process of its own, in the folder of the shop.
 */
export class Night {
  readonly run = "out/2026-10";
  readonly child = "out/2026-10-corrected";
  /** Keys that the bank calls about at midnight, and those pulled after spooling. */
  suppressedKeys: string[] = [];
  pulledPieces: number[] = [];
  damagedPieces: number[] = [];
  redrivenOrdinals: number[] = [];
  readonly #plan: NightPlan;

  constructor(plan: NightPlan) {
    this.#plan = plan;
    mkdirSync(plan.folder, { recursive: true });
  }

  path(name: string): string {
    return `${this.#plan.folder}/${name}`;
  }

  /** Runs `nightpress` in the shop's folder; throws where the exit code is not the one awaited. */
  step(args: readonly string[], code = 0): StepResult {
    const options = { encoding: "utf8", cwd: this.#plan.folder, maxBuffer: 1 << 28 } as const;
    const env = plainEnvironment();
    const done = spawnSync(process.execPath, [mainFile, ...args], { ...options, env });
    const output = done.stdout + done.stderr;
    this.#plan.tell?.(commandText(args), output);
    if (done.status !== code)
      throw new Error(`${commandText(args)} ended with ${done.status}, not ${code}:\n${output}`);
    return { code, output };
  }

  json<T>(args: readonly string[], code = 0): T {
    return JSON.parse(this.step([...args, "--json"], code).output) as T;
  }

  /** Customers with planted faults, a shop that holds before assembly and before release. */
  prepare(): void {
    const { records, badPercent, folder } = this.#plan;
    const { jobFile } = writeStatementFixture({
      ...DATA,
      records,
      badPercent,
      folder,
      seeds: true,
    });
    const tolerance = 'tolerance: "1%", tolerance-count: 20';
    const holds = `hold: { before-assembly: true, before-release: true, ${tolerance} }\n`;
    writeFileSync(jobFile, readFileSync(jobFile, "utf8") + holds);
  }

  check(): void {
    this.step(["check", "job.yaml", "--out", this.run]);
  }

  /** Composes; the run then waits with its counts. */
  compose(): void {
    this.step(["run", "job.yaml", "--out", this.run], 3);
  }

  approve(): void {
    this.step(["approve", this.run, ...WHO, "--reason", "counts seen with the bank"]);
  }

  /** The bank's call at midnight: some accounts must get nothing. Then assembly. */
  suppressAndAssemble(): void {
    const { items } = this.json<{ items: OpenReject[] }>(["rejects", this.run]);
    const bad = new Set(items.map(({ ordinal }) => ordinal));
    const good = readInput(this.path("customers.ndjson")).flatMap(({ ordinal, key }) =>
      key === undefined || bad.has(ordinal) ? [] : [key],
    );
    this.suppressedKeys = spreadOver(good, this.#plan.suppressed);
    writeFileSync(this.path("midnight.csv"), ["key", ...this.suppressedKeys, ""].join("\n"));
    const reason = "the bank's call at midnight";
    this.step(["resume", this.run, "--suppress", "midnight.csv", ...WHO, "--reason", reason], 3);
  }

  release(run = this.run): void {
    this.step(["release", run, ...WHO, "--reason", "proofs seen"]);
  }

  /** The press jams: some sheets in the middle of the largest spool are imaged again. */
  reimage(): void {
    const spools = spoolsBelow(this.path(`${this.run}/print`));
    const sizes = spools.map((spool) => readControl(spool).sheets.length);
    const largest = spools[sizes.indexOf(Math.max(...sizes))] as string;
    const middle = Math.floor(Math.max(...sizes) / 2);
    const name = largest.slice(largest.lastIndexOf("/") + 1).replace(/\.pdf$/, "");
    const what = ["--reimage", "--spool", name, "--sheets", `${middle}-${middle + 7}`];
    this.step(["reprint", this.run, ...what, ...WHO, "--reason", "jam at press 2"]);
  }

  /** The inserter tears some pieces: they are printed again as a new generation. */
  reprintDamaged(): void {
    this.damagedPieces = spreadOver(this.#pieces(), this.#plan.damaged);
    writeFileSync(this.path("damaged.txt"), `${this.damagedPieces.join("\n")}\n`);
    const what = ["--from", "damaged.txt", "--cause", "damaged"];
    this.step(["reprint", this.run, ...what, ...WHO, "--reason", "torn at inserter 1"]);
  }

  /** Some rejects come back corrected and are driven again in a run of their own. */
  redrive(): void {
    const { records, redriven } = this.#plan;
    const { items } = this.json<{ items: OpenReject[] }>(["rejects", this.run]);
    const mended = items.filter(({ key, code }) => key !== "" && MENDABLE.includes(code));
    const chosen = mended.slice(0, redriven);
    this.redrivenOrdinals = chosen.map(({ ordinal }) => ordinal);
    const folder = this.path("sound");
    writeStatementFixture({ ...DATA, records, badPercent: 0, folder });
    const keys = new Set(chosen.map(({ key }) => key));
    const sound = readFileSync(`${folder}/customers.ndjson`, "utf8").split("\n").slice(0, -1);
    const lines = sound.filter((line) => keys.has(keyOf(line)));
    writeFileSync(this.path("corrected.ndjson"), `${lines.join("\n")}\n`);
    const what = [
      "--rejects-of",
      this.run,
      "--input",
      "corrected.ndjson",
      "--out",
      this.child,
      ...ONE,
    ];
    const why = [...WHO, "--reason", "corrected by the bank"];
    this.step(["run", "job.yaml", ...what, ...why], 3);
    this.step(["approve", this.child, ...why]);
    this.step(["resume", this.child, ...ONE], 3);
    this.release(this.child);
  }

  pull(): void {
    const whole = this.#pieces().filter((piece) => !this.damagedPieces.includes(piece));
    this.pulledPieces = spreadOver(whole, this.#plan.pulled);
    const which = this.pulledPieces.flatMap((piece) => ["--piece", String(piece)]);
    this.step(["pull", this.run, ...which, ...WHO, "--reason", "address in dispute"]);
  }

  mailed(): void {
    const evidence = ["--date", today(), "--statement", "PS 3600 no. 8841"];
    for (const run of [this.run, this.child])
      this.step(["mailed", run, ...evidence, ...WHO, "--reason", "induction receipt"]);
  }

  /** What is not driven again is withdrawn; then nothing is open and both runs close. */
  close(): void {
    this.step(["close", this.run, ...WHO, "--reason", "all mailed"], 3);
    const { items } = this.json<{ items: (OpenReject & { state: string })[] }>([
      "rejects",
      this.run,
    ]);
    const open = items.filter(({ state }) => state === "open").map(({ ordinal }) => ordinal);
    const reason = "the bank sends these itself";
    this.step(["rejects", this.run, "--withdraw", open.join(","), ...WHO, "--reason", reason]);
    this.step(["close", this.child, ...WHO, "--reason", "all mailed"]);
    this.step(["close", this.run, ...WHO, "--reason", "all mailed"]);
  }

  /** What the shop is asked later: where the run stands, who decided what, what a customer got. */
  lookBack(): void {
    const key = this.#keyOfPiece(this.damagedPieces[0]);
    const why = [...WHO, "--reason", "complaint 4711"];
    this.step(["status", this.run]);
    this.step(["audit", this.run]);
    this.step(["find", "--job", "job.yaml", "--key", key, ...why]);
    this.step(["get", "--run", this.run, "--key", key, "--as-sent", "--out", "copy.pdf", ...why]);
    this.step(["register", "show", "--job", "job.yaml"]);
    this.step(["register", "backup", "--job", "job.yaml", "--to", "register-2026-11-03.db"]);
  }

  #keyOfPiece(piece: number | undefined): string {
    const rows = spoolsBelow(this.path(`${this.run}/print`)).flatMap(readSpool);
    const ordinal = rows.find(({ pieceNumber }) => pieceNumber === piece)?.ordinal ?? -1;
    return readInput(this.path("customers.ndjson"))[ordinal]?.key ?? "";
  }

  /** The numbers of the run's pieces, seeds left out, as its control files have them. */
  #pieces(): number[] {
    const controls = spoolsBelow(this.path(`${this.run}/print`)).map(readControl);
    const rows = controls.flatMap(({ sheets }) => sheets);
    const firsts = rows.filter((row) => row["sheet_of_piece"] === "1" && row["seed"] === "");
    return firsts.map((row) => count(row, "piece")).sort((a, b) => a - b);
  }
}

/** So many of the items, from all over the list. */
function spreadOver<T>(items: readonly T[], wanted: number): T[] {
  const step = Math.max(1, Math.floor(items.length / wanted));
  return items.filter((_, at) => at % step === step - 1).slice(0, wanted);
}

function keyOf(line: string): string {
  return (JSON.parse(line) as { account: { id: string } }).account.id;
}

/** As it would be typed. */
function commandText(args: readonly string[]): string {
  const words = args.map((arg) => (/^[\w./:=-]+$/.test(arg) ? arg : JSON.stringify(arg)));
  return `nightpress ${words.join(" ")}`;
}
