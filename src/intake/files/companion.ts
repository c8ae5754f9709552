import type { Diagnostic } from "../../base/diagnostic.ts";
import { fileHash } from "../../base/file-hash.ts";
import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import { compressionOf } from "../../base/packing-name.ts";
import type { CompanionSpec, InputSpec, StatedPlaces, TotalPlace } from "../../model/job.ts";
import type { Scan } from "../../model/shard.ts";
import { inputFinding } from "../check/input-findings.ts";
import { readTotals, type StatedTotals } from "../check/stated-totals.ts";
import { companionLookup, type Lookup, namesFile, withFileName } from "./companion-text.ts";
import { specIndex } from "./input-files.ts";

const BY = "the companion file";

/** What the companion files of an input state about it. */
export interface ReadCompanion {
  readonly totals: readonly StatedTotals[];
  readonly findings: readonly Diagnostic[];
}

/** A master file as it was sent, with the indexes of what was read of it. */
interface SentFile {
  readonly file: string;
  /** Absent if it is the only one. */
  readonly parts?: readonly number[];
  readonly sizeBytes: number;
  readonly sha256: () => string;
}

/**
 * Reads the companion file, or that of each master file, and checks sizes and hashes of what was
 * sent against them.
 */
export function readCompanion(host: Host, input: InputSpec, scan: Scan): ReadCompanion {
  const { companion } = input.expect;
  if (companion === undefined) return { totals: [], findings: [] };
  const sent = sentFiles(host, input, scan);
  if (!namesFile(companion.file)) return readOne(host, companion.file, companion, sent);
  const read = sent.map((one) =>
    readOne(host, withFileName(companion.file, one.file), companion, [one]),
  );
  return {
    totals: read.flatMap(({ totals }) => totals),
    findings: read.flatMap(({ findings }) => findings),
  };
}

function sentFiles(host: Host, input: InputSpec, { files }: Scan): SentFile[] {
  const sent = [input.file, ...(input.more ?? [])];
  return sent.map((file) => {
    const isZip = compressionOf(file) === "zip";
    const parts = files.flatMap((one, index) => {
      const isOf = one.file === file || (isZip && one.file.startsWith(`${file}/`));
      return isOf && specIndex(files, index) === 0 ? [index] : [];
    });
    const [first] = parts;
    const read = files[first ?? -1];
    return {
      file,
      sizeBytes: isZip ? host.sizeBytes(file) : (read?.sizeBytes ?? 0),
      // What was read of an archive are its members.
      sha256: () => (isZip ? fileHash(host, file) : (read?.sha256 ?? "")),
      ...(sent.length > 1 && { parts }),
    };
  });
}

/** What one companion file says of the files that it accompanies. */
function readOne(
  host: Host,
  file: string,
  companion: CompanionSpec,
  sent: readonly SentFile[],
): ReadCompanion {
  if (!host.exists(file)) return { totals: [], findings: [missing(file)] };
  const lookup = host.sizeBytes(file) > limits.recordBytesMax ? undefined : parse(host, file);
  if (lookup === undefined) return { totals: [], findings: [unreadable(file)] };
  const [only, ...others] = sent;
  const whole = readOf(
    file,
    lookup,
    placesOf(companion, false),
    others.length > 0 ? undefined : only,
  );
  const own = placesOf(companion, true);
  const each = sent.map((one) => readOf(file, lookup, own, one));
  const read = [whole, ...each];
  return {
    totals: read.map(({ totals }) => totals),
    findings: [
      ...read.flatMap(({ findings }) => findings),
      ...fileFindings(file, companion, lookup, sent),
    ],
  };
}

function readOf(
  file: string,
  lookup: Lookup,
  places: StatedPlaces,
  sent: SentFile | undefined,
): ReturnType<typeof readTotals> {
  const at = (place: TotalPlace): string | undefined => lookup(place, sent?.file ?? "");
  const statement = { by: BY, place: { file }, code: "input.companion" as const, at };
  const { totals, findings } = readTotals(statement, places);
  return { totals: { ...totals, ...(sent?.parts && { parts: sent.parts }) }, findings };
}

/** The places that are of one file each, or those that are of all of them. */
function placesOf(
  { records, rows, sums, cycle, asOf, job }: CompanionSpec,
  isOfFile: boolean,
): StatedPlaces {
  const fits = (place: TotalPlace | undefined): boolean =>
    place !== undefined && namesFile(place) === isOfFile;
  const those = (places: StatedPlaces["sums"]): StatedPlaces["sums"] =>
    Object.fromEntries(Object.entries(places).filter(([, place]) => fits(place)));
  return {
    ...(records !== undefined && fits(records) && { records }),
    rows: those(rows),
    sums: those(sums),
    ...(cycle !== undefined && fits(cycle) && { cycle }),
    ...(asOf !== undefined && fits(asOf) && { asOf }),
    job,
  };
}

function fileFindings(
  file: string,
  { sha256, bytes }: CompanionSpec,
  lookup: Lookup,
  sent: readonly SentFile[],
): Diagnostic[] {
  const isOfMany = (place: TotalPlace | undefined): boolean =>
    place !== undefined && !namesFile(place);
  if (sent.length > 1 && (isOfMany(sha256) || isOfMany(bytes))) return [ofOne(file)];
  return sent.flatMap((one) => {
    const stated = [
      { what: "SHA-256", at: sha256, found: () => one.sha256() },
      { what: "size in bytes", at: bytes, found: () => String(one.sizeBytes) },
    ];
    const of = one.parts === undefined ? "the input" : withFileName("{name}", one.file);
    return stated.flatMap(({ what, at, found }) => {
      if (at === undefined || lookup(at, one.file)?.trim().toLowerCase() === found()) return [];
      const message = `the ${what} of ${of} does not match the companion file`;
      const hint = "the two do not belong together, or the input was changed: request both again";
      return [inputFinding("input.expectation", message, { file }, hint)];
    });
  });
}

function parse(host: Host, file: string): Lookup | undefined {
  return companionLookup(new TextDecoder().decode(host.readFile(file)));
}

function ofOne(file: string): Diagnostic {
  const message = "the companion file states hash or size of one file, but there are several";
  const hint =
    "say in the place which file's it is, such as `sha256: files.{name}.sha256`, or give each " +
    "file a companion of its own: `file: '{file}.ctl'`";
  return inputFinding("input.companion", message, { file }, hint);
}

function missing(file: string): Diagnostic {
  const message =
    "the companion file does not exist, so it is unknown whether the input is complete";
  const hint = "wait for it, request it from the sender, or correct its path in the job";
  return inputFinding("input.no-companion", message, { file }, hint);
}

function unreadable(file: string): Diagnostic {
  const message = "the companion file is neither a JSON object nor lines of `key: value`";
  return inputFinding("input.companion", message, { file }, "request it again from its sender");
}
