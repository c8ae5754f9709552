import { US_TERRITORIES } from "../base/us-territories.ts";
import type { AddressClass } from "../model/piece.ts";
import type { RawAddress } from "../model/record.ts";

/** What the post needs to know about an address. */
export interface ClassifiedAddress {
  readonly addressClass: AddressClass;
  /** ZIP, ZIP+4 or ZIP+4 and delivery point: 0, 5, 9 or 11 digits, for the IMb. */
  readonly routing: string;
  /** Sorts pieces: below 10^11. A missing code sorts first. */
  readonly postalKey: number;
}

const ROUTING_DIGITS = 11;
const ZIP = /^(?!00000)\d{5}$/;
const PLUS4 = /^(?!0000)\d{4}$/;
const DELIVERY_POINT = /^\d{2}$/;
const COUNTRY = /^[A-Z]{2}$/;
const MILITARY_ZIP = /^(?:09|340|96[2-6])/;
const MILITARY_CITY = /\b(?:APO|FPO|DPO)\b/i;
const MILITARY_STATE = /\b(?:AA|AE|AP)[\s,]*(?:\d{5}(?:-?\d{4})?)?\s*$/i;

/**
 * The handling class of an address, its routing digits and its sort key. `home` is the country
 * where the mail is posted (ISO 3166 alpha-2); only the United States have routing digits. Bad
 * digits are left out and so lower the class: an address is never refused here. Military addresses
 * are recognized by their last line (AA, AE, AP; APO, FPO, DPO) or ZIP (USPS Publication 28, 225
 * and 238).
 */
export function classifyAddress(address: RawAddress, home = "US"): ClassifiedAddress {
  const country = (address.country ?? home).trim().toUpperCase();
  if (!isHome(country, home))
    return { addressClass: "foreign", routing: "", postalKey: foreignKey(country) };
  if (home !== "US") return { addressClass: "machinable", routing: "", postalKey: 0 };
  const routing = routingOf(address);
  const postalKey = Number(routing.padEnd(ROUTING_DIGITS, "0"));
  return { addressClass: homeClass(address, routing), routing, postalKey };
}

function isHome(country: string, home: string): boolean {
  return country === "" || country === home || (home === "US" && US_TERRITORIES.includes(country));
}

/** The sound codes, from the left. */
function routingOf({ zip = "", plus4 = "", deliveryPoint = "" }: RawAddress): string {
  if (!ZIP.test(zip)) return "";
  if (!PLUS4.test(plus4)) return zip;
  return DELIVERY_POINT.test(deliveryPoint) ? zip + plus4 + deliveryPoint : zip + plus4;
}

function homeClass(address: RawAddress, routing: string): AddressClass {
  const lastLine = address.lines.at(-1) ?? "";
  if (MILITARY_ZIP.test(routing)) return "military";
  if (MILITARY_CITY.test(lastLine) || MILITARY_STATE.test(lastLine)) return "military";
  return routing.length === ROUTING_DIGITS ? "automation" : "machinable";
}

/** 1 to 676 by the letters of the country code, so that mail to one country stays together. */
function foreignKey(country: string): number {
  if (!COUNTRY.test(country)) return 0;
  return 1 + (country.charCodeAt(0) - 65) * 26 + country.charCodeAt(1) - 65;
}
