import type { Command } from "commander";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { reportError } from "./report-error.ts";
import { untilStopped } from "./stop-signal.ts";

const EXAMPLE = `

Example, as an assistant's configuration names it:
  { "command": "nightpress", "args": ["mcp", "--root", "statements"] }`;

interface McpFlags {
  readonly root?: string;
  readonly out?: string;
}

/** `nightpress mcp`: tools for an assistant, over standard input and output. */
export function addMcp(program: Command): void {
  program
    .command("mcp")
    .summary("lint, inspect, compose and compare as tools of an assistant")
    .description(
      "Serves tools to an assistant over standard input and output (Model Context Protocol): " +
        "lint, inspect, compose to a picture, explain a code, compare two layouts. Values of " +
        "records are always masked. Ends when its input does.",
    )
    .option(
      "--root <folder>",
      "what may be read: this folder and what is in it (default: the working folder)",
    )
    .option("--out <folder>", "where `compose` may save PDF files; nothing is written without it")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(serveTools);
}

async function serveTools(flags: McpFlags): Promise<void> {
  const { serveAssistant } = await import("../index.ts");
  await untilStopped(async (signal) => {
    const failed = (error: unknown): void =>
      void reportError(error, { asJson: false, withStack: false });
    const server = await serveAssistant({ ...flags, failed });
    await new Promise<void>((done) => {
      process.stdin.once("end", done).once("close", done);
      if (signal.aborted) done();
      else signal.addEventListener("abort", () => done());
    });
    await server.close();
  }, "ending");
}
