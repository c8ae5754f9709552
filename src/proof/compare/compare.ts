import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { type Host, type HostFile, makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import type { ChangeGroup, Comparison } from "../../model/comparison.ts";
import { commandHost } from "../../run/host/machine.ts";
import { compareHtml, type SeenGroup } from "../../report/compare-html.ts";
import {
  type Compared,
  compareLayouts,
  type CompareSettings,
  type LayoutsRequest,
} from "./compare-layouts.ts";
import { compareProofs } from "./compare-proofs.ts";
import { compareRuns } from "./compare-runs.ts";
import { seenExample, toldExample } from "./example-pictures.ts";
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
 * Compares two layouts on the same records, two finished runs or two proof sets, and writes what
 * differs for people and for programs.
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
  const compared = await withList(host, out, (onDocument) =>
    comparedSides(host, { before, after }, request, {
      tolerancePt,
      isMasked: mask,
      onDocument,
      labelOf: ({ key, ordinal }) => (mask ? `document ${ordinal + 1}` : key),
    }),
  );
  const comparison = comparisonOf(compared, expected, { tolerancePt, mask });
  if (out !== undefined) await writeReport(host, out, compared, comparison);
  const unapproved = comparison.groups.filter(({ isApproved }) => isApproved !== true).length;
  return { comparison, unapproved: unapproved + Math.min(1, comparison.ungrouped), out };
}

/** Two runs, two proof sets, or else two layouts. */
function comparedSides(
  host: Host,
  sides: { readonly before: string; readonly after: string },
  request: CompareRequest,
  settings: CompareSettings,
): Promise<Compared> {
  const kind = kindOf(host, sides.before);
  if (kind !== kindOf(host, sides.after)) throw new UsageError([unlike()]);
  if (kind === "layout") return compareLayouts(host, sides, request, settings);
  const given = LAYOUTS_ALONE.find((option) => request[option] !== undefined);
  if (given !== undefined) throw new UsageError([ownData(given)]);
  if (kind === "run") return compareRuns(host, sides, settings);
  if (settings.isMasked) throw new UsageError([maskedSet()]);
  return compareProofs(host, sides, settings);
}

function kindOf(host: Host, name: string): "run" | "proof set" | "layout" {
  if (host.exists(`${resolve(name)}/job.json`)) return "run";
  return host.exists(`${resolve(name)}/proof.json`) ? "proof set" : "layout";
}

/** Runs and proof sets have records, keys and a day of their own. */
const LAYOUTS_ALONE = ["data", "key", "asOf"] as const;
const OPTION_NAMES = { data: "--data", key: "--key", asOf: "--as-of" };

function ownData(option: (typeof LAYOUTS_ALONE)[number]): Diagnostic {
  const name = OPTION_NAMES[option];
  return diagnostic("cli.bad-usage", `The option ${name} is for comparing layouts alone.`, {
    hint: "Leave it out. To use other records, compare the layouts of both.",
  });
}

function unlike(): Diagnostic {
  return diagnostic("cli.bad-usage", "Only things of the same kind can be compared.", {
    hint: "Name two runs, two proof sets, or two layouts.",
  });
}

function maskedSet(): Diagnostic {
  return diagnostic("cli.bad-usage", "Proof sets are compared as they are, without --mask.", {
    hint: "Make the sets with `nightpress proof --mask`, and compare those.",
  });
}

function comparisonOf(
  { of, before, after, documents, notes, book, sources }: Compared,
  expected: Expected,
  { tolerancePt, mask }: { readonly tolerancePt: number; readonly mask: boolean },
): Comparison {
  const groups = book.groups().map(({ examples, ...group }): ChangeGroup => ({
    ...group,
    ...(expected.has(group.id) && { isApproved: true }),
    examples: examples.map((example) => toldExample(example, sources)),
  }));
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

/** Groups whose examples all have pictures, and those of which one has. */
const PICTURED = 10;
const PICTURED_ONCE = 40;

async function writeReport(
  host: Host,
  out: string,
  { book, sources }: Compared,
  comparison: Comparison,
): Promise<void> {
  writeFileAtomic(host, `${out}/compare.json`, utf8(`${JSON.stringify(comparison, null, 1)}\n`));
  const kept = book.groups();
  const groups: SeenGroup[] = [];
  for (const [index, group] of comparison.groups.entries()) {
    const most = index < PICTURED ? group.examples.length : index < PICTURED_ONCE ? 1 : 0;
    const seen = (kept[index]?.examples ?? []).slice(0, most);
    const pictured: SeenGroup["examples"][number][] = [];
    for (const example of seen) pictured.push(await seenExample(example, sources));
    groups.push({ ...group, examples: [...pictured, ...group.examples.slice(most)] });
  }
  const unpictured = Math.max(0, groups.length - PICTURED_ONCE);
  const html = compareHtml({ comparison, groups, unpictured });
  writeFileAtomic(host, `${out}/compare.html`, utf8(html));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Has the documents that differ listed; where the comparison fails, nothing is left behind. */
async function withList(
  host: Host,
  out: string | undefined,
  compared: (onDocument: CompareSettings["onDocument"]) => Promise<Compared>,
): Promise<Compared> {
  if (out === undefined) return compared(() => undefined);
  const path = `${out}/documents.ndjson`;
  const list = new DocumentList(host, path);
  try {
    return await compared((document, groups) => list.add({ document, groups }));
  } catch (error) {
    host.remove(path);
    throw error;
  } finally {
    list.close();
  }
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
