import type { SheetCount } from "../base/units.ts";
import type { Inserter, Press } from "../model/device.ts";
import type { Shop } from "../model/shop.ts";
import type { Stock } from "../model/stock.ts";

/** What a stream requires of machines. */
export interface StreamWork {
  readonly name: string;
  readonly papers: readonly Stock[];
  readonly envelope: string;
  /** Of the thickest piece; infinite if there is no bound. */
  readonly sheetsMax: number;
  readonly pieces: number;
  readonly sheets: SheetCount;
  readonly spools: number;
  /** When its last spool is ready, in ms since the epoch. */
  readonly readyMs: number;
}

/** The machines that a stream runs on, and until when; a machine is absent if none takes it. */
export interface StreamSchedule {
  readonly name: string;
  readonly press?: string;
  readonly inserter?: string;
  readonly printedMs?: number;
  readonly insertedMs?: number;
}

const MICRONS_PER_METRE = 1e6;
const MICRONS_PER_MPT = 25_400 / 72_000;
const MINUTE_MS = 60_000;

/**
 * Gives each stream the machines that the shop's rules name for it, or else the first that takes
 * its papers, its envelope and its thickest piece, and adds up their hours: each machine does one
 * stream after the other in the given order, and a stream is inserted once it is printed.
 */
export function scheduleStreams(
  { devices, assign }: Pick<Shop, "devices" | "assign">,
  streams: readonly StreamWork[],
): StreamSchedule[] {
  const freeMs = new Map<string, number>();
  const occupy = (machine: string, fromMs: number, minutes: number): number => {
    const endMs = Math.max(fromMs, freeMs.get(machine) ?? 0) + minutes * MINUTE_MS;
    freeMs.set(machine, endMs);
    return endMs;
  };
  return streams.map((work) => {
    const rule = assign.find(({ streams: pattern }) => matches(pattern, work.name));
    const press = chosen(devices.presses, rule?.press, (one) => takesPapers(one, work));
    if (press === undefined) return { name: work.name };
    const printedMs = occupy(press.name, work.readyMs, printMinutes(press, work));
    const printed = { name: work.name, press: press.name, printedMs };
    const inserter = chosen(devices.inserters, rule?.inserter, (one) => takesPieces(one, work));
    if (inserter === undefined) return printed;
    const insertedMs = occupy(inserter.name, printedMs, insertMinutes(inserter, work));
    return { ...printed, inserter: inserter.name, insertedMs };
  });
}

/** Sheets an hour of a stock: both sides of a duplex stock count where pages are counted. */
export function sheetsPerHour(press: Press, stock: Pick<Stock, "duplex" | "heightMpt">): number {
  if ("pagesPerMinute" in press.speed)
    return (press.speed.pagesPerMinute * 60) / (stock.duplex ? 2 : 1);
  const { metresPerMinute, sheetsAcross } = press.speed;
  const sheetMicrons = stock.heightMpt * MICRONS_PER_MPT;
  return ((metresPerMinute * MICRONS_PER_METRE) / sheetMicrons) * sheetsAcross * 60;
}

function printMinutes(press: Press, { papers, sheets, spools }: StreamWork): number {
  // Which sheet is on which paper does not matter: the slowest paper is assumed for all.
  const slowest = Math.min(...papers.map((paper) => sheetsPerHour(press, paper)));
  return (sheets / slowest) * 60 + spools * press.setupMinutes;
}

function insertMinutes(inserter: Inserter, { pieces, spools }: StreamWork): number {
  return (pieces / inserter.piecesPerHour) * 60 + spools * inserter.setupMinutes;
}

function takesPapers(press: Press, { papers }: StreamWork): boolean {
  return papers.every(({ name }) => press.papers.includes(name));
}

function takesPieces({ envelopes, sheetsMax }: Inserter, work: StreamWork): boolean {
  const takesEnvelope = envelopes.length === 0 || envelopes.includes(work.envelope);
  return takesEnvelope && work.sheetsMax <= sheetsMax;
}

function chosen<T extends Press | Inserter>(
  machines: readonly T[],
  name: string | undefined,
  takes: (machine: T) => boolean,
): T | undefined {
  return machines.find((machine) => (name === undefined ? takes(machine) : machine.name === name));
}

function matches(pattern: string, stream: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[^a-z0-9-]/g, ""));
  return new RegExp(`^${parts.join(".*")}$`).test(stream);
}
