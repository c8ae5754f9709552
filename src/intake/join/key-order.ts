import type { Diagnostic } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import type { InputSpec } from "../../model/job.ts";
import { FileWindow } from "../files/file-window.ts";
import { inputFinding } from "../check/input-findings.ts";
import { trimmedKey } from "../check/record-key.ts";
import { type MemberPath, memberPath, textAtPath } from "../json/json-member.ts";

/** The finding about a file that is not sorted as the job declares. */
export function notSorted(file: string, line: number, byteOffset: number): Diagnostic {
  const where = line > 0 ? `line ${line}` : `the record at byte ${byteOffset}`;
  const message = `the file is not sorted by key: ${where} has a smaller key than one before it`;
  return inputFinding("input.order", message, { file, line, byteOffset }, "set order: none");
}

interface KeyedRecord {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Checks the records of NDJSON or JSON against the declared order. It looks only at the bytes up to
 * the key and skips a record whose key cannot be found that way. If two keys are out of order and
 * one of their records is broken, it skips that record too: a broken record costs itself, not the
 * run.
 */
export class KeyOrder {
  readonly #input: InputSpec;
  /** Undefined if the key is not one text of the sender's records. */
  readonly #path: MemberPath | undefined;
  #last: KeyedRecord | undefined;
  #beforeLast: KeyedRecord | undefined;
  #finding: Diagnostic | undefined;

  constructor(input: InputSpec) {
    this.#input = input;
    const source = input.fields?.[input.key]?.source ?? { kind: "column", column: input.key };
    this.#path = source.kind === "column" ? memberPath(source.column) : undefined;
  }

  /** Takes the next record, which is at these file offsets. */
  meet(window: FileWindow, start: number, end: number, line: number): void {
    if (this.#input.order !== "key" || this.#finding !== undefined) return;
    if (end - start > limits.recordBytesMax) return;
    const key = this.#keyOf(window.view(start, end));
    if (key === undefined || key === "") return;
    const record = { key, start, end };
    if (this.#last !== undefined && key < this.#last.key) {
      if (!isWhole(window, record)) return;
      if (isWhole(window, this.#last)) this.#finding = notSorted(this.#input.file, line, start);
      if (this.#beforeLast !== undefined && key < this.#beforeLast.key)
        this.#finding = notSorted(this.#input.file, line, start);
    } else this.#beforeLast = this.#last;
    this.#last = record;
  }

  findings(): Diagnostic[] {
    return this.#finding === undefined ? [] : [this.#finding];
  }

  #keyOf(bytes: Buffer): string | undefined {
    const text = this.#path && textAtPath(bytes, this.#path);
    const key = text === undefined ? undefined : trimmedKey(text);
    // A character that is not UTF-8 has no known place in the order.
    return key === undefined || key.includes("\uFFFD") ? undefined : comparable(key);
  }
}

function isWhole(window: FileWindow, { start, end }: KeyedRecord): boolean {
  try {
    JSON.parse(window.view(start, end).toString("utf8"));
    return true;
  } catch {
    return false;
  }
}

/** A key in a form whose string order is that of its UTF-8 bytes. */
function comparable(key: string): string {
  return Buffer.from(key, "utf8").toString("latin1");
}
