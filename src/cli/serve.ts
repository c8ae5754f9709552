import { once } from "node:events";
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import type { LetterServer, RequestNote, ServeOptions } from "../index.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { wholeNumber, WORKERS_MAX } from "./option-values.ts";
import { diagnosticsText } from "./print-diagnostics.ts";
import { reportError } from "./report-error.ts";
import { untilStopped } from "./stop-signal.ts";
import { noteLine, printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Example:
  nightpress serve layouts/claim-paid layouts/payment-due
  curl -H "Content-Type: application/json" -d @record.json \\
    "http://127.0.0.1:8080/compose/claim-paid?format=pdf" -o letter.pdf

The token is taken from NIGHTPRESS_TOKEN: what is on a command line, others see.`;

interface ServeFlags extends Pick<ServeOptions, "host" | "port" | "queue"> {
  readonly threads: number;
  readonly bodyKb: number;
  readonly timeout: number;
  readonly log?: true;
  readonly json?: true;
}

/** `nightpress serve LAYOUT...`: letters on demand, over HTTP. */
export function addServe(program: Command): void {
  program
    .command("serve")
    .summary("compose single letters on demand, over HTTP")
    .description(
      "Keeps layouts open and composes a letter for each record that is sent: POST a record as " +
        "JSON to /compose/LAYOUT, and get its PDF, e-mail, text or SMS. GET /health says how it " +
        "is. Serves this machine alone, unless it is given another address and a token. Ends at " +
        "SIGTERM or Ctrl-C when what is under way is answered. Logs hold no record's values.",
    )
    .argument("<layouts...>", "folders of layouts, or names of those that ship with Nightpress")
    .option("--host <address>", "the address to listen at", "127.0.0.1")
    .option("--port <n>", "the port; 0 for a free one", wholeNumber(0, 65_535), 8080)
    .option(
      "--threads <n>",
      "letters composed at a time",
      wholeNumber(1, WORKERS_MAX),
      availableParallelism(),
    )
    .option("--queue <n>", "letters that may wait for that", wholeNumber(0, 100_000), 256)
    .option("--body-kb <n>", "the largest record, in KiB", wholeNumber(1, 65_536), 1024)
    .option("--timeout <s>", "the longest that a request may take", wholeNumber(1, 3600), 30)
    .option("--log", "print a line for each request: method, path, status, time, codes")
    .option("--json", "print lines as JSON objects")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(serve);
}

async function serve(layouts: readonly string[], flags: ServeFlags): Promise<void> {
  const { serveLetters } = await import("../index.ts");
  const token = process.env["NIGHTPRESS_TOKEN"];
  const { bodyKb, timeout, threads, log, json, ...options } = flags;
  const asJson = json === true;
  const ended = "answering what is under way";
  await untilStopped(async (signal) => {
    const server = await serveLetters(layouts, {
      ...options,
      letters: { threads },
      ...(token !== undefined && { token }),
      limits: { bodyBytesMax: bodyKb * 1024, answerMsMax: timeout * 1000 },
      ...(log === true && {
        note: (note) => (asJson ? printJson(note) : printLine(noteText(note))),
      }),
      failed: (error) => void reportError(error, { asJson: false, withStack: false }),
    });
    sayReady(server, asJson);
    if (!signal.aborted) await once(signal, "abort");
    await server.close();
  }, ended);
}

function sayReady({ url, layouts }: LetterServer, asJson: boolean): void {
  const all = [...layouts.values()];
  const warnings = all.flatMap(({ diagnostics }) => diagnostics);
  if (asJson) {
    const served = all.map(({ name, hash, channels }) => ({ name, hash, channels }));
    return printJson({ url, layouts: served, diagnostics: warnings });
  }
  if (warnings.length > 0) noteLine(diagnosticsText(warnings, process.stderr));
  for (const { name, channels } of all)
    printLine(`layout   ${name}: ${channels.join(", ")}  ${url}/compose/${name}`);
  printLine(`Ready at ${url}`);
}

function noteText({ method, path, status, sizeBytes, durationMs, noted }: RequestNote): string {
  const said = status === 0 ? "gone" : String(status);
  return [method, path, said, `${durationMs} ms`, `${sizeBytes} bytes`, ...noted].join(" ");
}
