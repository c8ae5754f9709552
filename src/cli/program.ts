import { Command } from "commander";
import { addAbandon } from "./abandon.ts";
import { addApprove } from "./approve.ts";
import { addAudit } from "./audit.ts";
import { addCertificate } from "./certificate.ts";
import { addCheck } from "./check.ts";
import { addClose } from "./close.ts";
import { addDemo } from "./demo.ts";
import { addFixtures } from "./fixtures.ts";
import { addSchema } from "./json-schema.ts";
import { addFind } from "./find.ts";
import { addGet } from "./get.ts";
import { addHold } from "./hold.ts";
import { addIndex } from "./index-command.ts";
import { addLegalHold } from "./legal-hold.ts";
import { addLint } from "./lint.ts";
import { addMailed } from "./mailed.ts";
import { programVersion } from "./program-version.ts";
import { addRegister } from "./register.ts";
import { addReconcile } from "./reconcile.ts";
import { addReprint } from "./reprint.ts";
import { addPurge } from "./purge.ts";
import { addPull } from "./pull.ts";
import { addRebuild } from "./rebuild.ts";
import { addRelease } from "./release.ts";
import { addRejects } from "./rejects.ts";
import { addResume } from "./resume.ts";
import { addRun } from "./run.ts";
import { addSuppress } from "./suppress.ts";
import { addVerify } from "./verify.ts";
import { addStatus } from "./status.ts";

const EXAMPLES = `
Examples:
  nightpress demo                               a whole run with sample data
  nightpress check jobs/statements.yaml         would tonight's run start?
  nightpress run jobs/statements.yaml --out out/2026-10
  nightpress resume out/2026-10                 go on after a crash or a stop

Every command explains itself with --help and speaks JSON with --json. Colours are left out where
NO_COLOR is set or the output is no terminal.`;

/** The command line: what `nightpress` understands. Throws instead of ending the process. */
export function commandLine(): Command {
  const program = new Command("nightpress")
    .description("Batch document composition: customer records to print spools, e-mail and SMS.")
    .version(programVersion())
    .option("--debug", "on a failure, show where in the program it happened")
    .showSuggestionAfterError()
    .showHelpAfterError("(`--help` tells more)")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", EXAMPLES)
    .exitOverride();
  const commands = [
    addRun,
    addResume,
    addVerify,
    addStatus,
    addReprint,
    addAbandon,
    addRegister,
    addApprove,
    addRelease,
    addHold,
    addPull,
    addMailed,
    addClose,
    addAudit,
    addRejects,
    addReconcile,
    addSuppress,
    addRebuild,
    addCertificate,
    addCheck,
    addLint,
    addFind,
    addGet,
    addIndex,
    addPurge,
    addLegalHold,
    addFixtures,
    addSchema,
    addDemo,
  ];
  for (const add of commands) add(program);
  return program;
}
