import { UsageError } from "../../base/diagnostic.ts";
import { suggest } from "../../base/nearest-name.ts";
import { inputFinding } from "../check/input-findings.ts";
import { kindOfBuiltIn, kindOfCode, type NumberKind } from "./number-formats.ts";
import { localName, SharedStrings } from "./shared-strings.ts";
import type { ZipParts } from "./zip-parts.ts";

export interface Workbook {
  /** The part of the sheet. */
  readonly sheetPart: string;
  readonly is1904: boolean;
  /** By the number of a cell's style. */
  readonly kinds: readonly NumberKind[];
  readonly strings: SharedStrings;
}

type Attributes = Readonly<Record<string, string>>;
type OnElement = (name: string, attributes: Attributes) => void;

interface SheetEntry {
  readonly name: string;
  readonly relation: string;
}

/** Finds a sheet by its name or its number from 1, and reads what its cells refer to. */
export async function openWorkbook(
  parts: ZipParts,
  file: string,
  wanted: string | number,
): Promise<Workbook> {
  const { sheets, is1904 } = await readBook(parts);
  const sheet = typeof wanted === "number" ? sheets[wanted - 1] : byName(sheets, wanted);
  if (sheet === undefined) throw noSuchSheet(file, wanted, sheets);
  const targets = new Map<string, string>();
  await eachElement(parts, "xl/_rels/workbook.xml.rels", (name, { Id = "", Target = "" }) => {
    if (name === "Relationship") targets.set(Id, partName(Target));
  });
  const sheetPart = targets.get(sheet.relation) ?? "";
  if (!sheetPart.includes("worksheet")) throw noSuchSheet(file, wanted, sheets);
  const strings = new SharedStrings(file);
  if (parts.has("xl/sharedStrings.xml")) await parts.readAll("xl/sharedStrings.xml", strings);
  return { sheetPart, is1904, kinds: await readKinds(parts), strings };
}

/** The names of a workbook's sheets, in their order. */
export async function sheetNames(parts: ZipParts): Promise<string[]> {
  const { sheets } = await readBook(parts);
  return sheets.map(({ name }) => name);
}

async function readBook(
  parts: ZipParts,
): Promise<Pick<Workbook, "is1904"> & { readonly sheets: readonly SheetEntry[] }> {
  const sheets: SheetEntry[] = [];
  let is1904 = false;
  await eachElement(parts, "xl/workbook.xml", (name, attributes) => {
    if (name === "workbookPr") is1904 = isTrue(attributes["date1904"]);
    if (name !== "sheet") return;
    const relation = Object.keys(attributes).find((key) => localName(key) === "id") ?? "";
    sheets.push({ name: attributes["name"] ?? "", relation: attributes[relation] ?? "" });
  });
  return { sheets, is1904 };
}

async function readKinds(parts: ZipParts): Promise<NumberKind[]> {
  const kinds: NumberKind[] = [];
  if (!parts.has("xl/styles.xml")) return kinds;
  const own = new Map<number, NumberKind>();
  let isInCells = false;
  const onElement: OnElement = (name, { numFmtId = "0", formatCode = "" }) => {
    if (name === "numFmt") own.set(Number(numFmtId), kindOfCode(formatCode));
    if (name === "cellXfs") isInCells = true;
    if (name !== "xf" || !isInCells) return;
    kinds.push(own.get(Number(numFmtId)) ?? kindOfBuiltIn(Number(numFmtId)));
  };
  await eachElement(parts, "xl/styles.xml", onElement, (name) => {
    if (name === "cellXfs") isInCells = false;
  });
  return kinds;
}

async function eachElement(
  parts: ZipParts,
  part: string,
  onElement: OnElement,
  onEnd: (name: string) => void = () => {},
): Promise<void> {
  await parts.readAll(part, {
    open: (name, attributes) => onElement(localName(name), attributes),
    text: () => {},
    close: (name) => onEnd(localName(name)),
  });
}

function byName(sheets: readonly SheetEntry[], wanted: string): SheetEntry | undefined {
  // Excel's own rule: names of sheets differ by more than case.
  const lower = wanted.toLowerCase();
  return sheets.find(({ name }) => name.toLowerCase() === lower);
}

/** A relation's target from the root of the archive. */
function partName(target: string): string {
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
}

function isTrue(text: string | undefined): boolean {
  return text === "1" || text === "true";
}

function noSuchSheet(
  file: string,
  wanted: string | number,
  sheets: readonly SheetEntry[],
): UsageError {
  const names = sheets.map(({ name }) => name);
  const what = typeof wanted === "number" ? `sheet ${wanted}` : `sheet "${wanted}"`;
  const message = `the workbook has no ${what}: name one of its ${names.length} sheets`;
  const listed = names.slice(0, 10).map((name) => `"${name}"`);
  const hint = typeof wanted === "string" ? suggest(wanted, names) : `it has ${listed.join(", ")}`;
  return new UsageError([
    inputFinding("input.sheet", message, { file }, hint ?? `it has ${listed.join(", ")}`),
  ]);
}
