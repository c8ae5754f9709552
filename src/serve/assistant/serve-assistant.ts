import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { isFolder } from "../../run/host/path-facts.ts";
import { programVersions } from "../../run/host/program.ts";
import { ASSISTANT_TOOLS, type AssistantPlace } from "./assistant-tools.ts";
import { faultText } from "./tool-content.ts";

export interface AssistantOptions {
  /** What may be read: this folder and what is below it; by default the working folder. */
  readonly root?: string | undefined;
  /** A folder that tools may write to; nothing is written without it. */
  readonly out?: string | undefined;
  /** Called for errors that no answer can carry. */
  readonly failed?: (error: unknown) => void;
}

export interface AssistantServer {
  close(): Promise<void>;
}

const INSTRUCTIONS =
  "Nightpress composes customers' statements from layouts. Check a layout with `lint` after each " +
  "edit, look at it with `compose`, and see with `compare` what an edit changes. Values of " +
  "records are always masked.";

/**
 * Serves layouts' tools to an assistant over the standard streams of this process, by the Model
 * Context Protocol. It ends when its input does. Throws a `UsageError` if there is no such root.
 */
export async function serveAssistant(options: AssistantOptions = {}): Promise<AssistantServer> {
  const { McpServer } = await import("@modelcontextprotocol/server");
  const { serveStdio } = await import("@modelcontextprotocol/server/stdio");
  const { root = ".", out, failed } = options;
  if (!isFolder(resolve(root))) throw noFolder(root);
  const place = { root: resolve(root), out: out === undefined ? undefined : resolve(out) };
  const version = programVersions().nightpress;
  const onerror = failed && { onerror: failed };
  return serveStdio(
    () => {
      const server = new McpServer({ name: "nightpress", version }, { instructions: INSTRUCTIONS });
      for (const { name, run, ...said } of ASSISTANT_TOOLS) {
        const annotations = { readOnlyHint: place.out === undefined, openWorldHint: false };
        server.registerTool(name, { ...said, annotations }, (input) => answered(run, input, place));
      }
      return server;
    },
    { ...onerror },
  );
}

function noFolder(root: string): UsageError {
  return new UsageError([diagnostic("cli.bad-usage", `There is no folder ${root} to read.`)]);
}

async function answered(
  run: (typeof ASSISTANT_TOOLS)[number]["run"],
  input: unknown,
  place: AssistantPlace,
) {
  try {
    return { content: [...(await run(input, place))] };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { content: [{ type: "text" as const, text: faultText(error) }], isError: true };
  }
}
