import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { AuditError } from "../../src/audit/audit-error.ts";
import { HostError } from "../../src/base/host.ts";
import type { MadeDetails } from "../../src/model/reprint.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { RunFailure, UsageError } from "../../src/index.ts";
import { readBatch } from "../e2e/batches.ts";
import { count, readControl } from "../e2e/control-rows.ts";
import { spoolsBelow } from "../e2e/night-account.ts";
import { SpoolReader } from "../e2e/spool-reader.ts";
import { type Cycle, type ShopVariant, simRecords } from "./sim-shop.ts";

/** What is not the same for every run of a job: times, run ids, people, and databases. */
const VARYING =
  /\.db(-wal|-shm)?$|^[^/]+\/(job\.json|audit\.ndjson|run\.lock)$|\/reports\/|decisions\/child-/;

/** SHA-256 of everything below `out` that must not depend on how the runs went. */
export function outputHashes(root: string): Map<string, string> {
  const out = `${root}/out`;
  if (!existsSync(out)) return new Map();
  const entries = readdirSync(out, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(out.length + 1))
    .filter((name) => !VARYING.test(name))
    .sort();
  const hashed = new Map(files.map((name) => [name, sha256(readFileSync(`${out}/${name}`))]));
  for (const run of readdirSync(out)) {
    const certificate = `${out}/${run}/reports/certificate.json`;
    if (!existsSync(certificate)) continue;
    const { body } = JSON.parse(readFileSync(certificate, "utf8")) as { body: unknown };
    hashed.set(`${run}/body of its certificate`, sha256(JSON.stringify(body)));
  }
  return hashed;
}

function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Names of files that are not as they are without faults. */
export function differing(found: Map<string, string>, wanted: Map<string, string>): string[] {
  const names = new Set([...found.keys(), ...wanted.keys()]);
  const ending = (name: string): string =>
    !found.has(name) ? "is missing" : !wanted.has(name) ? "should not be there" : "differs";
  return [...names]
    .filter((name) => found.get(name) !== wanted.get(name))
    .map((name) => `${name} ${ending(name)}`)
    .sort();
}

/** Whether the engine may throw this at an operator; what is wrong with it, if not. */
export function faultOfError(error: unknown): string | undefined {
  const says = (text: string | undefined): boolean => (text ?? "").length > 10;
  if (error instanceof UsageError) {
    const codes = error.diagnostics.map(({ code, message }) => `${code}: ${message}`);
    return `refused what should be done: ${codes.join("; ")}`;
  }
  if (error instanceof RunFailure) {
    if (/fault in Nightpress/.test(error.hint)) return `calls itself at fault: ${error.message}`;
    return says(error.message) && says(error.hint) ? undefined : "fails without a word";
  }
  const isKnown = [HostError, StoreError, AuditError].some((kind) => error instanceof kind);
  if (isKnown && says((error as Error).message)) return undefined;
  return `throws ${(error as Error).stack ?? String(error)}`;
}

/** A piece or message that lies in the output of a run. */
interface Made {
  readonly ordinal: number;
  readonly what: string;
  readonly isSeed: boolean;
  readonly serial: string;
}

/** Every record of the input has one fate, by an account of the simulation's own. */
export function fateFaults(
  root: string,
  variant: ShopVariant,
  cycle: Cycle,
  suppressed: ReadonlySet<string>,
): string[] {
  const out = `${root}/out/${cycle}`;
  const made = [...printed(`${out}/print`), ...messages(`${out}/email`), ...messages(`${out}/sms`)];
  const rejected = rejectedOrdinals(out);
  const fates = new Map<number, string[]>();
  const add = (ordinal: number, fate: string): void => {
    fates.set(ordinal, [...(fates.get(ordinal) ?? []), fate]);
  };
  for (const { ordinal, what, isSeed } of made) if (!isSeed) add(ordinal, what);
  for (const ordinal of rejected) add(ordinal, "rejected");
  const records = simRecords(variant, cycle);
  for (const { ordinal, key } of records) if (suppressed.has(key)) add(ordinal, "suppressed");
  const wanted = (record: (typeof records)[number]): string =>
    record.isBad
      ? "rejected"
      : suppressed.has(record.key)
        ? "suppressed"
        : { paper: "print", email: "email", sms: "sms" }[record.channel];
  const strangers = [...fates.keys()].filter((ordinal) => records[ordinal] === undefined);
  return [
    ...records
      .filter((record) => fates.get(record.ordinal)?.join() !== wanted(record))
      .map((record) => {
        const is = fates.get(record.ordinal)?.join(" and ") ?? "nothing";
        return `record ${record.ordinal} of ${cycle} became ${is}, not ${wanted(record)}`;
      }),
    ...strangers.map((ordinal) => `record ${ordinal} of ${cycle} was made and is in no input`),
  ];
}

/** No IMb stands on two pieces of the shop: of any run, but for reprints. */
export function serialFaults(root: string): string[] {
  const out = `${root}/out`;
  if (!existsSync(out)) return [];
  const holders = new Map<string, string>();
  const faults: string[] = [];
  for (const run of readdirSync(out))
    for (const { serial, ordinal } of printed(`${out}/${run}/print`)) {
      if (serial === "") continue;
      const holder = `${run} ${ordinal}`;
      const other = holders.get(serial);
      if (other !== undefined) faults.push(`serial ${serial} is on ${other} and on ${holder}`);
      holders.set(serial, holder);
    }
  return faults;
}

/** What was begun and never finished, and what reports say of their own sums. */
export function runFaults(root: string): string[] {
  const out = `${root}/out`;
  if (!existsSync(out)) return [];
  const names = readdirSync(out, { recursive: true, encoding: "utf8" });
  const partial = names.filter((name) => /\.partial$|\.mode$/.test(name));
  const runs = readdirSync(out).filter((run) => existsSync(`${out}/${run}/reports/run.json`));
  return [
    ...partial.map((name) => `${name} was left behind`),
    ...runs.flatMap((run) => balanceFaults(`${out}/${run}/reports/run.json`, run)),
    ...runs.flatMap((run) => ledgerFaults(`${out}/${run}`, run)),
    ...runs.flatMap((run) => untoldDecisions(`${out}/${run}`, run)),
    ...runs.flatMap((run) => reprintFaults(`${out}/${run}`, run)),
    ...runs.filter((run) => existsSync(`${out}/${run}/work`)).map((run) => `${run}/work is left`),
  ];
}

/** What the ledger holds is what the report says. */
function ledgerFaults(folder: string, run: string): string[] {
  if (!existsSync(`${folder}/ledger.db`)) return [];
  const report = JSON.parse(readFileSync(`${folder}/reports/run.json`, "utf8")) as ReportSums;
  const ledger = Ledger.open(new NodeHost(), `${folder}/ledger.db`);
  try {
    const isBalanced = ledger.balance().ok;
    const states = JSON.stringify(ledger.stateCounts());
    const isTold = states === JSON.stringify(report.standing?.states);
    return [
      ...(isBalanced ? [] : [`the ledger of ${run} does not balance`]),
      ...(isTold ? [] : [`the ledger of ${run} has other states than its report: ${states}`]),
    ];
  } finally {
    ledger.close();
  }
}

/** Every decision that was entered is told of in the report. */
function untoldDecisions(folder: string, run: string): string[] {
  const log = `${folder}/audit.ndjson`;
  const entered = existsSync(log) ? readFileSync(log, "utf8").split("\n").length - 1 : 0;
  const report = JSON.parse(readFileSync(`${folder}/reports/run.json`, "utf8")) as ReportSums;
  const told = report.standing?.auditRoot.seq ?? 0;
  return told === entered ? [] : [`the report of ${run} tells of ${told} decisions of ${entered}`];
}

/** What was printed once more is entered once, with the hashes of the files that lie there. */
function reprintFaults(folder: string, run: string): string[] {
  const log = `${folder}/audit.ndjson`;
  const text = existsSync(log) ? readFileSync(log, "utf8") : "";
  const entries = text.split("\n").slice(0, -1);
  const told = entries.map((line) => JSON.parse(line) as { action: string; details: MadeDetails });
  const made = told.filter(({ action }) => action === "reprint-made");
  const decided = told.filter(({ action }) => action === "reprint" || action === "reimage");
  const numbers = (list: typeof told): string => list.map(({ details }) => details.number).join();
  const others = made.flatMap(({ details: { number, files } }) => {
    const inside = `${folder}/reprints/${String(number).padStart(3, "0")}`;
    const isOther = (name: string, hash: string): boolean =>
      !existsSync(`${inside}/${name}`) || sha256(readFileSync(`${inside}/${name}`)) !== hash;
    return files.filter((file) => isOther(file.name, file.sha256)).map(({ name }) => name);
  });
  return [
    ...(numbers(made) === numbers(decided) ? [] : [`${run}: reprints decided are not those made`]),
    ...others.map((name) => `${run}: ${name} is not the file that was entered`),
  ];
}

/**
 * Runs whose marks are others than without faults, as they must be: a child that was lost before it
 * began leaves its number behind, which is never given again.
 */
export function renumberedChildren(root: string): string[] {
  const out = `${root}/out`;
  if (!existsSync(out)) return [];
  return readdirSync(out).filter((run) => {
    const file = `${out}/${run}/job.json`;
    if (!existsSync(file)) return false;
    const { parent } = JSON.parse(readFileSync(file, "utf8")) as { parent?: { child: number } };
    return parent !== undefined && parent.child !== 1;
  });
}

interface ReportSums {
  readonly balance: readonly { readonly ok: boolean; readonly what: string }[];
  readonly standing?: {
    readonly auditRoot: { readonly seq: number };
    readonly states: unknown;
    readonly stateBalance: readonly { readonly ok: boolean; readonly what: string }[];
  };
}

function balanceFaults(file: string, run: string): string[] {
  const report = JSON.parse(readFileSync(file, "utf8")) as ReportSums;
  const lines = [...report.balance, ...(report.standing?.stateBalance ?? [])];
  const broken = lines
    .filter(({ ok }) => !ok)
    .map(({ what }) => `${run} does not balance: ${what}`);
  return lines.length > 10 ? broken : [...broken, `the report of ${run} has no sums`];
}

/** Pieces of all spools in a folder, each held against the tokens of its pages. */
function printed(folder: string): Made[] {
  return spoolsBelow(folder).flatMap((spool) => {
    const { sheets, trailer } = readControl(spool);
    const hash = createHash("sha256").update(readFileSync(spool)).digest("hex");
    if (hash !== trailer["sha256"]) throw new Error(`${spool} is not what its list says`);
    const reader = new SpoolReader(spool);
    const fronts = sheets.filter((row) => row["sheet_of_piece"] === "1");
    return fronts.map((row) => {
      const token = reader.token(count(row, "first_page"));
      if (token?.page !== 1) throw new Error(`${spool}: a piece does not begin on its front`);
      // Tracking code without the routing code: barcode id, service type, mailer id and serial.
      const serial = (row["imb"] ?? "").slice(0, 20);
      return { ordinal: token.ordinal, what: "print", isSeed: row["seed"] === "seed", serial };
    });
  });
}

function messages(folder: string): Made[] {
  if (!existsSync(folder)) return [];
  const what = folder.slice(folder.lastIndexOf("/") + 1);
  const batches = readdirSync(folder).filter((name) => /\.(eml-batch|ndjson)$/.test(name));
  return batches.flatMap((name) =>
    readBatch(`${folder}/${name}`).map(({ ordinal }) => ({
      ordinal,
      what,
      isSeed: false,
      serial: "",
    })),
  );
}

function rejectedOrdinals(out: string): number[] {
  const file = `${out}/rejects/rejects.ndjson`;
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => (JSON.parse(line) as { ordinal: number }).ordinal);
}
