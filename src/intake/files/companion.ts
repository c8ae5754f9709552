import type { Diagnostic } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { CompanionSpec, InputSpec, TotalPlace } from "../../model/job.ts";
import type { Scan } from "../../model/shard.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import { valueAtPath } from "../json/field-path.ts";
import { specIndex } from "./input-files.ts";
import { inputFinding } from "../check/input-findings.ts";
import { membersFault } from "../json/json-members.ts";
import { readTotals, type StatedTotals } from "../check/stated-totals.ts";

const BY = "the companion file";

/** What the companion file of an input states about it. */
export interface ReadCompanion {
  readonly totals: readonly StatedTotals[];
  readonly findings: readonly Diagnostic[];
}

/** Reads the companion file and checks size and hash of the scanned master file against it. */
export function readCompanion(host: Host, input: InputSpec, scan: Scan): ReadCompanion {
  const { companion } = input.expect;
  if (companion === undefined) return { totals: [], findings: [] };
  const { file } = companion;
  if (!host.exists(file)) return { totals: [], findings: [missing(file)] };
  const lookup = host.sizeBytes(file) > limits.recordBytesMax ? undefined : parse(host, file);
  if (lookup === undefined) return { totals: [], findings: [unreadable(file)] };
  const statement = { by: BY, place: { file }, code: "input.companion" as const, at: lookup };
  const { totals, findings } = readTotals(statement, companion);
  return { totals: [totals], findings: [...findings, ...fileFindings(companion, lookup, scan)] };
}

type Lookup = (place: TotalPlace) => string | undefined;

function fileFindings(companion: CompanionSpec, lookup: Lookup, scan: Scan): Diagnostic[] {
  const [master, ...others] = scan.files.filter((_, index) => specIndex(scan.files, index) === 0);
  if (others.length > 0 && (companion.sha256 ?? companion.bytes) !== undefined) {
    const message = "the companion file states hash or size of one file, but there are several";
    const hint = "leave `sha256` and `bytes` out, or run each file by a job of its own";
    return [inputFinding("input.companion", message, { file: companion.file }, hint)];
  }
  const stated = [
    { what: "SHA-256", at: companion.sha256, found: master?.sha256 },
    { what: "size in bytes", at: companion.bytes, found: String(master?.sizeBytes) },
  ];
  return stated.flatMap(({ what, at, found }) => {
    if (at === undefined || lookup(at)?.trim().toLowerCase() === found) return [];
    const message = `the ${what} of the input does not match the companion file`;
    const hint = "the two do not belong together, or the input was changed: request both again";
    return [inputFinding("input.expectation", message, { file: companion.file }, hint)];
  });
}

function parse(host: Host, file: string): Lookup | undefined {
  const text = new TextDecoder().decode(host.readFile(file));
  return text.trimStart().startsWith("{") ? jsonLookup(text) : linesLookup(text);
}

function jsonLookup(text: string): Lookup | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isPlainObject(value) || membersFault(text, value) !== "") return undefined;
    return (place) => {
      const found = valueAtPath(value, String(place).split("."));
      return typeof found === "string" || typeof found === "number" ? String(found) : undefined;
    };
  } catch {
    return undefined;
  }
}

/** Lines of `key: value` or `key = value`; those that begin with `#` are for people. */
function linesLookup(text: string): Lookup | undefined {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, key = "", value = ""] = /^\s*([^:=]*?)\s*[:=]\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === "") return undefined;
    values.set(key, value.replace(/^"(.*)"$|^'(.*)'$/, "$1$2"));
  }
  return (place) => values.get(String(place));
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
