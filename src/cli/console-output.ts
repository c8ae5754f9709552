import { fstatSync, writeSync } from "node:fs";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import { exitCodes } from "./exit-codes.ts";

/** The answer goes to standard output, what is said about the work to standard error. */
type Channel = "stdout" | "stderr";

const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;

/** The system's code of why text was lost; none where a reader had seen enough (`| head`). */
const lost: Partial<Record<Channel, string>> = {};
let answerIsElsewhere = false;

/**
 * From now on nothing that the console does not take ends the work. What was lost is told by the
 * exit code or by `lostNotes`, whichever the command has.
 */
export function keepWorkingWithoutConsole(): void {
  process.stdout.on("error", (error) => lose("stdout", error));
  process.stderr.on("error", (error) => lose("stderr", error));
  process.on("exit", (code) => {
    if (lost.stdout === undefined || answerIsElsewhere) return;
    write(
      "stderr",
      `failed: the answer could not be written to standard output (${lost.stdout})\n`,
    );
    if (code === exitCodes.finished) process.exitCode = exitCodes.failed;
  });
}

/** Writes all of the text, or books that it was lost. */
export function write(channel: Channel, text: string): void {
  const descriptor = DESCRIPTORS[channel];
  try {
    if (isFile(descriptor)) writeWhole(descriptor, Buffer.from(text));
    else process[channel].write(text);
  } catch (error) {
    lose(channel, error as NodeJS.ErrnoException);
  }
}

/** What is printed can be read in the run's folder, too, so that it may be lost. */
export function answerMayBeLost(): void {
  answerIsElsewhere = true;
}

/** A warning for the report where what a run says while it works could not be written. */
export function lostNotes(): readonly Diagnostic[] {
  if (lost.stderr === undefined) return [];
  const message = `What the run said on the way could not all be written (${lost.stderr}).`;
  const hint = "Give the log's disk room. The run itself was not touched by it.";
  return [diagnostic("run.console-lost", message, { severity: "warning", hint })];
}

function lose(channel: Channel, { code = "UNKNOWN" }: NodeJS.ErrnoException): void {
  if (code !== "EPIPE") lost[channel] ??= code;
}

/** Node's own stream for a file takes what a full disk has left for the whole. */
function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}
