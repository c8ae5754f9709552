import type { AddressParts, ConvertFault } from "../model/converter.ts";
import { hasZip, postalForm, UNKNOWN_LINES } from "../rules/converters/postal-forms.ts";
import { compileJoin } from "./convert/compile-join.ts";
import { compilePostal, readZip } from "./convert/postal-code.ts";
import { plainText } from "./plain-text.ts";
import type { ReadColumn, TakeValue } from "./compile-source.ts";

/** Compiles an address whose lines and codes have sources of their own; empty ones are left out. */
export function compileAddress<Row>(
  lines: readonly TakeValue<Row>[],
  parts: readonly (readonly [name: string, take: TakeValue<Row>])[],
): TakeValue<Row> {
  return (row) => {
    const built: Record<string, unknown> = {};
    const filled: unknown[] = [];
    for (const line of lines) {
      const text = line(row);
      if (text !== undefined) filled.push(text);
    }
    if (filled.length > 0) built["lines"] = filled;
    let count = filled.length;
    for (const [name, take] of parts) {
      const text = take(row);
      if (text === undefined) continue;
      built[name] = text;
      count += 1;
    }
    return count > 0 ? built : undefined;
  };
}

/** How the last lines of an address are set in one country. */
interface CountryLines {
  readonly isHome: boolean;
  readonly lines: readonly ((places: readonly string[]) => string)[];
  readonly postal: ((text: string) => string | ConvertFault) | undefined;
  /** The country's own line, which mail abroad ends with; empty at home. */
  readonly name: string;
}

const PLACES = ["city", "region", "code"];
const COUNTRY = /^[A-Z]{2}$/;
const NAMES = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/**
 * Compiles an address from the columns of its parts. City, region and postal code stand in the
 * lines and the order that its country has; mail abroad ends with the country's name.
 */
export function compileAddressSource<Row>(
  parts: AddressParts,
  read: ReadColumn<Row>,
): TakeValue<Row> {
  const textOf = (column: string | undefined): ((row: Row) => string) => {
    const take = column === undefined ? undefined : read(column);
    return (row) => (take && plainText(take(row))?.trim()) ?? "";
  };
  const lines = parts.lines.map(textOf);
  const [city, region, code] = [parts.city, parts.region, parts.postalCode].map(textOf);
  const country = textOf(parts.country);
  const byCountry = new Map<string, CountryLines>();
  const linesOf = (of: string): CountryLines => {
    const known = byCountry.get(of) ?? countryLines(of, parts.lostZeros === true);
    if (COUNTRY.test(of)) byCountry.set(of, known);
    return known;
  };
  return (row) => {
    const [own, written] = [country(row).toUpperCase(), code?.(row) ?? ""];
    const form = linesOf(own);
    const converted = form.postal?.(written);
    // A code that its country does not have stays as it is written: the piece goes by hand.
    const postal = typeof converted === "string" ? converted : written;
    const places = [city?.(row) ?? "", region?.(row) ?? "", postal];
    const last = [...form.lines.map((join) => join(places)), form.name];
    const all = [...lines.map((line) => line(row)), ...last].filter((line) => line !== "");
    if (all.length === 0) return undefined;
    const codes = form.isHome ? zipCodes(written, parts.lostZeros === true) : {};
    return { lines: all, ...codes, ...(own !== "" && { country: own }) };
  };
}

/** The codes of a ZIP Code; one that is none stays as it is, and the piece goes by hand. */
function zipCodes(written: string, lostZeros: boolean): Readonly<Record<string, string>> {
  const code = readZip(written, lostZeros);
  const codes = "expected" in code ? { zip: written } : code;
  return Object.fromEntries(Object.entries(codes).filter(([, digits]) => digits !== ""));
}

function countryLines(country: string, lostZeros: boolean): CountryLines {
  const isHome = country === "" || hasZip(country);
  const form = postalForm(country === "" ? "US" : country);
  const templates = (form?.lines ?? UNKNOWN_LINES).split("|");
  const name = !isHome && COUNTRY.test(country) ? NAMES.of(country) : undefined;
  return {
    isHome,
    lines: templates.map((template) => compileJoin(template, (place) => PLACES.indexOf(place))),
    postal:
      form && compilePostal({ step: "postal", country: country || "US", part: "whole", lostZeros }),
    name: name?.toUpperCase() ?? "",
  };
}
