import { commandLine } from "../../src/cli/program.ts";
import { reportError } from "../../src/cli/report-error.ts";
import { inProcess } from "../kit/in-process.ts";

/**
 * Runs several commands in one process, as `cli/main.ts` runs one: what takes longest of a short
 * command is to load the program. Says the exit code of each in a line of its own.
 */
for (const args of JSON.parse(process.argv[2] ?? "[]") as string[][]) {
  process.exitCode = 0;
  try {
    const program = await commandLine(args);
    await inProcess(() => program.parseAsync(args, { from: "user" }));
  } catch (error) {
    process.exitCode = reportError(error, { asJson: args.includes("--json"), withStack: true });
  }
  process.stdout.write(`# ${args[0]}: ${process.exitCode}\n`);
}
process.exitCode = 0;
