import { type Diagnostic, UsageError } from "../../base/diagnostic.ts";
import { RunningHash } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import type { InputFile, InputSpec } from "../../model/job.ts";
import { addFindings, inputFinding, throwFindings } from "../check/input-findings.ts";
import { readRange, withFile } from "../files/file-window.ts";
import { type InputPart, inputParts, STANDARD_INPUT, unpackedPath } from "../files/input-files.ts";
import { missingFiles } from "../files/missing-files.ts";
import { unpackFile, unpackMember } from "../files/unpack-file.ts";
import type { ScanOptions } from "../scan-options.ts";
import type { PlainCopy, PreparedSources } from "./plain-copy.ts";
import { HEAD_BYTES, isReadable } from "./text-form.ts";
import type { ZipMember } from "./zip-members.ts";

const COPY_BYTES = 1024 * 1024;

interface Source {
  readonly part: InputPart;
  readonly member?: ZipMember;
  /** The archive that the member is in. */
  readonly archive?: string;
}

/**
 * Finds the files of an input, members of archives among them, and makes plain copies of those that
 * cannot be read as they are. Throws a `UsageError` with the findings about all of them.
 */
export async function prepareSources(
  host: Host,
  input: InputSpec,
  options: ScanOptions,
): Promise<PreparedSources> {
  const parts = inputParts(input);
  refuseTwice(parts);
  const files = parts.map(({ spec }) => spec).filter(({ file }) => file !== STANDARD_INPUT);
  throwFindings(missingFiles(host, files));
  const findings: Diagnostic[] = [];
  const sources: Source[] = [];
  for (const part of parts)
    await found(findings, async () => void sources.push(...(await membersOf(host, part))));
  throwFindings(findings);
  const plain = new Map<number, PlainCopy>();
  for (const [index, source] of sources.entries())
    await found(findings, async () => {
      const copy = await plainCopy(host, input, source, index, options);
      if (copy !== undefined) plain.set(index, copy);
    });
  throwFindings(findings);
  return { parts: sources.map(({ part }) => part), plain };
}

/** One file in two places would be mailed twice, and standard input can be read once. */
function refuseTwice(parts: readonly InputPart[]): void {
  const seen = new Map<string, number>();
  throwFindings(
    parts.flatMap(({ of, spec: { file } }) => {
      const before = seen.get(file);
      seen.set(file, of);
      if (before === undefined || (before !== of && file !== STANDARD_INPUT)) return [];
      const message =
        file === STANDARD_INPUT
          ? "standard input can be read once, but two files of the input are to come from it"
          : "the file is in the list twice";
      return [inputFinding("input.twice", message, { file }, "name each file once")];
    }),
  );
}

async function found(findings: Diagnostic[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    addFindings(findings, error);
  }
}

/** A part for each member of an archive; any other file is one itself. */
async function membersOf(host: Host, part: InputPart): Promise<Source[]> {
  const { file, compression, members } = part.spec;
  if (compression !== "zip") return [{ part }];
  const { zipMembers } = await import("./zip-members.ts");
  const archive = host.openRead(file);
  try {
    const chosen = await zipMembers(host, archive, file, members);
    return chosen.map((member) => ({
      part: { of: part.of, spec: { ...part.spec, file: `${file}/${member.name}` } },
      member,
      archive: file,
    }));
  } finally {
    archive.close();
  }
}

/** The plain copy of a file; undefined if it can be read as it is. */
async function plainCopy(
  host: Host,
  input: InputSpec,
  source: Source,
  index: number,
  options: ScanOptions,
): Promise<PlainCopy | undefined> {
  const { spec, of } = source.part;
  const isText = spec.foreign === undefined || spec.foreign.kind === "delimited";
  const text = { spec, format: isText ? (of === 0 ? input.format : "csv") : undefined } as const;
  const isHere = spec.compression === "none" && spec.file !== STANDARD_INPUT;
  if (isHere && text.format === undefined) return undefined;
  if (isHere) {
    const head = withFile(host, spec.file, (open) => readRange(open, 0, HEAD_BYTES));
    if (isReadable(text, head)) return undefined;
  }
  const { PlainWriter } = await import("./plain-writer.ts");
  host.makeFolder(options.workFolder);
  const path = unpackedPath(options.workFolder, index);
  const output = host.openWrite(path);
  try {
    const writer = new PlainWriter(output, text);
    const facts = await pour(host, source, options, (bytes) => writer.write(bytes));
    writer.end();
    return { path, ...facts };
  } finally {
    output.close();
  }
}

type Facts = Pick<PlainCopy, "sizeBytes" | "sha256">;

/** Hands all bytes of a file over, unpacked. */
async function pour(
  host: Host,
  { part: { spec }, member, archive }: Source,
  { standardInput }: ScanOptions,
  take: (bytes: Uint8Array) => void,
): Promise<Facts> {
  const { file, compression } = spec;
  if (file === STANDARD_INPUT) return pourStandardInput(standardInput, take);
  if (member !== undefined && archive !== undefined)
    return counted(take, (seen) =>
      withFile(host, archive, (open) => unpackMember(open, file, member, seen)),
    );
  if (compression === "gzip" || compression === "zstd")
    return {
      sha256: unpackFile(host, file, compression, take, () => {}),
      sizeBytes: host.sizeBytes(file),
    };
  return counted(take, (seen) => copyFile(host, spec, seen));
}

async function pourStandardInput(
  input: AsyncIterable<Uint8Array> | undefined,
  take: (bytes: Uint8Array) => void,
): Promise<Facts> {
  if (input === undefined) throw new UsageError([noStandardInput()]);
  const hash = new RunningHash();
  let sizeBytes = 0;
  for await (const bytes of input) {
    hash.update(bytes);
    sizeBytes += bytes.length;
    take(bytes);
  }
  return { sha256: hash.hex(), sizeBytes };
}

function noStandardInput() {
  const message = "standard input is read once, when a run begins, and here it cannot be read";
  const hint = "write it into a file, and name that; or start the run anew";
  return inputFinding("input.unreadable", message, { file: STANDARD_INPUT }, hint);
}

function counted(
  take: (bytes: Uint8Array) => void,
  work: (seen: (bytes: Uint8Array) => void) => void,
): Facts {
  const hash = new RunningHash();
  let sizeBytes = 0;
  work((bytes) => {
    hash.update(bytes);
    sizeBytes += bytes.length;
    take(bytes);
  });
  return { sha256: hash.hex(), sizeBytes };
}

function copyFile(host: Host, { file }: InputFile, take: (bytes: Uint8Array) => void): void {
  withFile(host, file, (open) => {
    const end = host.sizeBytes(file);
    for (let at = 0; at < end; at += COPY_BYTES)
      take(readRange(open, at, Math.min(at + COPY_BYTES, end)));
  });
}
