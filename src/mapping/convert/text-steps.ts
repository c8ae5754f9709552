import { assertNever } from "../../base/assert.ts";
import type {
  CaseStep,
  ConvertFault,
  PadStep,
  SliceStep,
  SplitStep,
  StripStep,
  TextStep,
  TrimStep,
} from "../../model/converter.ts";
import { isPadding, outerTrim } from "./outer-trim.ts";
import { compilePostal } from "./postal-code.ts";
import { splitName } from "./split-name.ts";
import { titleCase } from "./title-case.ts";

export type ChangeText = (text: string) => string | ConvertFault;

/** Compiles one step. All leave an empty text empty. */
export function compileStep(step: TextStep): ChangeText {
  switch (step.step) {
    case "trim":
      return TRIMS[step.at];
    case "case":
      return CASES[step.to];
    case "pad":
      return (text) => pad(text, step);
    case "strip":
      return (text) => strip(text, step);
    case "slice":
      return (text) => slice(text, step);
    case "split":
      return compileSplit(step);
    case "name":
      return (text) => splitName(text, step.part);
    case "postal":
      return compilePostal(step);
    default:
      return assertNever(step, "step of a converter");
  }
}

const TRIMS: Readonly<Record<TrimStep["at"], (text: string) => string>> = {
  both: outerTrim,
  start: (text) => text.slice(leadingCount(text)),
  end: (text) => text.slice(0, text.length - trailingCount(text)),
  inner: (text) => singleSpaced(outerTrim(text)),
};

const CASES: Readonly<Record<CaseStep["to"], (text: string) => string>> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  title: titleCase,
};

function leadingCount(text: string): number {
  let count = 0;
  while (count < text.length && isPadding(text.charCodeAt(count))) count += 1;
  return count;
}

function trailingCount(text: string): number {
  let count = 0;
  while (count < text.length && isPadding(text.charCodeAt(text.length - 1 - count))) count += 1;
  return count;
}

/** Every run of white space as one space; the text itself if all are. */
function singleSpaced(text: string): string {
  let spaced = "";
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!isPadding(text.charCodeAt(at))) continue;
    let end = at + 1;
    while (isPadding(text.charCodeAt(end))) end += 1;
    if (end > at + 1 || text.charCodeAt(at) !== 0x20) {
      spaced += `${text.slice(start, at)} `;
      start = end;
    }
    at = end;
  }
  return start === 0 ? text : spaced + text.slice(start);
}

function pad(text: string, { at, length, fill }: PadStep): string {
  if (text === "" || text.length >= length) return text;
  return at === "start" ? text.padStart(length, fill) : text.padEnd(length, fill);
}

function strip(text: string, { at, character }: StripStep): string {
  const { length } = character;
  let start = 0;
  let end = text.length;
  if (at === "start") while (text.startsWith(character, start)) start += length;
  else while (end > 0 && text.endsWith(character, end)) end -= length;
  if (start < end) return text.slice(start, end);
  return character === "0" && text !== "" ? "0" : "";
}

const HALF_OF_PAIR = /[\ud800-\udfff]/;

function slice(text: string, { start, length }: SliceStep): string {
  const end = length === undefined ? undefined : start - 1 + length;
  if (!HALF_OF_PAIR.test(text)) return text.slice(start - 1, end);
  return Array.from(text)
    .slice(start - 1, end)
    .join("");
}

function compileSplit({ separator, part, partsMax }: SplitStep): ChangeText {
  const tooMany: ConvertFault = Object.freeze({
    expected: `a text of at most ${partsMax} parts`,
    advice: "map its further parts, too, or they would be lost",
  });
  return (text) => {
    let start = 0;
    let found = "";
    for (let index = 1; index <= partsMax; index += 1) {
      const end = text.indexOf(separator, start);
      if (index === part) found = text.slice(start, end < 0 ? undefined : end);
      if (end < 0) return outerTrim(found);
      start = end + separator.length;
    }
    return isEmptyFrom(text, start, separator) ? outerTrim(found) : tooMany;
  };
}

/** Whether there is nothing but blanks and separators from a place on. */
function isEmptyFrom(text: string, start: number, separator: string): boolean {
  let at = start;
  while (at < text.length)
    if (text.startsWith(separator, at)) at += separator.length;
    else if (isPadding(text.charCodeAt(at))) at += 1;
    else return false;
  return true;
}
