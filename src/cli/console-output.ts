import { fstatSync, writeSync } from "node:fs";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import { exitCodes } from "./exit-codes.ts";

/** Answers go to standard output, notes about the work to standard error. */
type Channel = "stdout" | "stderr";

const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;

/** The system's code of why text was lost; undefined if the reader had seen enough (`| head`). */
const lost: Partial<Record<Channel, string>> = {};
let answerIsElsewhere = false;

/**
 * From here on, a console that takes no text does not end the work. The exit code, or `lostNotes`
 * where a command has them, tells what was lost.
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

/** Writes all of the text, or records that it was lost. */
export function write(channel: Channel, text: string): void {
  const descriptor = DESCRIPTORS[channel];
  try {
    if (isFile(descriptor)) writeWhole(descriptor, Buffer.from(text));
    else process[channel].write(text);
  } catch (error) {
    lose(channel, error as NodeJS.ErrnoException);
  }
}

/** Notes are in the run's folder too, so losing one does no harm. */
export function answerMayBeLost(): void {
  answerIsElsewhere = true;
}

/** A warning for the report if the run's progress notes could not be written. */
export function lostNotes(): readonly Diagnostic[] {
  if (lost.stderr === undefined) return [];
  const message = `Some of the run's progress lines could not be written (${lost.stderr}).`;
  const hint = "Make room on the log's disk. The run itself was not affected.";
  return [diagnostic("run.console-lost", message, { severity: "warning", hint })];
}

function lose(channel: Channel, { code = "UNKNOWN" }: NodeJS.ErrnoException): void {
  if (code !== "EPIPE") lost[channel] ??= code;
}

/** Node's own stream for a file counts a write cut short by a full disk as whole. */
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
