import { type RawObject } from "../../src/model/record.ts";

/** One golden case: a layout, a record and what to look at. */
export interface GoldenCase {
  readonly name: string;
  /** A folder under `layouts`, or undefined where the case brings its own YAML. */
  readonly layout: string;
  readonly layoutYaml: string | undefined;
  /** A sample of the layout that `data` is laid over; undefined where `data` is all. */
  readonly sample: string | undefined;
  readonly data: RawObject;
  /** Rows of activity to be made up, or -1 for those of the sample. */
  readonly rows: number;
  /** Pages it must have, or -1. */
  readonly pages: number;
  /** Draws this page (1-based) as a picture, or 0. */
  readonly picture: number;
  readonly notes: string;
}

const HEADER = /^--- (\S+)((?: +[\w-]+=\S+)*) ---$/;

/**
 * Reads a `.case` file: cases begin with `--- name key=value ... ---`; what follows up to the first
 * `-- section --` line are notes; sections are `layout` (YAML) and `data` (JSON, merged over the
 * sample: null takes a field away).
 */
export function readCases(text: string, file: string): GoldenCase[] {
  const cases: GoldenCase[] = [];
  let header: RegExpExecArray | undefined;
  let lines: string[] = [];
  const end = (): void => {
    if (header !== undefined) cases.push(caseOf(header, lines.join("\n"), file));
    lines = [];
  };
  for (const line of text.split("\n")) {
    const found = HEADER.exec(line);
    if (found === null) {
      if (header === undefined && line.trim() !== "")
        throw new Error(`${file}: text before the first case`);
      lines.push(line);
    } else {
      end();
      header = found;
    }
  }
  end();
  return cases;
}

const KNOWN = ["layout", "sample", "rows", "pages", "picture"];

function caseOf([, name = "", rest = ""]: RegExpExecArray, body: string, file: string): GoldenCase {
  const attributes = new Map(
    rest
      .trim()
      .split(/ +/)
      .filter((word) => word !== "")
      .map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
  );
  for (const key of attributes.keys())
    if (!KNOWN.includes(key)) throw new Error(`${file}: ${name} has the unknown attribute ${key}`);
  const [notes = "", ...sections] = body.split(/^-- (\w+) --$/m);
  const section = (title: string): string | undefined => sections[sections.indexOf(title) + 1];
  const has = (title: string): boolean => sections.indexOf(title) % 2 === 0;
  return {
    name,
    layout: attributes.get("layout") ?? "retail-statement",
    layoutYaml: has("layout") ? section("layout") : undefined,
    sample: attributes.get("sample"),
    data: has("data") ? (JSON.parse(section("data") ?? "{}") as RawObject) : {},
    rows: Number(attributes.get("rows") ?? -1),
    pages: Number(attributes.get("pages") ?? -1),
    picture: Number(attributes.get("picture") ?? 0),
    notes: notes.trim(),
  };
}
