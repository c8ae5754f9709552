import { US_TERRITORIES } from "../../base/us-territories.ts";

/** How a country writes postal codes, and the lines that have them. */
export interface PostalForm {
  /** `9` is a digit, `@` a letter, `#` either; all else stands as it is. */
  readonly shapes: readonly string[];
  /** The lines of city, region and code, parted by `|`; as a join's template. */
  readonly lines: string;
  /** What senders write before the code that is none of it, such as `D-`. */
  readonly prefixes: readonly string[];
}

type Row = readonly [shapes: string | readonly string[], lines: string, prefix?: string];

const BEFORE = "{code} {city}";
const OWN_LINE = "{city}|{region}|{code}";
const BRITISH = ["@9 9@@", "@99 9@@", "@@9 9@@", "@@99 9@@", "@9@ 9@@", "@@9@ 9@@", "GIR 0AA"];

/**
 * By country (ISO 3166), after the address formats that the Universal Postal Union and Google's
 * libaddressinput publish. Prefixes of countries are not written: the country has its own line.
 */
const ROWS: ReadonlyMap<string, Row> = new Map<string, Row>(
  Object.entries<Row>({
    AT: ["9999", BEFORE, "A"],
    AU: ["9999", "{city} {region} {code}"],
    BE: ["9999", BEFORE, "B"],
    BG: ["9999", BEFORE],
    BR: ["99999-999", "{city}-{region}|{code}"],
    // Two spaces before the code, as Canada Post and the U.S. Postal Service ask.
    CA: ["@9@ 9@9", "{city} {region}  {code}"],
    CH: ["9999", BEFORE],
    CY: ["9999", BEFORE],
    CZ: ["999 99", BEFORE],
    DE: ["99999", BEFORE, "D"],
    DK: ["9999", BEFORE],
    EE: ["99999", BEFORE],
    ES: ["99999", "{code} {city} {region}", "E"],
    FI: ["99999", BEFORE],
    FR: ["99999", BEFORE, "F"],
    GB: [BRITISH, "{city}|{code}"],
    GG: [BRITISH, "{city}|{code}"],
    GR: ["999 99", BEFORE],
    HR: ["99999", BEFORE],
    IE: ["@## ####", OWN_LINE],
    IL: [["9999999", "99999"], "{city} {code}"],
    IM: [BRITISH, "{city}|{code}"],
    IN: ["999999", "{city} {code}|{region}"],
    IS: ["999", BEFORE],
    IT: ["99999", "{code} {city} {region}", "I"],
    JE: [BRITISH, "{city}|{code}"],
    JP: ["999-9999", OWN_LINE],
    KR: ["99999", OWN_LINE],
    LI: ["9999", BEFORE, "FL"],
    LT: ["99999", BEFORE],
    LU: ["9999", BEFORE, "L"],
    LV: ["LV-9999", "{city}, {code}"],
    MC: ["99999", BEFORE],
    MX: ["99999", "{code} {city}, {region}"],
    NL: ["9999 @@", BEFORE],
    NO: ["9999", BEFORE, "N"],
    NZ: ["9999", "{city} {code}"],
    PL: ["99-999", BEFORE],
    PT: ["9999-999", BEFORE],
    RO: ["999999", BEFORE],
    SE: ["999 99", BEFORE, "S"],
    SG: ["999999", "{city} {code}"],
    SI: ["9999", BEFORE],
    SK: ["999 99", BEFORE],
    TR: ["99999", "{code} {city}/{region}"],
  }),
);

const ZIP_LINES = "{city}, {region} {code}";
const ZIP_SHAPES = ["99999", "99999-9999"];

/** Whether addresses of a country have ZIP Codes: the United States and its territories. */
export function hasZip(country: string): boolean {
  return country === "US" || US_TERRITORIES.includes(country);
}

/** The form of a country; undefined of one whose form is not known here. */
export function postalForm(country: string): PostalForm | undefined {
  if (hasZip(country)) return { shapes: ZIP_SHAPES, lines: ZIP_LINES, prefixes: [] };
  const row = ROWS.get(country);
  if (row === undefined) return undefined;
  const [shapes, lines, prefix] = row;
  return {
    shapes: typeof shapes === "string" ? [shapes] : shapes,
    lines,
    prefixes: prefix === undefined ? [country] : [country, prefix],
  };
}

/** The lines of a country whose form is not known: the code has one of its own. */
export const UNKNOWN_LINES = OWN_LINE;
