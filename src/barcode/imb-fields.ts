import { counted } from "../base/counted.ts";
import type { Serial } from "../base/units.ts";
import { assert } from "../base/assert.ts";
import { IMB_TRACKING_DIGITS } from "../model/imb.ts";

/** Why tracking and routing cannot be encoded, under the return code the USPS encoder gives. */
export interface ImbFault {
  /** 09 tracking length, 10 tracking digits, 11 second digit, 12 routing length, 13 its digits. */
  readonly code: "09" | "10" | "11" | "12" | "13";
  /** What is wrong and what to do. Never holds the value, which is personal data. */
  readonly message: string;
}

/** The fields of a tracking code. */
export interface ImbTrackingFields {
  /** Two digits, the second 0 to 4; `00` unless an endorsement line is printed. */
  readonly barcodeId: string;
  /** The service type identifier, three digits: class and services. */
  readonly serviceType: string;
  /** Six or nine digits, as assigned. */
  readonly mailerId: string;
  /** Below 10^9 with a mailer identifier of six digits, below 10^6 with one of nine. */
  readonly serial: Serial;
}

const ROUTING_LENGTHS: readonly number[] = [0, 5, 9, 11];
const DIGITS = /^\d*$/;
const BARCODE_ID = /^\d[0-4]$/;
const SERVICE_TYPE = /^\d{3}$/;
const MAILER_ID = /^(?:[0-8]\d{5}|9\d{8})$/;
const FOUR = "4".charCodeAt(0);
const MAILER_AND_SERIAL_DIGITS = 15;

/**
 * The first fault of a tracking code (20 digits) and a routing code (0, 5, 9 or 11 digits), or
 * undefined. The order is that of the USPS encoder: tracking before routing, length before
 * content.
 */
export function checkImb(tracking: string, routing: string): ImbFault | undefined {
  return checkTracking(tracking) ?? checkRouting(routing);
}

function checkTracking(tracking: string): ImbFault | undefined {
  if (tracking.length !== IMB_TRACKING_DIGITS)
    return fault(
      "09",
      `The tracking code has ${counted(tracking.length, "character")}; give 20 digits.`,
    );
  if (!DIGITS.test(tracking))
    return fault("10", "The tracking code holds other characters; give digits only.");
  if (tracking.charCodeAt(1) > FOUR)
    return fault("11", "The tracking code's second digit is above 4; give a barcode id of 0 to 4.");
  return undefined;
}

function checkRouting(routing: string): ImbFault | undefined {
  if (!ROUTING_LENGTHS.includes(routing.length))
    return fault(
      "12",
      `The routing code has ${counted(routing.length, "character")}; ` +
        "give none, 5 (ZIP), 9 (ZIP+4) or 11.",
    );
  if (!DIGITS.test(routing))
    return fault("13", "The routing code holds other characters; give digits only.");
  return undefined;
}

function fault(code: ImbFault["code"], message: string): ImbFault {
  return { code, message };
}

/**
 * What is wrong with a mailer identifier, or undefined: USPS assigns six digits that start with 0
 * to 8 or nine that start with 9 (USPS-B-3200 Rev H, 2.1.3).
 */
export function checkMailerId(mailerId: string): string | undefined {
  if (MAILER_ID.test(mailerId)) return undefined;
  return "A mailer identifier has 6 digits and starts with 0 to 8, or has 9 and starts with 9.";
}

/** The serial numbers there are under a (valid) mailer identifier: 10^9 or 10^6. */
export function imbSerialCount(mailerId: string): number {
  return 10 ** (MAILER_AND_SERIAL_DIGITS - mailerId.length);
}

/** The 20 digits of a tracking code. The fields must be in range: that is asserted. */
export function imbTracking(fields: ImbTrackingFields): string {
  const { barcodeId, serviceType, mailerId, serial } = fields;
  assert(BARCODE_ID.test(barcodeId), "a barcode id is two digits, the second 0 to 4");
  assert(SERVICE_TYPE.test(serviceType), "a service type is three digits");
  assert(checkMailerId(mailerId) === undefined, "a mailer identifier is valid");
  assert(Number.isInteger(serial) && serial >= 0, "a serial number is a whole number");
  assert(serial < imbSerialCount(mailerId), "a serial number fits beside its mailer identifier");
  const serialDigits = String(serial).padStart(MAILER_AND_SERIAL_DIGITS - mailerId.length, "0");
  return barcodeId + serviceType + mailerId + serialDigits;
}
