import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { CommandResult } from "../kit/command.ts";
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
  /** Runs a command in a folder: in a process of its own, or in this one. */
  readonly command: (
    args: readonly string[],
    cwd: string,
  ) => CommandResult | Promise<CommandResult>;
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
 * command line, in the folder of the shop.
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
  async step(args: readonly string[], code = 0): Promise<StepResult> {
    const done = await this.#plan.command(args, this.#plan.folder);
    const output = done.out + done.err;
    this.#plan.tell?.(commandText(args), output);
    if (done.code !== code)
      throw new Error(`${commandText(args)} ended with ${done.code}, not ${code}:\n${output}`);
    return { code, output };
  }

  async json<T>(args: readonly string[], code = 0): Promise<T> {
    return JSON.parse((await this.step([...args, "--json"], code)).output) as T;
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

  async check(): Promise<void> {
    await this.step(["check", "job.yaml", "--out", this.run]);
  }

  /** Composes; the run then waits with its counts. */
  async compose(): Promise<void> {
    await this.step(["run", "job.yaml", "--out", this.run], 3);
  }

  async approve(): Promise<void> {
    await this.step(["approve", this.run, ...WHO, "--reason", "counts seen with the bank"]);
  }

  /** The bank's call at midnight: some accounts must get nothing. Then assembly. */
  async suppressAndAssemble(): Promise<void> {
    const { items } = await this.json<{ items: OpenReject[] }>(["rejects", this.run]);
    const bad = new Set(items.map(({ ordinal }) => ordinal));
    const good = readInput(this.path("customers.ndjson")).flatMap(({ ordinal, key }) =>
      key === undefined || bad.has(ordinal) ? [] : [key],
    );
    this.suppressedKeys = spreadOver(good, this.#plan.suppressed);
    writeFileSync(this.path("midnight.csv"), ["key", ...this.suppressedKeys, ""].join("\n"));
    const reason = "the bank's call at midnight";
    await this.step(
      ["resume", this.run, "--suppress", "midnight.csv", ...WHO, "--reason", reason],
      3,
    );
  }

  async release(run = this.run): Promise<void> {
    await this.step(["release", run, ...WHO, "--reason", "proofs seen"]);
  }

  /** The press jams: some sheets in the middle of the largest spool are imaged again. */
  async reimage(): Promise<void> {
    const spools = spoolsBelow(this.path(`${this.run}/print`));
    const sizes = spools.map((spool) => readControl(spool).sheets.length);
    const largest = spools[sizes.indexOf(Math.max(...sizes))] as string;
    const middle = Math.floor(Math.max(...sizes) / 2);
    const name = largest.slice(largest.lastIndexOf("/") + 1).replace(/\.pdf$/, "");
    const what = ["--reimage", "--spool", name, "--sheets", `${middle}-${middle + 7}`];
    await this.step(["reprint", this.run, ...what, ...WHO, "--reason", "jam at press 2"]);
  }

  /** The inserter tears some pieces: they are printed again as a new generation. */
  async reprintDamaged(): Promise<void> {
    this.damagedPieces = spreadOver(this.#pieces(), this.#plan.damaged);
    writeFileSync(this.path("damaged.txt"), `${this.damagedPieces.join("\n")}\n`);
    const what = ["--from", "damaged.txt", "--cause", "damaged"];
    await this.step(["reprint", this.run, ...what, ...WHO, "--reason", "torn at inserter 1"]);
  }

  /** Some rejects come back corrected and are driven again in a run of their own. */
  async redrive(): Promise<void> {
    const { records, redriven } = this.#plan;
    const { items } = await this.json<{ items: OpenReject[] }>(["rejects", this.run]);
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
    await this.step(["run", "job.yaml", ...what, ...why], 3);
    await this.step(["approve", this.child, ...why]);
    await this.step(["resume", this.child, ...ONE], 3);
    await this.release(this.child);
  }

  async pull(): Promise<void> {
    const whole = this.#pieces().filter((piece) => !this.damagedPieces.includes(piece));
    this.pulledPieces = spreadOver(whole, this.#plan.pulled);
    const which = this.pulledPieces.flatMap((piece) => ["--piece", String(piece)]);
    await this.step(["pull", this.run, ...which, ...WHO, "--reason", "address in dispute"]);
  }

  async mailed(): Promise<void> {
    const evidence = ["--date", today(), "--statement", "PS 3600 no. 8841"];
    for (const run of [this.run, this.child])
      await this.step(["mailed", run, ...evidence, ...WHO, "--reason", "induction receipt"]);
  }

  /** What is not driven again is withdrawn; then nothing is open and both runs close. */
  async close(): Promise<void> {
    await this.step(["close", this.run, ...WHO, "--reason", "all mailed"], 3);
    const { items } = await this.json<{ items: (OpenReject & { state: string })[] }>([
      "rejects",
      this.run,
    ]);
    const open = items.filter(({ state }) => state === "open").map(({ ordinal }) => ordinal);
    const reason = "the bank sends these itself";
    await this.step([
      "rejects",
      this.run,
      "--withdraw",
      open.join(","),
      ...WHO,
      "--reason",
      reason,
    ]);
    await this.step(["close", this.child, ...WHO, "--reason", "all mailed"]);
    await this.step(["close", this.run, ...WHO, "--reason", "all mailed"]);
  }

  /** What the shop is asked later: where the run stands, who decided what, what a customer got. */
  async lookBack(): Promise<void> {
    const key = this.#keyOfPiece(this.damagedPieces[0]);
    const why = [...WHO, "--reason", "complaint 4711"];
    await this.step(["status", this.run]);
    await this.step(["audit", this.run]);
    await this.step(["find", "--job", "job.yaml", "--key", key, ...why]);
    await this.step([
      "get",
      "--run",
      this.run,
      "--key",
      key,
      "--as-sent",
      "--out",
      "copy.pdf",
      ...why,
    ]);
    await this.step(["register", "show", "--job", "job.yaml"]);
    await this.step(["register", "backup", "--job", "job.yaml", "--to", "register-2026-11-03.db"]);
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
