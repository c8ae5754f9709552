import { type Command, Argument } from "commander";
import { FILE_KINDS, type FileKind } from "../model/file-kind.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { printLine } from "./terminal.ts";

const EXAMPLE = `

Example:
  nightpress schema layout > layout.schema.json`;

/** `nightpress schema KIND`: what an editor needs to complete and check the files. */
export function addSchema(program: Command): void {
  program
    .command("schema")
    .summary("print the JSON Schema of a kind of file")
    .description("Prints the JSON Schema of a kind of configuration file, for editors.")
    .addArgument(new Argument("<kind>", "the kind of file").choices(FILE_KINDS))
    .option("--json", "accepted for scripts; the schema is JSON in any case")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (kind: FileKind) => {
      const { jsonSchemas } = await import("../index.ts");
      printLine(JSON.stringify(jsonSchemas[kind](), undefined, 2));
    });
}
