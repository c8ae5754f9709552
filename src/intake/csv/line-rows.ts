import { isAscii } from "node:buffer";
import { limits } from "../../base/limits.ts";
import type { FixedField } from "../../model/input-format.ts";
import type { RecordFault, StatedFault } from "../check/fault.ts";
import { trimmedKey } from "../check/record-key.ts";
import { statedFault } from "../copy/stated-fault.ts";
import type { RowSteps } from "./row-cursor.ts";
import type { KeyReader } from "./row-keys.ts";
import type { FileWindow } from "../files/file-window.ts";
import { LineCursor } from "../files/line-cursor.ts";
import { lineFault } from "../fixed/line-fault.ts";
import { type LineForm, type LineTexts, readLine } from "../fixed/line-form.ts";
import { trimmedText } from "../fixed/trimmed-text.ts";

const SPACE = 32;
const LAST_ASCII = 0x7f;

/** Steps through the lines of a fixed-width file; faults of one are looked for when asked. */
export class LineRows extends LineCursor implements RowSteps {
  readonly isQuoted = false;
  readonly part = 0;
  readonly #window: FileWindow;
  readonly #form: LineForm;
  #read: LineTexts | undefined;

  constructor(window: FileWindow, firstLine: number, form: LineForm) {
    super(window, firstLine);
    this.#window = window;
    this.#form = form;
  }

  override next(): boolean {
    this.#read = undefined;
    return super.next();
  }

  countFields(): number {
    return this.#form.fields.length;
  }

  texts(): readonly string[] {
    return this.#line().texts;
  }

  get stated(): StatedFault | undefined {
    const fault = lineFault(this.sizeBytes, this.#form.recordBytes) ?? this.#line().fault;
    return fault && statedFault(fault);
  }

  #line(): LineTexts {
    const end = Math.min(this.contentEnd, this.start + limits.csvRowBytesMax);
    return (this.#read ??= readLine(this.#window.view(this.start, end), this.#form));
  }
}

/** Reads the key at its place in lines; keys are as `RowKeys` has them. */
export class LineKeys implements KeyReader {
  readonly isSure = true;
  readonly #window: FileWindow;
  readonly #form: LineForm;
  readonly #field: FixedField | undefined;

  constructor(window: FileWindow, form: LineForm, column: number) {
    this.#window = window;
    this.#form = form;
    this.#field = form.fields[column];
  }

  read(row: RowSteps): string | undefined {
    const bytes = this.#bytesOf(row);
    const { decode } = this.#form;
    const text = bytes && decode(bytes);
    if (text === undefined) return undefined;
    const key = trimmedKey(trimmedText(text, 0, text.length));
    if (key === "") return undefined;
    return isAscii(bytes as Buffer) ? key : Buffer.from(key, "utf8").toString("latin1");
  }

  /** Whether the row's key is plainly the one read before; may miss one that is not all ASCII. */
  isSame(row: RowSteps, key: string): boolean {
    const bytes = this.#bytesOf(row);
    if (bytes === undefined || bytes.length < key.length) return false;
    for (let at = key.length - 1; at >= 0; at -= 1)
      if (bytes[at] !== key.charCodeAt(at) || key.charCodeAt(at) > LAST_ASCII) return false;
    for (let at = key.length; at < bytes.length; at += 1)
      if ((bytes[at] ?? SPACE) > SPACE) return false;
    return true;
  }

  faultOf(row: RowSteps): RecordFault {
    return row.stated?.code ?? "";
  }

  #bytesOf({ contentStart, contentEnd }: RowSteps): Buffer | undefined {
    if (this.#field === undefined) return undefined;
    const from = contentStart + this.#field.start - 1;
    const to = Math.min(from + this.#field.length, contentEnd);
    return from < to ? this.#window.view(from, to) : undefined;
  }
}
