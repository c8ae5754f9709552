import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readBatch } from "./batches.ts";
import { count, readControl } from "./control-rows.ts";
import { SpoolReader } from "./spool-reader.ts";
import { cents } from "./statement-values.ts";

/**
 * A night's books, kept without a line of Nightpress: what the input holds, and what lies in
 * spools, batches and the rejects file. None of the run's own accounts is looked at.
 */

/** What the input holds, by the record's line. */
export interface InputRecord {
  readonly ordinal: number;
  /** Absent where the line is too broken to be read. */
  readonly key?: string;
  readonly closingCents?: bigint;
}

/** A piece of mail as it lies in a spool. */
export interface PrintedPiece {
  readonly ordinal: number;
  readonly pieceNumber: number;
  readonly spool: string;
  /** From 1, in the spool's file. */
  readonly firstPage: number;
  readonly sheets: number;
  readonly closingCents: bigint;
  readonly isSeed: boolean;
  readonly isPulled: boolean;
  readonly generation: number;
  readonly imb: string;
  readonly marks: readonly string[];
}

export interface RunAccount {
  readonly pieces: readonly PrintedPiece[];
  /** Ordinals of messages by channel. */
  readonly emails: ReadonlySet<number>;
  readonly sms: ReadonlySet<number>;
  readonly rejected: ReadonlySet<number>;
}

export function readInput(file: string): InputRecord[] {
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line, ordinal) => {
    try {
      const { account } = JSON.parse(line) as { account?: { id?: string; closing?: string } };
      const closing = account?.closing;
      const isMoney = typeof closing === "string" && /^-?\d+\.\d\d$/.test(closing);
      return {
        ordinal,
        ...(account?.id && { key: account.id }),
        ...(isMoney && { closingCents: cents(closing) }),
      };
    } catch {
      return { ordinal };
    }
  });
}

/** Reads all of a run's output, each spool and batch from its first byte to its last. */
export function readRun(out: string): RunAccount {
  const rejects = join(out, "rejects/rejects.ndjson");
  const lines = existsSync(rejects) ? readFileSync(rejects, "utf8").split("\n").slice(0, -1) : [];
  const rejected = lines.map((line) => (JSON.parse(line) as { ordinal: number }).ordinal);
  return {
    pieces: spoolsBelow(join(out, "print")).flatMap(readSpool),
    emails: messages(join(out, "email"), ".eml-batch"),
    sms: messages(join(out, "sms"), ".ndjson"),
    rejected: new Set(rejected),
  };
}

/** The pieces of one spool by its control file, each held against its own pages. */
export function readSpool(spoolFile: string): PrintedPiece[] {
  const { sheets, trailer } = readControl(spoolFile);
  const hash = createHash("sha256").update(readFileSync(spoolFile)).digest("hex");
  if (hash !== trailer["sha256"]) throw new Error(`${spoolFile} is not what its list says`);
  const reader = new SpoolReader(spoolFile);
  const pieces: PrintedPiece[] = [];
  for (let at = 0; at < sheets.length;) {
    const row = sheets[at] as Readonly<Record<string, string>>;
    const own = count(row, "sheets_of_piece");
    const rows = sheets.slice(at, at + own);
    at += own;
    const firstPage = count(row, "first_page");
    const token = reader.token(firstPage);
    if (token === undefined || token.page !== 1) throw new Error(`${spoolFile}: no first page`);
    pieces.push({
      ordinal: token.ordinal,
      pieceNumber: count(row, "piece"),
      spool: spoolFile,
      firstPage,
      sheets: own,
      closingCents: closingOn(reader.contents(firstPage).join("\n")),
      isSeed: row["seed"] === "seed",
      isPulled: row["divert"] === "pull",
      generation: Number(row["generation"] ?? 0),
      imb: row["imb"] ?? "",
      marks: rows.map((each) => each["data_matrix"] ?? ""),
    });
  }
  return pieces;
}

export function spoolsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".pdf"))
    .sort()
    .map((name) => join(folder, name));
}

/** How often each record of the input was made, and as what; a record of no fate is not there. */
export function fatesOf(
  { pieces, emails, sms, rejected }: RunAccount,
  suppressed: ReadonlySet<number>,
): Map<number, string[]> {
  const fates = new Map<number, string[]>();
  const add = (ordinal: number, fate: string): void => {
    fates.set(ordinal, [...(fates.get(ordinal) ?? []), fate]);
  };
  for (const { ordinal, isSeed } of pieces) if (!isSeed) add(ordinal, "print");
  for (const ordinal of emails) add(ordinal, "email");
  // A notice beside an e-mail is no fate of its own.
  for (const ordinal of sms) if (!emails.has(ordinal)) add(ordinal, "sms");
  for (const ordinal of rejected) add(ordinal, "rejected");
  for (const ordinal of suppressed) add(ordinal, "suppressed");
  return fates;
}

const CLOSING =
  /\((?:Ending balance on|Saldo final al) [\d/]+\)Tj\s+EMC\s[^(]*?\((-?)\$([\d,]+\.\d\d)\)Tj/;

/** The ending balance as it stands on a statement's first page. */
function closingOn(content: string): bigint {
  const [, sign, amount] = CLOSING.exec(content) ?? [];
  if (amount === undefined) throw new Error("a statement shows no ending balance");
  return cents(`${sign}${amount.replaceAll(",", "")}`);
}

function messages(folder: string, ending: string): Set<number> {
  if (!existsSync(folder)) return new Set();
  const files = readdirSync(folder).filter((name) => name.endsWith(ending));
  return new Set(files.flatMap((name) => readBatch(join(folder, name)).map((m) => m.ordinal)));
}
