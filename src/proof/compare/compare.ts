import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { type Host, type HostFile, makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import type { ChangeGroup, Comparison } from "../../model/comparison.ts";
import { commandHost } from "../../run/host/machine.ts";
import type { KeptGroup } from "./change-book.ts";
import {
  type Compared,
  compareLayouts,
  type CompareSettings,
  type LayoutsRequest,
} from "./compare-layouts.ts";
import { compareRuns } from "./compare-runs.ts";
import { type Expected, readExpected } from "./expected-changes.ts";

export interface CompareRequest extends LayoutsRequest {
  /** How far something may move without being told, in points. */
  readonly tolerance?: number | undefined;
  /** A `compare.json` whose groups are approved. */
  readonly expect?: string | undefined;
  /** No value is shown: letters and digits become others, and documents have numbers for keys. */
  readonly mask?: boolean | undefined;
  /** A new or empty folder for the report. */
  readonly out?: string | undefined;
}

export interface CompareReport {
  readonly comparison: Comparison;
  /** Groups that nobody has approved. */
  readonly unapproved: number;
  readonly out: string | undefined;
}

const USUAL_TOLERANCE_PT = 0.1;

/**
 * Compares two layouts on the same records, or two finished runs, and writes what differs for
 * people and for programs.
 * Throws a `UsageError` for what cannot be compared.
 */
export async function compare(
  before: string,
  after: string,
  request: CompareRequest = {},
): Promise<CompareReport> {
  const host = commandHost();
  const { tolerance: tolerancePt = USUAL_TOLERANCE_PT, mask = false } = request;
  const expected = readExpected(host, request.expect);
  const out = request.out === undefined ? undefined : newFolder(host, request.out);
  const list = out === undefined ? undefined : new DocumentList(host, `${out}/documents.ndjson`);
  const compared = await comparedSides(host, { before, after }, request, {
    tolerancePt,
    onDocument: (document, groups) => list?.add({ document, groups }),
    labelOf: ({ key, ordinal }) => (mask ? `document ${ordinal + 1}` : key),
  });
  list?.close();
  const comparison = comparisonOf(compared, expected, { tolerancePt, mask });
  if (out !== undefined) writeFileAtomic(host, `${out}/compare.json`, jsonBytes(comparison));
  const unapproved = comparison.groups.filter(({ isApproved }) => isApproved !== true).length;
  return { comparison, unapproved: unapproved + Math.min(1, comparison.ungrouped), out };
}

/** Two runs, or else two layouts. */
function comparedSides(
  host: Host,
  sides: { readonly before: string; readonly after: string },
  request: CompareRequest,
  settings: CompareSettings,
): Promise<Compared> {
  const isRun = [sides.before, sides.after].map((one) => host.exists(`${resolve(one)}/job.json`));
  if (isRun[0] === true && isRun[1] === true) {
    if (request.data === undefined) return compareRuns(host, sides, settings);
    throw new UsageError([ownData()]);
  }
  if (isRun.includes(true)) throw new UsageError([unlike()]);
  return compareLayouts(host, sides, request, settings);
}

function ownData(): Diagnostic {
  return diagnostic("cli.bad-usage", "Runs are compared on their own records.", {
    hint: "Leave out --data. To use other records, compare the layouts of both.",
  });
}

function unlike(): Diagnostic {
  return diagnostic("cli.bad-usage", "A run cannot be compared with a layout.", {
    hint: "Name two runs, or two layouts.",
  });
}

function comparisonOf(
  { of, before, after, documents, notes, book }: Compared,
  expected: Expected,
  { tolerancePt, mask }: { readonly tolerancePt: number; readonly mask: boolean },
): Comparison {
  const groups = book.groups().map((group) => groupOf(group, expected.has(group.id)));
  const found = new Set(groups.map(({ id }) => id));
  return {
    format: "nightpress-comparison-1",
    of,
    before,
    after,
    tolerancePt,
    ...(mask && { isMasked: true }),
    documents: { ...documents, changed: book.changed },
    notes,
    groups,
    ungrouped: book.ungrouped,
    notFound: [...expected].filter((id) => !found.has(id)),
  };
}

function groupOf({ examples, ...group }: KeptGroup, isApproved: boolean): ChangeGroup {
  const shown = examples.map(({ document, channel, before, after }) => {
    return { document, channel, before, after };
  });
  return { ...group, ...(isApproved && { isApproved }), examples: shown };
}

/** Says of each document that differs which groups it is in, one a line, as they are found. */
class DocumentList {
  readonly #file: HostFile;
  #lines: string[] = [];

  constructor(host: Host, path: string) {
    this.#file = host.openWrite(path);
  }

  add(line: { readonly document: string; readonly groups: readonly string[] }): void {
    this.#lines.push(`${JSON.stringify(line)}\n`);
    if (this.#lines.length >= LINES_AT_ONCE) this.#flush();
  }

  close(): void {
    this.#flush();
    this.#file.sync();
    this.#file.close();
  }

  #flush(): void {
    this.#file.write(new TextEncoder().encode(this.#lines.join("")));
    this.#lines = [];
  }
}

const LINES_AT_ONCE = 1000;

function newFolder(host: Host, folder: string): string {
  const out = resolve(folder);
  if (host.list(out).length > 0) throw new UsageError([usedFolder(folder)]);
  makeDurableFolder(host, out);
  return out;
}

function usedFolder(folder: string): Diagnostic {
  const message = `The folder ${folder} has files already.`;
  return diagnostic("cli.bad-usage", message, { hint: "Name a new folder." });
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);
}
