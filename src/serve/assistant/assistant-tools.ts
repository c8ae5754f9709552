import { isAbsolute, relative, resolve, sep } from "node:path";
import { z } from "zod";
import { compare } from "../../proof/compare/compare.ts";
import { explainCode } from "../../report/explain-code.ts";
import { maskedFinding } from "../../report/inspection-text.ts";
import { commandHost } from "../../run/host/machine.ts";
import { realPath } from "../../run/host/path-facts.ts";
import { inspectInputs } from "../../shop/inspect-inputs.ts";
import { lintPath } from "../../shop/lint-path.ts";
import { composeShown } from "./compose-shown.ts";
import { jsonContent, told, type ToolContent, usage } from "./tool-content.ts";

/** What an assistant can ask for. */
export interface AssistantTool<T extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: T;
  readonly run: (input: z.output<T>, place: AssistantPlace) => Promise<readonly ToolContent[]>;
}

/** Where an assistant may read, and where it may write, if it may. */
export interface AssistantPlace {
  /** A folder: what is above or beside it is refused. */
  readonly root: string;
  /** A folder for what tools write; undefined if nothing may be written. */
  readonly out: string | undefined;
}

/** Findings that are answered at most. */
const FINDINGS_MAX = 100;
const GROUPS_MAX = 50;

const LAYOUT = z
  .string()
  .describe("a layout's folder, or the name of one that ships with Nightpress");

const lint = tool({
  name: "lint",
  title: "Check configuration",
  description:
    "Checks a layout, job, shop, device, stock or envelope, or all in a folder, and gives every " +
    "error at once with file, line, code, message and hint. `stress` also composes made-up " +
    "records of extremes and says what would not fit.",
  inputSchema: z.object({
    path: z
      .string()
      .describe("a file or folder, or the name of a layout that ships with Nightpress"),
    stress: z.boolean().optional().describe("compose made-up records, too; takes longer"),
  }),
  run: async ({ path, stress }, place) => {
    const files = await lintPath(
      within(place, path),
      stress === true ? { stress: { seed: 1 } } : {},
    );
    const all = files.flatMap(({ diagnostics }) => diagnostics);
    const ok = all.every(({ severity }) => severity !== "error");
    return [
      jsonContent({ ok, count: all.length, diagnostics: all.slice(0, FINDINGS_MAX).map(told) }),
    ];
  },
});

const inspect = tool({
  name: "inspect",
  title: "Look at data files",
  description:
    "Looks at files of customers' records: format, encoding, columns with their kinds, keys, " +
    "which file belongs to which, and what somebody has to decide. Values are masked.",
  inputSchema: z.object({ files: z.array(z.string()).min(1).max(20) }),
  run: async ({ files }, place) => {
    const found = await inspectInputs(files.map((file) => within(place, file)));
    return [jsonContent({ files: found.files.map(maskedFinding), joins: found.joins })];
  },
});

const compose = tool({
  name: "compose",
  title: "Compose a letter",
  description:
    "Composes one record with a layout and shows a page as a picture, the e-mail's text and " +
    "the SMS, with every value masked by others of the same width. Says what would keep it " +
    "from being sent. Without a record, a sample of the layout is taken.",
  inputSchema: z.object({
    layout: LAYOUT,
    sample: z.string().optional().describe("a file of the layout's `samples`, such as standard"),
    record: z.record(z.string(), z.unknown()).optional().describe("a record, as JSON"),
    page: z.number().int().min(1).optional().describe("the page to be shown; 1 by default"),
    save: z
      .string()
      .regex(/^[\w-]{1,60}$/)
      .optional()
      .describe("writes the masked PDF under this name, if the server may write"),
  }),
  run: async ({ layout, ...request }, place) =>
    composeShown(within(place, layout), request, place.out),
});

const explain = tool({
  name: "explain",
  title: "Explain a code",
  description: "Says in a sentence what a diagnostic code such as layout.unknown-field means.",
  inputSchema: z.object({ code: z.string() }),
  run: ({ code }) => {
    const meaning = explainCode(code);
    if (meaning === undefined) throw usage(`There is no code ${JSON.stringify(code)}.`);
    return Promise.resolve([{ type: "text", text: meaning }]);
  },
});

const compareTwo = tool({
  name: "compare",
  title: "Compare two layouts",
  description:
    "Composes the same records with two layouts and gives what differs in groups of equal " +
    "changes: wording, values, places, pages, channels. Without data, the layouts' samples are " +
    "taken. Values are masked.",
  inputSchema: z.object({
    before: LAYOUT,
    after: LAYOUT,
    data: z.string().optional().describe("records: NDJSON, or a file of JSON"),
    key: z.string().optional().describe("the field that is a record's key, such as account.id"),
  }),
  run: async ({ before, after, data, key }, place) => {
    const request = { mask: true, key, ...(data !== undefined && { data: within(place, data) }) };
    const sides = [layoutWithin(place, before), layoutWithin(place, after)] as const;
    const report = await compare(...sides, request);
    const { groups, ...rest } = report.comparison;
    return [
      jsonContent({ ...rest, groupCount: groups.length, groups: groups.slice(0, GROUPS_MAX) }),
    ];
  },
});

export const ASSISTANT_TOOLS: readonly AssistantTool[] = [
  lint,
  inspect,
  compose,
  explain,
  compareTwo,
];

/** Keeps the kind of a tool's input where it is written, and not where all are listed. */
function tool<T extends z.ZodType>(given: AssistantTool<T>): AssistantTool {
  return { ...given, run: (input, place) => given.run(given.inputSchema.parse(input), place) };
}

/**
 * A path below the root, where no link leads out of it; a plain name that is none stays one: it may
 * be that of a layout.
 */
function within({ root }: AssistantPlace, path: string): string {
  const full = resolve(root, path);
  if (/^[\w-]+$/.test(path) && !commandHost().exists(full)) return path;
  if (isBelow(root, full) && isBelow(realPath(root), realPath(full))) return full;
  throw usage("The path is outside the folder that the server may read.");
}

/** The inputs of a run lie anywhere. */
function layoutWithin(place: AssistantPlace, path: string): string {
  const found = within(place, path);
  if (!commandHost().exists(`${found}/job.json`)) return found;
  throw usage("Runs are not compared here: name two layouts.");
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
