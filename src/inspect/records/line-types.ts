import type { RecordRole } from "../../model/input-format.ts";

const CODE = /^[A-Za-z0-9]{1,8}$/;
const TYPES_MAX = 12;

/** The lines of a type. */
export interface LineType {
  readonly code: string;
  readonly as: RecordRole;
  /** Where its lines go in a record, unlike that of any other type; empty for no such place. */
  readonly into: string;
  /** Numbers of its lines, from 0. */
  readonly lines: readonly number[];
}

/** What a line belongs to: the line that begins its record. */
export interface LineTypes {
  readonly types: readonly LineType[];
  readonly recordOf: readonly number[];
}

/**
 * The types of lines by their codes, if these are few and come again: a first and a last line of
 * their own are the file's header and trailer, the first line else begins a record, and a type of
 * which a record has several lines is a list.
 */
export function lineTypes(codes: readonly string[]): LineTypes | undefined {
  const groups = Map.groupBy(codes.keys(), (index) => codes[index] ?? "");
  const isFew = groups.size >= 2 && groups.size <= TYPES_MAX && groups.size * 2 <= codes.length;
  if (!isFew || ![...groups.keys()].every((code) => CODE.test(code))) return undefined;
  const isAlone = (code: string | undefined): boolean => groups.get(code ?? "")?.length === 1;
  const header = isAlone(codes[0]) ? codes[0] : undefined;
  const trailer = isAlone(codes.at(-1)) ? codes.at(-1) : undefined;
  const first = codes[header === undefined ? 0 : 1] ?? "";
  const recordOf = recordsOf(codes, first);
  const taken = new Set<string>();
  const types = [...groups].map(([code, lines]): LineType => {
    if (code === header) return { code, as: "header", into: "", lines };
    if (code === trailer) return { code, as: "trailer", into: "", lines };
    if (code === first) return { code, as: "record", into: "", lines };
    const records = new Set(lines.map((line) => recordOf[line]));
    const as = records.size < lines.length ? "list" : "object";
    return { code, as, into: placeName(code, as, taken), lines };
  });
  return types.length > (header ? 1 : 0) + (trailer ? 1 : 0) + 1 ? { types, recordOf } : undefined;
}

function recordsOf(codes: readonly string[], first: string): number[] {
  let record = 0;
  return codes.map((code, line) => (record = code === first ? line : record));
}

/** Types that records are made of. */
export function bodyTypes({ types }: LineTypes): LineType[] {
  return types.filter(({ as }) => as !== "header" && as !== "trailer");
}

/** Codes may differ in case alone, which names of fields do not. */
function placeName(code: string, as: "list" | "object", taken: Set<string>): string {
  const name = /^\d/.test(code) ? `${as === "list" ? "rows" : "part"}_${code}` : code.toLowerCase();
  let free = name;
  for (let nth = 2; taken.has(free); nth += 1) free = `${name}_${nth}`;
  taken.add(free);
  return free;
}
