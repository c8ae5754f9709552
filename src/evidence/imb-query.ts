import { type Serial, asSerial } from "../base/units.ts";
import { IMB_TRACKING_DIGITS } from "../model/imb.ts";
import { diagnostic, UsageError } from "../base/diagnostic.ts";

/** The part of an IMb that identifies a piece: whose it is, and which. */
export interface ImbQuery {
  readonly mailerId: string;
  readonly serial: Serial;
}

/** Barcode id and service type stand before the mailer id. */
const BEFORE_MAILER_DIGITS = 5;
const MAILER_AND_SERIAL_DIGITS = 15;

/**
 * Reads an IMb, or part of one: all its digits (20 to 31), or mailer id and serial only (15).
 * Throws a `UsageError` for anything else.
 */
export function imbQuery(text: string): ImbQuery {
  const digits = text.replaceAll(/[\s-]/g, "");
  const isWhole = /^\d+$/.test(digits) && [20, 25, 29, 31].includes(digits.length);
  if (!isWhole && !/^\d{15}$/.test(digits)) throw new UsageError([badImb()]);
  const rest = isWhole ? digits.slice(BEFORE_MAILER_DIGITS, IMB_TRACKING_DIGITS) : digits;
  const mailerDigits = rest.startsWith("9") ? 9 : 6;
  const serial = rest.slice(mailerDigits, MAILER_AND_SERIAL_DIGITS);
  return { mailerId: rest.slice(0, mailerDigits), serial: asSerial(Number(serial)) };
}

function badImb() {
  return diagnostic("search.bad-imb", "An IMb has 20, 25, 29 or 31 digits.", {
    hint: "Give all of them, or the 15 digits of mailer id and serial.",
  });
}
