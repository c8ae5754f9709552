import type { Command } from "commander";
import { commandLine } from "../../src/cli/program.ts";

/** What a document writes where a reader puts something of their own. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  N: "5",
  S: "7",
  JOB: "job.yaml",
  DIR: "out",
};

/** Command lines of Nightpress in a document's blocks and backticks, as their arguments. */
export function commandLinesOf(texts: readonly string[]): string[][] {
  const start = /^(?:\$ )?(?:npm run (?:-s )?nightpress --|nightpress) (.+)$/;
  return texts.flatMap((text) =>
    joined(text).flatMap((line) => {
      const args = start.exec(line.trim())?.[1];
      return args === undefined ? [] : [argumentsOf(args)];
    }),
  );
}

/** The lines of a text, those that end in a backslash together with the next. */
function joined(text: string): string[] {
  return text.replaceAll(/ \\\n\s*/g, " ").split("\n");
}

/** Words, or texts in quotes; a list that is cut short by `…` stands for what is shown of it. */
function argumentsOf(line: string): string[] {
  const words = line.replace(/\s+>.*$/, "").match(/"[^"]*"|\S+/g) ?? [];
  const plain = words.map((word) => word.replace(/^"(.*)"$/, "$1").replace(/,…$/, ""));
  return plain.map((word) => PLACEHOLDERS[word] ?? word);
}

/** Parses a command line as the program would, but runs nothing. Throws where it is wrong. */
export async function parseOnly(args: readonly string[]): Promise<string> {
  const program = await commandLine(args);
  let reached = "";
  forEachCommand(program, (command) => {
    command.exitOverride();
    command.configureOutput({ writeErr: () => undefined });
    if (command.commands.length === 0) command.action(() => void (reached = command.name()));
  });
  program.parse([...args], { from: "user" });
  return reached;
}

function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const inner of command.commands) forEachCommand(inner, visit);
}
