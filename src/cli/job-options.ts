import { type Command, InvalidArgumentError } from "commander";
import type { JobSettings } from "../index.ts";
import { fileList } from "./option-values.ts";

/** What stands on the command line in place of the job file. */
export interface JobFlags {
  readonly input?: readonly string[];
  readonly detail?: ReadonlyMap<string, string>;
  readonly cycle?: string;
  readonly asOf?: string;
  readonly set?: ReadonlyMap<string, string>;
}

/** Adds the options by which the same job runs every cycle, with other files and values. */
export function addJobOptions(command: Command): Command {
  return command
    .option("--detail <list=files>", "the detail files of that list (repeatable)", pairs)
    .option("--cycle <cycle>", "such as 2026-10, 2026-W41, 2026-10-07, 2026-10/group-07")
    .option("--as-of <day>", "the day that the documents speak of")
    .option("--set <name=value>", "a parameter that the job declares (repeatable)", pairs);
}

/** The settings that the options give; those of the job file hold where they say nothing. */
export function jobSettings({ input, detail, cycle, asOf, set }: JobFlags): JobSettings {
  return {
    ...(input && { input }),
    ...(detail && { details: filesOf(detail) }),
    ...(cycle !== undefined && { cycle }),
    ...(asOf !== undefined && { asOf }),
    ...(set && { parameters: set }),
  };
}

function filesOf(named: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  return new Map([...named].map(([into, files]) => [into, fileList(files)] as const));
}

/** Collects pairs such as `due=2026-11-15`; a name stands once. */
function pairs(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("It must be a name and a value, such as name=value.");
  if (before.has(name)) throw new InvalidArgumentError("Its name is given twice.");
  return new Map([...before, [name, value]]);
}
