import type { AuditEntry, DecisionSubject } from "../../model/audit.ts";
import type { StateEffect } from "../../model/piece-state.ts";
import type { MadeDetails } from "../../model/reprint.ts";
import type { CorrectionDetails } from "../../model/decision-details.ts";
import { rangesText } from "../pieces/number-ranges.ts";

type Details = AuditEntry["details"];

/**
 * What a decision is about: pieces, records, spools and batches, each by number or name.
 * Consecutive numbers form one item, such as `40-52`.
 */
export function decisionSubjects({ details }: Pick<AuditEntry, "details">): DecisionSubject[] {
  const effects = details.effects ?? [];
  const outputs = new Set(effects.flatMap((effect) => effect.outputs ?? []));
  const pieces = pieceRanges(details["pieces"]);
  const found: DecisionSubject[] = [
    ...correctionOf(details),
    ...filesMade(details),
    { what: "pieces", items: pieces },
    ...(pieces.length > 0 ? [] : documentsOf(effects)),
    { what: "to reprint", items: pieceRanges(details["toReprint"]) },
    { what: "accepted as mailed once", items: pieceRanges(details["duplicates"]) },
    { what: "pulled and inserted", items: pieceRanges(details["pulledInserted"]) },
    { what: "not read by any machine", items: pieceRanges(details["unread"]) },
    { what: "left out", items: pieceRanges(details["pulled"]) },
    { what: "records", items: recordRanges(details) },
    { what: "spools and batches", items: [...outputs] },
  ];
  return found.filter(({ items }) => items.length > 0);
}

/** The earlier decision that this one corrects. */
function correctionOf(details: Details): DecisionSubject[] {
  if (typeof details["corrects"] !== "number") return [];
  const { corrects, was, is } = details as unknown as CorrectionDetails;
  const change = `mailed on ${is.date} instead of ${was.date}`;
  return [{ what: "decision", items: [`${corrects}, ${change}`] }];
}

/** The files of a re-image or reprint, each with its hash. */
function filesMade(details: Details): DecisionSubject[] {
  if (!Array.isArray(details["files"]) || typeof details["number"] !== "number") return [];
  const { files } = details as unknown as MadeDetails;
  const items = files.map(({ name, sha256 }) => `of ${kindOf(name)} ${sha256}`);
  return [{ what: "SHA-256", items }];
}

function kindOf(name: string): string {
  if (name === "waste.csv") return "waste list";
  if (name.endsWith(".ticket.json")) return "ticket";
  return name.endsWith(".csv") ? "control file" : "spool";
}

/** Single numbers, items with a number each, or ranges that a decision holds as text. */
function pieceRanges(value: unknown): string[] {
  if (typeof value === "string") return itemsOf(value);
  if (!Array.isArray(value)) return [];
  return ranges(value.map((one: unknown) => numberAt(one, "piece")));
}

/** Documents that are named only by their place in the input, by channel. */
function documentsOf(effects: readonly StateEffect[]): DecisionSubject[] {
  const names = effects.flatMap((effect) => effect.pieces ?? []);
  const channels = [...new Set(names.map(({ channel }) => channel))];
  return channels.map((channel) => {
    const own = names.filter((name) => name.channel === channel);
    return { what: `records (${channel})`, items: ranges(own.map(({ ordinal }) => ordinal)) };
  });
}

/** Records of the input that are rejects, by their ordinals. */
function recordRanges({ ordinals, items }: Details): string[] {
  const all = Array.isArray(ordinals) ? ordinals : Array.isArray(items) ? items : [];
  return ranges(all.map((one: unknown) => numberAt(one, "ordinal")));
}

function numberAt(one: unknown, name: string): number {
  return Number(typeof one === "number" ? one : (one as Record<string, unknown> | null)?.[name]);
}

function ranges(numbers: readonly number[]): string[] {
  const known = numbers.filter((number) => Number.isSafeInteger(number));
  return itemsOf(rangesText([...new Set(known)].sort((a, b) => a - b)));
}

function itemsOf(text: string): string[] {
  return text === "" ? [] : text.split(",");
}
