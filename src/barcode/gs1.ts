import { gs1Digit } from "../base/check-digits.ts";
import { FNC1 } from "./code-128.ts";
import type { BadPayload } from "./encoded-symbol.ts";

/** What an application identifier is followed by: digits or characters, how many, a check digit. */
interface ElementRule {
  readonly form: "digits" | "characters";
  readonly min: number;
  readonly max: number;
  readonly isChecked?: true;
  readonly isDate?: true;
}

const digits = (min: number, max = min): ElementRule => ({ form: "digits", min, max });
const characters = (max: number, min = 1): ElementRule => ({ form: "characters", min, max });
const checked = (length: number): ElementRule => ({ ...digits(length), isChecked: true });
const date: ElementRule = { ...digits(6), isDate: true };

/** Application identifiers of the GS1 General Specifications; `n` stands for any digit. */
const RULES: ReadonlyMap<string, ElementRule> = new Map([
  ["00", checked(18)],
  ["01", checked(14)],
  ["02", checked(14)],
  ["10", characters(20)],
  ["11", date],
  ["12", date],
  ["13", date],
  ["15", date],
  ["16", date],
  ["17", date],
  ["20", digits(2)],
  ["21", characters(20)],
  ["22", characters(20)],
  ["235", characters(28)],
  ["240", characters(30)],
  ["241", characters(30)],
  ["242", digits(1, 6)],
  ["243", characters(20)],
  ["250", characters(30)],
  ["251", characters(30)],
  ["253", characters(30, 13)],
  ["254", characters(20)],
  ["255", digits(13, 25)],
  ["30", digits(1, 8)],
  ["31nn", digits(6)],
  ["32nn", digits(6)],
  ["33nn", digits(6)],
  ["34nn", digits(6)],
  ["35nn", digits(6)],
  ["36nn", digits(6)],
  ["37", digits(1, 8)],
  ["390n", digits(1, 15)],
  ["391n", digits(4, 18)],
  ["392n", digits(1, 15)],
  ["393n", digits(4, 18)],
  ["394n", digits(4)],
  ["395n", digits(6)],
  ["400", characters(30)],
  ["401", characters(30)],
  ["402", checked(17)],
  ["403", characters(30)],
  ["410", checked(13)],
  ["411", checked(13)],
  ["412", checked(13)],
  ["413", checked(13)],
  ["414", checked(13)],
  ["415", checked(13)],
  ["416", checked(13)],
  ["417", checked(13)],
  ["420", characters(20)],
  ["421", characters(12, 4)],
  ["422", digits(3)],
  ["423", digits(3, 15)],
  ["424", digits(3)],
  ["425", digits(3, 15)],
  ["426", digits(3)],
  ["427", characters(3)],
  ["7001", digits(13)],
  ["7002", characters(30)],
  ["7003", digits(10)],
  ["8001", digits(14)],
  ["8002", characters(20)],
  ["8003", characters(30, 14)],
  ["8004", characters(30)],
  ["8005", digits(6)],
  ["8006", digits(18)],
  ["8007", characters(34)],
  ["8008", digits(8, 12)],
  ["8010", characters(30)],
  ["8017", checked(18)],
  ["8018", checked(18)],
  ["8019", digits(1, 10)],
  ["8020", characters(25)],
  ["90", characters(30)],
  ["91", characters(90)],
  ["92", characters(90)],
  ["93", characters(90)],
  ["94", characters(90)],
  ["95", characters(90)],
  ["96", characters(90)],
  ["97", characters(90)],
  ["98", characters(90)],
  ["99", characters(90)],
]);

/** Elements that need no separator behind them, by their first two digits (GS1, 7.8.5). */
const FIXED = new Set(
  "00 01 02 03 04 11 12 13 14 15 16 17 18 19 20 31 32 33 34 35 36 41".split(" "),
);
const ELEMENT = /\((\d{2,4})\)([^()]*)/gy;
/** The characters that elements may have (GS1, 7.11). */
const CHARACTERS = /^[\w!"%&'*+,\-./:;<=>?]*$/;
const LENGTH_MAX = 48;

/**
 * An element string written with its application identifiers in brackets, such as
 * `(01)09521234543213(10)ABC`, as the payload of a GS1-128 symbol.
 */
export function gs1Payload(text: string): string | BadPayload {
  let payload = FNC1;
  let end = 0;
  let needsSeparator = false;
  for (const [element, identifier = "", value = ""] of text.matchAll(ELEMENT)) {
    const fault = elementFault(identifier, value);
    if (fault !== undefined) return { fault: `its element (${identifier}) ${fault}` };
    payload += `${needsSeparator ? FNC1 : ""}${identifier}${value}`;
    needsSeparator = !FIXED.has(identifier.slice(0, 2));
    end += element.length;
  }
  if (end < text.length || end === 0)
    return {
      fault: "is not a list of elements, each with its identifier in brackets",
      hint: "such as (01)09521234543213(10)A1",
    };
  if (payload.length - 1 > LENGTH_MAX)
    return { fault: `has more than the ${LENGTH_MAX} characters a GS1-128 symbol may have` };
  return payload;
}

function ruleOf(identifier: string): ElementRule | undefined {
  return (
    RULES.get(identifier) ??
    RULES.get(`${identifier.slice(0, 3)}n`) ??
    (identifier.length === 4 ? RULES.get(`${identifier.slice(0, 2)}nn`) : undefined)
  );
}

function elementFault(identifier: string, value: string): string | undefined {
  const rule = ruleOf(identifier);
  if (rule === undefined) return "is not an application identifier of GS1";
  const { form, min, max, isChecked, isDate } = rule;
  const isForm = form === "digits" ? /^\d*$/.test(value) : CHARACTERS.test(value);
  if (!isForm) return `must have ${form === "digits" ? "digits" : "plain characters"} alone`;
  if (value.length < min || value.length > max)
    return `must have ${min === max ? min : `${min} to ${max}`} ${form}`;
  if (isChecked && gs1Digit(value.slice(0, -1)) !== value.at(-1)) return "has a wrong check digit";
  const [month, day] = [Number(value.slice(2, 4)), Number(value.slice(4, 6))];
  if (isDate && (month < 1 || month > 12 || day > 31)) return "must be a date, YYMMDD";
  return undefined;
}
