import { InvalidArgumentError, Option } from "commander";
import { type Channel, CHANNELS } from "../model/channel.ts";
import { PRIORITIES } from "../model/shop.ts";

/** More threads than any machine this runs on has use for. */
export const WORKERS_MAX = 256;

/** A parser for whole numbers of a range, both ends included. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** Adds a whole number from 1 to those that were given before. */
export function severalNumbers(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, wholeNumber(1, 1e12)(text)];
}

/** Parses a share in percent, 0 to 100. */
export function percent(text: string): number {
  const value = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 100) return value;
  throw new InvalidArgumentError("It must be a number from 0 to 100.");
}

/** Parses a list such as `print,email`; each channel counts once, in the order of `CHANNELS`. */
export function channelList(text: string): readonly Channel[] {
  const names = text.split(",").map((name) => name.trim());
  const strange = names.find((name) => !CHANNELS.some((channel) => channel === name));
  if (strange !== undefined) {
    throw new InvalidArgumentError(
      `"${strange}" is no channel; give one or more of ${CHANNELS.join(", ")}.`,
    );
  }
  return CHANNELS.filter((channel) => names.includes(channel));
}

/** Collects the values of an option that may be given several times. */
export function severalFiles(file: string, before: readonly string[] = []): readonly string[] {
  return [...before, file];
}

/** Which of several runs of a shop goes first. */
export function priorityOption(): Option {
  const what = "which of several runs of a shop goes first (default: as the job says, or normal)";
  return new Option("--priority <p>", what).choices(PRIORITIES);
}

/** Collects codes of findings; each counts once. */
export function severalCodes(code: string, before: readonly string[] = []): readonly string[] {
  return before.includes(code) ? before : [...before, code];
}

/** Parses ordinals of input units, such as `17,90`. */
export function ordinalList(text: string): readonly number[] {
  const ordinals = text
    .split(",")
    .map((part) => (/^\s*\d{1,12}\s*$/.test(part) ? Number(part) : -1));
  if (ordinals.every((ordinal) => ordinal >= 0)) return ordinals;
  throw new InvalidArgumentError("It must be whole numbers, such as 17,90.");
}

/** Parses pairs such as `17=NB000000000010`: the key that each reject is corrected to. */
export function resolveList(text: string): ReadonlyMap<number, string> {
  const pairs = text.split(",").map((part) => /^\s*(\d{1,12})=(.+?)\s*$/.exec(part));
  const known = new Map<number, string>();
  for (const pair of pairs) if (pair?.[2] !== undefined) known.set(Number(pair[1]), pair[2]);
  if (known.size === pairs.length) return known;
  throw new InvalidArgumentError(
    "It must be ordinals with keys, each once, such as 17=K-1,90=K-2.",
  );
}

/** Parses a list of files, such as `customers.csv,transactions.csv`. */
export function fileList(text: string): readonly string[] {
  return text.split(",").map((name) => name.trim());
}
