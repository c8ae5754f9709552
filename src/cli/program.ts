import { Command } from "commander";
import { programVersion } from "./program-version.ts";

const EXAMPLES = `
Examples:
  nightpress demo                               a whole run with sample data
  nightpress check jobs/statements.yaml         would tonight's run start?
  nightpress run jobs/statements.yaml --out out/2026-10
  nightpress resume out/2026-10                 go on after a crash or a stop

Every command explains itself with --help and prints JSON with --json. Colours are off when
NO_COLOR is set or the output is not a terminal.`;

/** Loads the function that adds a command to the program. */
type Adder = () => Promise<(program: Command) => void>;

/** The loader of each command, in the order of the help. */
const COMMANDS: Readonly<Record<string, Adder>> = {
  run: async () => (await import("./run.ts")).addRun,
  resume: async () => (await import("./resume.ts")).addResume,
  verify: async () => (await import("./verify.ts")).addVerify,
  status: async () => (await import("./status.ts")).addStatus,
  reprint: async () => (await import("./reprint.ts")).addReprint,
  abandon: async () => (await import("./abandon.ts")).addAbandon,
  register: async () => (await import("./register.ts")).addRegister,
  approve: async () => (await import("./approve.ts")).addApprove,
  sample: async () => (await import("./sample.ts")).addSample,
  release: async () => (await import("./release.ts")).addRelease,
  hold: async () => (await import("./hold.ts")).addHold,
  pull: async () => (await import("./pull.ts")).addPull,
  mailed: async () => (await import("./mailed.ts")).addMailed,
  close: async () => (await import("./close.ts")).addClose,
  audit: async () => (await import("./audit.ts")).addAudit,
  rejects: async () => (await import("./rejects.ts")).addRejects,
  reconcile: async () => (await import("./reconcile.ts")).addReconcile,
  suppress: async () => (await import("./suppress.ts")).addSuppress,
  rebuild: async () => (await import("./rebuild.ts")).addRebuild,
  certificate: async () => (await import("./certificate.ts")).addCertificate,
  check: async () => (await import("./check.ts")).addCheck,
  init: async () => (await import("./init.ts")).addInit,
  inspect: async () => (await import("./inspect.ts")).addInspect,
  lint: async () => (await import("./lint.ts")).addLint,
  preview: async () => (await import("./preview.ts")).addPreview,
  proof: async () => (await import("./proof.ts")).addProof,
  compare: async () => (await import("./compare.ts")).addCompare,
  fonts: async () => (await import("./fonts.ts")).addFonts,
  find: async () => (await import("./find.ts")).addFind,
  get: async () => (await import("./get.ts")).addGet,
  index: async () => (await import("./index-command.ts")).addIndex,
  purge: async () => (await import("./purge.ts")).addPurge,
  "legal-hold": async () => (await import("./legal-hold.ts")).addLegalHold,
  fixtures: async () => (await import("./fixtures.ts")).addFixtures,
  mcp: async () => (await import("./mcp.ts")).addMcp,
  serve: async () => (await import("./serve.ts")).addServe,
  schema: async () => (await import("./json-schema.ts")).addSchema,
  demo: async () => (await import("./demo.ts")).addDemo,
};

/** Loads all commands if none is named, for the help and for misspelt names. */
function addersFor(words: readonly string[]): readonly Adder[] {
  const wanted = words.find((word) => !word.startsWith("-"));
  const named = Object.entries(COMMANDS).filter(([name]) => name === wanted);
  return (named.length > 0 ? named : Object.entries(COMMANDS)).map(([, adder]) => adder);
}

/**
 * The command line: what `nightpress` understands. Throws instead of ending the process. If `words`
 * begin with a command, only that one is loaded: loading the others would take longer than the
 * command itself.
 */
export async function commandLine(words: readonly string[] = []): Promise<Command> {
  const program = new Command("nightpress")
    .description("Batch document composition: customer records to print spools, e-mail and SMS.")
    .version(programVersion())
    .option("--debug", "on a failure, show where in the program it occurred")
    .showSuggestionAfterError()
    .showHelpAfterError("(see --help)")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", EXAMPLES)
    .exitOverride();
  for (const add of await Promise.all(addersFor(words).map((adder) => adder()))) add(program);
  addSigning(program);
  return program;
}

/** Who is asked for a name may have a key: all such commands take it alike. */
function addSigning(command: Command): void {
  command.commands.forEach(addSigning);
  if (!command.options.some(({ long }) => long === "--by")) return;
  command.option(
    "--sign <file>",
    "your private key, if you have one (or NIGHTPRESS_KEY)",
    signWith,
  );
}

function signWith(file: string): string {
  process.env["NIGHTPRESS_KEY"] = file;
  return file;
}
