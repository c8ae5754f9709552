import { type Command, Argument } from "commander";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { printLine } from "./terminal.ts";

const EXAMPLE = `

Example:
  nightpress schema layout > layout.schema.json`;

/** `nightpress schema layout|job`: what an editor needs to complete and check the files. */
export function addSchema(program: Command): void {
  program
    .command("schema")
    .summary("print the JSON Schema of layouts or jobs")
    .description("Prints the JSON Schema of layout or job files, for editors.")
    .addArgument(new Argument("<kind>", "of which files").choices(["layout", "job"]))
    .option("--json", "accepted for scripts; the schema is JSON in any case")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (kind: string) => {
      const { jobJsonSchema, layoutJsonSchema } = await import("../index.ts");
      const schema = kind === "job" ? jobJsonSchema() : layoutJsonSchema();
      printLine(JSON.stringify(schema, undefined, 2));
    });
}
