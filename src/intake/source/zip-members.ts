import { fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import type { Entry, ZipFile } from "yauzl";
import { UsageError } from "../../base/diagnostic.ts";
import type { Host, HostFile } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import { readUpTo } from "../../base/read-fully.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { PackedMember } from "../files/unpack-file.ts";
import { namePattern } from "../../base/name-pattern.ts";

const STORED = 0;
const DEFLATED = 8;

/** A file in a zip archive. */
export interface ZipMember extends PackedMember {
  readonly name: string;
}

/**
 * The files of an archive whose names fit a pattern, in the order of their names. Throws a
 * `UsageError` if it is no archive, or one that could trick whoever unpacks it: with names that
 * lead elsewhere, one name twice, members that share bytes, or encrypted ones.
 */
export async function zipMembers(
  host: Host,
  archive: HostFile,
  file: string,
  pattern: string | undefined,
): Promise<ZipMember[]> {
  const entries = await listed(archive, host.sizeBytes(file), file);
  const fits = pattern === undefined ? () => true : namePattern(pattern);
  const members = entries.filter(({ name }) => fits(name));
  if (members.length > 0) return members;
  const names = entries.slice(0, 5).map(({ name }) => name);
  const all = names.length === 0 ? "it is empty" : `it has ${names.join(", ")}`;
  const message = `the archive has no member that fits: ${all}`;
  throw refused(file, message, "correct the pattern in `members`, or leave it out");
}

async function listed(archive: HostFile, sizeBytes: number, file: string): Promise<ZipMember[]> {
  let zip: ZipFile | undefined;
  try {
    zip = await fromRandomAccessReaderPromise(new FileReader(archive), sizeBytes, {
      autoClose: false,
      strictFileNames: true,
    });
    const members: ZipMember[] = [];
    for await (const entry of zip.eachEntry()) {
      if (members.length >= limits.zipMembersMax) throw tooMany(file);
      if (entry.fileName.endsWith("/")) continue;
      members.push(await memberOf(zip, entry, file));
    }
    refuseShared(members, file);
    return members.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    throw wrongArchive(file, error.message);
  } finally {
    zip?.close();
  }
}

async function memberOf(zip: ZipFile, entry: Entry, file: string): Promise<ZipMember> {
  const { fileName: name, compressionMethod, compressedSize } = entry;
  const at = `the archive's member ${entry.fileName}`;
  const unpack = "unpack it by hand and name the unpacked files in the job";
  if (entry.isEncrypted()) throw refused(file, `${at} is encrypted`, unpack);
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    throw refused(file, `${at} is packed in a way that is rarely used`, unpack);
  const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  return {
    name,
    start,
    end: start + compressedSize,
    isPacked: compressionMethod === DEFLATED,
    unpackedBytes: entry.uncompressedSize,
    crc32: entry.crc32,
  };
}

/** No two members have one name, and none has bytes of another, as bombs without nesting do. */
function refuseShared(members: readonly ZipMember[], file: string): void {
  const names = new Set<string>();
  let end = 0;
  for (const member of members.toSorted((a, b) => a.start - b.start)) {
    if (names.has(member.name))
      throw refused(file, `the archive has two members ${member.name}`, "request it again");
    if (member.start < end)
      throw refused(file, "members of the archive share their bytes", "check where it comes from");
    names.add(member.name);
    end = member.end;
  }
}

/** Lets `yauzl` read an open file, whose host may be any. */
class FileReader extends RandomAccessReader {
  readonly #file: HostFile;

  constructor(file: HostFile) {
    super();
    this.#file = file;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const count = readUpTo(this.#file, buffer, offset, length, position);
    const error = count < length ? new Error("it ends early") : null;
    // A call within this one would nest as deep as there are members.
    queueMicrotask(() => callback(error));
  }
}

function refused(file: string, message: string, hint: string): UsageError {
  return new UsageError([inputFinding("input.archive", message, { file }, hint)]);
}

function tooMany(file: string): UsageError {
  const message = `the archive has more than ${limits.zipMembersMax} members`;
  return refused(file, message, "unpack it by hand and name the files that are wanted");
}

function wrongArchive(file: string, words: string): UsageError {
  const isName = /path|characters in fileName/.test(words);
  const message = isName
    ? "a member of the archive has a name that leads out of a folder, or that is not plain"
    : "the file is no zip archive, or it is damaged or ends early";
  const hint = isName ? "check where it comes from" : "request it again";
  return refused(file, message, hint);
}
