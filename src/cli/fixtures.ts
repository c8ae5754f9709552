import { type Command, Option } from "commander";
import { FILE_FORMATS } from "../../fixtures/statement/foreign/foreign-formats.ts";
import { errorCode } from "../base/error-facts.ts";
import { countText } from "../report/figures.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { progressNotes } from "./fixture-progress.ts";
import { addNestedFixture } from "./nested-fixture.ts";
import { fixtureRecords, fixtureSeed, percent, wholeNumber } from "./option-values.ts";
import { pathWord } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

interface FixtureFlags {
  readonly records: number;
  readonly seed: number;
  readonly out: string;
  readonly format: Format;
  readonly transactions?: number;
  readonly bad: number;
  readonly mode: "test" | "production";
  readonly seeds?: true;
  readonly gzip?: true;
  readonly json?: true;
}

/** Only these have planted faults, seeds and packed files. */
const COMMON_FORMATS = ["csv", "ndjson", "json"] as const;
type CommonFormat = (typeof COMMON_FORMATS)[number];
type FileFormat = (typeof FILE_FORMATS)[number];
type Format = CommonFormat | FileFormat;

const ROWS_MAX = 50_000;

const EXAMPLE = `

Example:
  nightpress fixtures statement --records 20000 --seed 7 --out out/sample
  nightpress run out/sample/job.yaml
  nightpress fixtures statement --records 1000 --format ebcdic --out out/mainframe`;

/** `nightpress fixtures NAME`: seeded sample data of any size. */
export function addFixtures(program: Command): void {
  const fixtures = program
    .command("fixtures")
    .summary("write made-up sample data of any size")
    .description("Writes made-up data for trials and measurements, with a job file that runs it.");
  fixtures
    .command("statement")
    .summary("customers with their accounts and transactions")
    .description(
      "Writes customers with accounts and transactions for the layout retail-statement, a job " +
        "file, and planted.ndjson: the list of the faults planted in the data. All people are " +
        "made up. The same options always give the same bytes. The formats from sent-csv on are " +
        "what senders really send (fixed width, EBCDIC with copybooks, XLSX ...), without faults.",
    )
    .requiredOption("--records <n>", "customers", fixtureRecords)
    .requiredOption("--out <dir>", "folder for the files; created if missing")
    .option("--seed <s>", "seed of the random numbers", fixtureSeed, 7)
    .addOption(oneOf("--format <f>", "format of the data", [...COMMON_FORMATS, ...FILE_FORMATS]))
    .option("--transactions <k>", "transactions per customer (default: a natural mix)", rowCount)
    .option("--bad <p>", "percentage of records with a planted fault", percent, 0.3)
    .addOption(oneOf("--mode <m>", "the job's mode", ["test", "production"]))
    .option("--seeds", "add three seed addresses, which get every mailing too")
    .option("--gzip", "compress the data files")
    .option("--json", "print one JSON object; no progress")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(writeFixture);
  addBrokerage(fixtures);
  addBenefits(fixtures);
  addUtility(fixtures);
}

function addBrokerage(fixtures: Command): void {
  addNestedFixture(fixtures, {
    name: "brokerage",
    summary: "clients with their portfolios",
    description:
      "Writes clients with accounts, holdings, sales and activity, in nested records for the " +
      "layout brokerage-statement, and a job file. All people and securities are made up. The " +
      "same options always give the same bytes.",
    record: "client",
    row: "holding",
    rowsOption: "--holdings",
    write: async (options) => {
      const { writeBrokerageFixture } =
        await import("../../fixtures/brokerage/write-brokerage-fixture.ts");
      return writeBrokerageFixture(options);
    },
  });
}

function addBenefits(fixtures: Command): void {
  addNestedFixture(fixtures, {
    name: "benefits",
    summary: "members of a health plan with their claims",
    description:
      "Writes members with claims, each with its services, in nested records for the layout " +
      "explanation-of-benefits, and a job file. All people and providers are made up. The same " +
      "options always give the same bytes.",
    record: "member",
    row: "service",
    rowsOption: "--services",
    write: async (options) => {
      const { writeBenefitsFixture } =
        await import("../../fixtures/benefits/write-benefits-fixture.ts");
      return writeBenefitsFixture(options);
    },
  });
}

function addUtility(fixtures: Command): void {
  addNestedFixture(fixtures, {
    name: "utility",
    summary: "customers with their electricity bills",
    description:
      "Writes electricity bills with a year's use, tiers and charges, in nested records for the " +
      "layout utility-bill, and a job file. All people are made up. The same options always give " +
      "the same bytes.",
    record: "customer",
    row: "charge",
    rowsOption: "--charges",
    write: async (options) => {
      const { writeUtilityFixture } =
        await import("../../fixtures/utility/write-utility-fixture.ts");
      return writeUtilityFixture(options);
    },
  });
}

const rowCount = wholeNumber(0, ROWS_MAX);

/** An option with fixed choices, the first of which is the default. */
function oneOf(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices).default(choices[0]);
}

async function writeFixture(flags: FixtureFlags, command: Command): Promise<void> {
  const { json, records } = flags;
  const notes = json !== true && { onProgress: progressNotes(records, "customer") };
  const { format } = flags;
  const made = isCommon(format)
    ? await commonFixture({ ...flags, format }, notes)
    : await foreignFixture({ ...flags, format }, notes, command);
  if (json === true) return printJson(made);
  const faults = made.planted > 0 ? `, ${countText(made.planted, "planted fault")}` : "";
  const counts = [countText(made.records, "customer"), countText(made.transactions, "transaction")];
  printLine(`${counts.join(", ")}${faults}`);
  printLine(`Run it with:  nightpress run ${pathWord(made.jobFile)}`);
}

function isCommon(format: Format): format is CommonFormat {
  return COMMON_FORMATS.some((one) => one === format);
}

type Notes = false | { readonly onProgress: (done: number) => void };
type FlagsOf<F extends Format> = FixtureFlags & { readonly format: F };

async function commonFixture({ bad, out, ...flags }: FlagsOf<CommonFormat>, notes: Notes) {
  const { writeStatementFixture } =
    await import("../../fixtures/statement/write-statement-fixture.ts");
  return writeStatementFixture({ ...flags, folder: out, badPercent: bad, ...notes });
}

async function foreignFixture(flags: FlagsOf<FileFormat>, notes: Notes, command: Command) {
  const { format, out: folder, records, seed, mode, transactions } = flags;
  const others = ["bad", "seeds", "gzip"].filter(
    (name) => command.getOptionValueSource(name) === "cli",
  );
  if (others.length > 0)
    command.error(`error: --${others[0]} is for ${COMMON_FORMATS.join(", ")} alone`);
  const { makeForeignFixture } =
    await import("../../fixtures/statement/foreign/write-foreign-fixture.ts");
  const data = { format, folder, records, seed, mode, transactions };
  try {
    return { ...(await makeForeignFixture({ ...data, ...notes })), planted: 0 };
  } catch (error) {
    if (errorCode(error) !== "ERR_MODULE_NOT_FOUND") throw error;
    return command.error("error: install hyparquet-writer first, which writes Parquet");
  }
}
