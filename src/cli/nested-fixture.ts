import { type Command, Option } from "commander";
import type { NestedFixtureOptions, NestedFixtureResult } from "../../fixtures/nested-fixture.ts";
import { countText } from "../report/figures.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { progressNotes } from "./fixture-progress.ts";
import { fixtureRecords, fixtureSeed, wholeNumber } from "./option-values.ts";
import { pathWord } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

/** A fixture of nested records: what its command is called and says. */
interface NestedFixtureCommand {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  /** What a record is, in the singular. */
  readonly record: string;
  /** What a row of its main list is, and the option that asks for a number of them. */
  readonly row: string;
  readonly rowsOption: string;
  write(options: NestedFixtureOptions): Promise<NestedFixtureResult>;
}

interface Flags {
  readonly records: number;
  readonly seed: number;
  readonly out: string;
  readonly rows?: number;
  readonly longNames?: true;
  readonly mode: "test" | "production";
  readonly json?: true;
}

const ROWS_MAX = 20_000;

/** Adds `nightpress fixtures NAME` for records with lists in them. */
export function addNestedFixture(fixtures: Command, kind: NestedFixtureCommand): void {
  const rows = new Option(`${kind.rowsOption} <k>`, `${kind.row}s of each (default: a mix)`);
  fixtures
    .command(kind.name)
    .summary(kind.summary)
    .description(kind.description)
    .requiredOption("--records <n>", `${kind.record}s`, fixtureRecords)
    .requiredOption("--out <dir>", "folder for the files; created if missing")
    .option("--seed <s>", "seed of the random numbers", fixtureSeed, 7)
    .addOption(rows.argParser(wholeNumber(0, ROWS_MAX)))
    .option("--long-names", "give every fourth row a name of several lines")
    .addOption(modeOption())
    .option("--json", "print one JSON object; no progress")
    .addHelpText("after", `${PLAIN_EXIT_CODES}${exampleOf(kind.name)}`)
    .action((flags: Flags) => write(kind, flags));
}

function modeOption(): Option {
  return new Option("--mode <m>", "the job's mode").choices(["test", "production"]).default("test");
}

function exampleOf(name: string): string {
  return `

Example:
  nightpress fixtures ${name} --records 500 --seed 7 --out out/sample
  nightpress run out/sample/job.yaml`;
}

async function write(kind: NestedFixtureCommand, flags: Flags): Promise<void> {
  const { json, out, longNames, ...rest } = flags;
  const name = kind.rowsOption.slice(2) as "rows";
  const made = await kind.write({
    ...rest,
    rows: flags[name],
    folder: out,
    hasLongNames: longNames === true,
    ...(json !== true && { onProgress: progressNotes(flags.records, kind.record) }),
  });
  if (json === true) return printJson(made);
  printLine(`${countText(made.records, kind.record)}, ${countText(made.rows, kind.row)}`);
  printLine(`Run it with:  nightpress run ${pathWord(made.jobFile)}`);
}
