import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import { readFully } from "../../base/read-fully.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import { valueIn } from "../../cases/draft.ts";
import { storedSamples } from "../../layout/stored-samples.ts";
import type { CustomerRecord, RawObject } from "../../model/record.ts";

const PLACE = { file: "", line: 0, byteOffset: 0, sizeBytes: 0 };
const CHUNK_BYTES = 1 << 20;
const LF = 0x0a;

/**
 * The records of a file: one object of JSON, a list of them, or one a line (NDJSON), which are read
 * one by one. Keys are what a field says; without one, the records' numbers.
 */
export function* dataRecords(
  host: Host,
  file: string,
  keyField: string | undefined,
): Generator<CustomerRecord> {
  let ordinal = 0;
  for (const value of file.endsWith(".json") ? wholeFile(host, file) : lines(host, file)) {
    if (!isObject(value)) throw new UsageError([notARecord(file, ordinal)]);
    const key = keyField === undefined ? `record ${ordinal + 1}` : keyOf(value, keyField);
    if (key === undefined) throw new UsageError([noKey(file, ordinal, keyField)]);
    yield { ordinal, key, values: value, place: PLACE };
    ordinal += 1;
  }
}

/** The samples of layouts, each by its name once: those of the first come first. */
export function* sampleRecords(host: Host, folders: readonly string[]): Generator<CustomerRecord> {
  const seen = new Set<string>();
  for (const folder of folders)
    for (const { name, file, value } of storedSamples(host, folder)) {
      if (seen.has(name)) continue;
      if (!isObject(value)) throw new UsageError([notARecord(file, 0)]);
      yield { ordinal: seen.size, key: name.replace(/\.json$/, ""), values: value, place: PLACE };
      seen.add(name);
    }
}

function isObject(value: unknown): value is RawObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function keyOf(record: RawObject, field: string): string | undefined {
  const value = valueIn(record, field.split("."));
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function wholeFile(host: Host, file: string): readonly unknown[] {
  const value = parsed(utf8Text(host.readFile(file)), file, 0);
  return Array.isArray(value) ? value : [value];
}

function* lines(host: Host, file: string): Generator<unknown> {
  const opened = host.openRead(file);
  try {
    const sizeBytes = host.sizeBytes(file);
    let rest: Uint8Array = new Uint8Array();
    let record = 0;
    for (let at = 0; at < sizeBytes; at += CHUNK_BYTES) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, sizeBytes - at));
      readFully(opened, file, chunk, 0, chunk.length, at);
      const bytes = Buffer.concat([rest, chunk]);
      if (bytes.length > limits.recordBytesMax + CHUNK_BYTES)
        throw new UsageError([notARecord(file, record)]);
      let from = 0;
      for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, from)) {
        const line = utf8Text(bytes.subarray(from, end)).trim();
        if (line !== "") yield parsed(line, file, record++);
        from = end + 1;
      }
      rest = bytes.subarray(from);
    }
    const last = utf8Text(rest).trim();
    if (last !== "") yield parsed(last, file, record);
  } finally {
    opened.close();
  }
}

function parsed(text: string, file: string, record: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which is a customer's.
    throw new UsageError([notARecord(file, record)]);
  }
}

function noKey(file: string, record: number, field = ""): Diagnostic {
  const message = `Record ${record + 1} of ${file} has no key: no text or number is in ${field}.`;
  return diagnostic("cli.bad-usage", message, {
    hint: "Name a field that each record has, or leave out --key to have records numbered.",
  });
}

function notARecord(file: string, record: number): Diagnostic {
  const message = `Record ${record + 1} of ${file} is not one object of JSON.`;
  const hint =
    "Give a file with one record a line (NDJSON), a list of records, or one record, in the form " +
    "that the layout declares.";
  return diagnostic("cli.bad-usage", message, { hint });
}
