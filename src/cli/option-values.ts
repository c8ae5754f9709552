import { InvalidArgumentError, Option } from "commander";
import { type Channel, CHANNELS } from "../model/channel.ts";
import { PRIORITIES } from "../model/shop.ts";

/** More threads than any machine can use. */
export const WORKERS_MAX = 256;

/** A parser for whole numbers of a range, both ends included. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** How many records a fixture may have, and the seed that they are drawn by. */
export const fixtureRecords = wholeNumber(1, 1_000_000_000);
export const fixtureSeed = wholeNumber(0, 2 ** 32 - 1);

/** Adds a whole number of at least 1 to those given before. */
export function severalNumbers(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, wholeNumber(1, 1e12)(text)];
}

/** Parses a percentage, 0 to 100. */
export function percent(text: string): number {
  const value = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 100) return value;
  throw new InvalidArgumentError("It must be a number from 0 to 100.");
}

/** Parses a distance on a page in points, such as `0.5`. */
export function pointCount(text: string): number {
  const value = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 720) return value;
  throw new InvalidArgumentError("It must be a number of points from 0 to 720, such as 0.5.");
}

/** Parses a list such as `print,email`; each channel counts once, in the order of `CHANNELS`. */
export function channelList(text: string): readonly Channel[] {
  const names = text.split(",").map((name) => name.trim());
  const strange = names.find((name) => !CHANNELS.some((channel) => channel === name));
  if (strange !== undefined) {
    throw new InvalidArgumentError(
      `"${strange}" is not a channel; give one or more of ${CHANNELS.join(", ")}.`,
    );
  }
  return CHANNELS.filter((channel) => names.includes(channel));
}

/** Collects the values of an option that may be given several times. */
export function severalFiles(file: string, before: readonly string[] = []): readonly string[] {
  return [...before, file];
}

/** Which of a shop's simultaneous runs goes first. */
export function priorityOption(): Option {
  const what = "priority among a shop's running jobs (default: the job's own, or normal)";
  return new Option("--priority <p>", what).choices(PRIORITIES);
}

/** Collects finding codes; each counts once. */
export function severalCodes(code: string, before: readonly string[] = []): readonly string[] {
  return before.includes(code) ? before : [...before, code];
}

/** Parses ordinals of input units, such as `17,90`. */
export function ordinalList(text: string): readonly number[] {
  const ordinals = text
    .split(",")
    .map((part) => (/^\s*\d{1,12}\s*$/.test(part) ? Number(part) : -1));
  if (ordinals.every((ordinal) => ordinal >= 0)) return ordinals;
  throw new InvalidArgumentError("It must be a list of whole numbers, such as 17,90.");
}

/** Parses pairs such as `17=NB000000000010`: the corrected key of each reject. */
export function resolveList(text: string): ReadonlyMap<number, string> {
  const pairs = text.split(",").map((part) => /^\s*(\d{1,12})=(.+?)\s*$/.exec(part));
  const known = new Map<number, string>();
  for (const pair of pairs) if (pair?.[2] !== undefined) known.set(Number(pair[1]), pair[2]);
  if (known.size === pairs.length) return known;
  throw new InvalidArgumentError(
    "It must be pairs of ordinal and key, each once, such as 17=K-1,90=K-2.",
  );
}

/** Parses a list of files, such as `customers.csv,transactions.csv`. */
export function fileList(text: string): readonly string[] {
  return text.split(",").map((name) => name.trim());
}
