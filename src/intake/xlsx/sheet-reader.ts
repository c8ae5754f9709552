import { limits } from "../../base/limits.ts";
import type { XlsxSpec } from "../../model/input-format.ts";
import type { ForeignFault, ForeignRow } from "../copy/foreign-source.ts";
import type { XmlEvents } from "../xml/xml-parser.ts";
import { isoText, numberText, type CellText } from "./cell-text.ts";
import { localName } from "./shared-strings.ts";
import { SheetText, unescaped } from "./sheet-text.ts";
import type { Workbook } from "./workbook.ts";

/** XFD: no sheet has more columns. */
const COLUMNS_MAX = 16_384;

type Attributes = Readonly<Record<string, string>>;

/** Where the sheet itself is at fault, and what to do about it. */
export type RefuseSheet = (message: string, row: number, hint: string) => never;

/** Makes rows of the cells of a sheet, in its order, as the parser meets them. */
export class SheetReader implements XmlEvents {
  /** Column names, once the header row has been read. */
  columns: readonly string[] | undefined;
  readonly #book: Workbook;
  readonly #spec: XlsxSpec;
  readonly #refuse: RefuseSheet;
  /** The field of each column of the sheet; undefined where it has no header. */
  #fieldAt: (number | undefined)[] = [];
  #rows: ForeignRow[] = [];
  #row = 0;
  #column = 0;
  #cells: string[] = [];
  #fault: ForeignFault | undefined;
  #isHidden = false;
  #cell = { type: "", style: 0, hasFormula: false, hasValue: false };
  #value = "";
  #isValue = false;
  readonly #text = new SheetText();

  constructor(book: Workbook, spec: XlsxSpec, refuse: RefuseSheet) {
    this.#book = book;
    this.#spec = spec;
    this.#refuse = refuse;
  }

  take(): readonly ForeignRow[] {
    const rows = this.#rows;
    if (rows.length > 0) this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    const local = localName(name);
    if (local === "v") this.#openValue();
    else if (local === "c") this.#openCell(attributes);
    else if (local === "row") this.#openRow(attributes);
    else if (local === "f") this.#cell.hasFormula = true;
    else if (local === "mergeCell") this.#checkMerged(attributes["ref"] ?? "");
    else this.#text.open(local);
  }

  text(text: string): void {
    if (this.#isValue) this.#value += text;
    else this.#text.add(text);
  }

  close(name: string): void {
    const local = localName(name);
    if (local === "v") this.#isValue = false;
    else if (local === "c") this.#closeCell();
    else if (local === "row") this.#closeRow();
    else this.#text.close(local);
  }

  #openRow({ r, hidden }: Attributes): void {
    this.#row = r === undefined ? this.#row + 1 : Number(r);
    this.#column = 0;
    this.#cells = [];
    this.#fault = undefined;
    this.#isHidden = hidden === "1" || hidden === "true";
  }

  #openCell({ r, t = "n", s = "0" }: Attributes): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    if (this.#column < 1 || this.#column > COLUMNS_MAX)
      this.#refuse("has a cell whose place cannot be", this.#row, "send it again");
    this.#cell = { type: t, style: Number(s), hasFormula: false, hasValue: false };
    this.#value = "";
  }

  #openValue(): void {
    this.#isValue = true;
    this.#cell.hasValue = true;
  }

  #closeCell(): void {
    const read = this.#read();
    if ("text" in read) this.#cells[this.#column - 1] = read.text;
    else this.#blame(this.#column, read.problem);
  }

  #read(): CellText {
    const { type, style, hasFormula, hasValue } = this.#cell;
    if (type === "inlineStr") return { text: this.#text.take() };
    if (!hasValue)
      return hasFormula
        ? { problem: "has a formula without its result: open the workbook in Excel and save it" }
        : { text: "" };
    if (type === "s") {
      const text = this.#book.strings.at(Number(this.#value));
      return text === undefined ? { problem: "refers to a text that is missing" } : { text };
    }
    if (type === "str") return { text: unescaped(this.#value) };
    if (type === "b") return { text: this.#value === "1" ? "true" : "false" };
    if (type === "e") return { problem: "has an error, such as #N/A: correct it" };
    if (type === "d") return isoText(this.#value);
    return numberText(this.#value, this.#book.kinds[style] ?? "number", this.#book.is1904);
  }

  #closeRow(): void {
    const { headerRow, hiddenRows } = this.#spec;
    if (this.#row < headerRow) return;
    if (this.#row === headerRow) return this.#takeHeader();
    if (this.columns === undefined) this.endWithoutHeader();
    if (this.#fault === undefined && this.#cells.every((text) => text === "")) return;
    if (this.#isHidden && hiddenRows === "skip") return;
    if (this.#isHidden && hiddenRows === "refuse")
      this.#refuse(
        "has a hidden row",
        this.#row,
        "say `hidden-rows: take` or `hidden-rows: skip` in the job",
      );
    this.#addRow(this.columns?.length ?? 0);
  }

  #addRow(fieldCount: number): void {
    const fields = Array.from({ length: fieldCount }, () => "");
    this.#cells.forEach((text, index) => {
      const field = this.#fieldAt[index];
      if (field !== undefined) fields[field] = text;
      else if (text !== "") this.#blame(index + 1, "has a value, but its column has no header");
    });
    const place = { line: this.#row, byteOffset: 0, sizeBytes: 0 };
    const fault = this.#fault;
    this.#rows.push(fault === undefined ? { fields, place } : { fields, place, fault });
  }

  /** One reject says one thing: the first. */
  #blame(column: number, problem: string): void {
    const field = this.#fieldAt[column - 1];
    const name = field === undefined ? undefined : this.columns?.[field];
    const message = `the cell ${columnName(column)}${this.#row} ${problem}`;
    this.#fault ??= { code: "data.bad-cell", ...(name !== undefined && { column: name }), message };
  }

  #takeHeader(): void {
    const names: string[] = [];
    this.#cells.forEach((text, index) => {
      const name = text.trim();
      if (name === "") return;
      if (names.includes(name))
        this.#refuse(
          `has two columns of one name, the second in ${columnName(index + 1)}${this.#row}`,
          this.#row,
          "give each column of the header row a name of its own",
        );
      this.#fieldAt[index] = names.push(name) - 1;
      if (names.length > limits.csvColumnsMax)
        this.#refuse(
          `has more than ${limits.csvColumnsMax} columns`,
          this.#row,
          "check that it is the right sheet, and that `header-row` is right",
        );
    });
    if (names.length === 0) this.endWithoutHeader();
    this.columns = names;
  }

  endWithoutHeader(): never {
    return this.#refuse(
      "has no header in the row that the job names",
      this.#spec.headerRow,
      "say with `header-row` in which row the column names are",
    );
  }

  /** Only the first of merged cells has the value: whose it is, is anybody's guess. */
  #checkMerged(range: string): void {
    const row = Number(/(\d+)$/.exec(range)?.[1] ?? 0);
    if (row > this.#spec.headerRow)
      this.#refuse(`has merged cells in its rows (${range})`, row, "unmerge them and fill each");
  }
}

function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length && at < 4; at += 1) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column;
}

function columnName(column: number): string {
  const before = Math.floor((column - 1) / 26);
  const letter = String.fromCharCode(65 + ((column - 1) % 26));
  return before > 0 ? columnName(before) + letter : letter;
}
