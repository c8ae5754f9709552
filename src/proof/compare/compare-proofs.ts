import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { sha256 } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import { keysOf } from "../../base/keys-of.ts";
import { readOwnJson } from "../../base/own-json.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import { type Channel, isMessageChannel } from "../../model/channel.ts";
import type { ComparedSide } from "../../model/comparison.ts";
import type { ProofSet, ProvenCase } from "../../model/proof-set.ts";
import { shownTexts } from "../../report/proof-texts.ts";
import { pageTexts } from "../../work/raster/page-texts.ts";
import { ChangeBook } from "./change-book.ts";
import { type DocumentChange, otherChange, textChange } from "./compare-document.ts";
import type { Compared, CompareSettings } from "./compare-layouts.ts";
import { PieceComparer } from "./compare-pieces.ts";
import type { Piece } from "./document-pieces.ts";
import { FilePages } from "./example-pictures.ts";
import { markedValue } from "./marked-plan.ts";

/** A proof set that is read. */
interface ReadSet {
  readonly proof: ProofSet;
  readonly pdf: Uint8Array;
  /** Of each page of the PDF file. */
  readonly pages: readonly string[];
  /** By case and channel: the texts of messages. */
  readonly messages: ReadonlyMap<string, string>;
}

/**
 * Compares two proof sets, case by case: by the hashes of their renditions, and where these differ,
 * by what the sets show. Figures are told from words by their digits, since a set has no layout.
 * Throws a `UsageError` for a set that is not as it was made.
 */
export async function compareProofs(
  host: Host,
  sides: { readonly before: string; readonly after: string },
  settings: CompareSettings,
): Promise<Compared> {
  const [before, after] = [await readSet(host, sides.before), await readSet(host, sides.after)];
  const book = new ChangeBook(() => []);
  const comparer = new PieceComparer();
  const cases = new Map(before.proof.cases.map((one) => [one.name, one]));
  const others = after.proof.cases;
  const notes: string[] = [];
  let both = 0;
  for (const two of others) {
    const one = cases.get(two.name);
    if (one === undefined) continue;
    both += 1;
    if (one.recordSha256 !== two.recordSha256)
      notes.push(`The case ${two.name} has another record in the second set.`);
    const changes = channelsOf(one, two).flatMap((channel) =>
      caseChanges(channel, { set: before, own: one }, { set: after, own: two }, comparer),
    );
    const groups = book.add({ label: two.name }, changes);
    if (groups.length > 0) settings.onDocument(two.name, groups);
  }
  return {
    of: "proof-sets",
    before: sideOf(sides.before, before),
    after: sideOf(sides.after, after),
    documents: { both, onlyBefore: cases.size - both, onlyAfter: others.length - both },
    notes,
    book,
    sources: { before: new FilePages(before.pdf), after: new FilePages(after.pdf) },
  };
}

interface CaseOf {
  readonly set: ReadSet;
  readonly own: ProvenCase;
}

function channelsOf(one: ProvenCase, two: ProvenCase): Channel[] {
  return [...new Set([...keysOf(one.renditions), ...keysOf(two.renditions)])];
}

function caseChanges(
  channel: Channel,
  a: CaseOf,
  b: CaseOf,
  comparer: PieceComparer,
): DocumentChange[] {
  const [one, two] = [a.own.renditions[channel], b.own.renditions[channel]];
  const changes: DocumentChange[] = [];
  const [from, to] = [a, b].map(({ own }) => codesOf(own, channel));
  if (from !== undefined && to !== undefined && from !== to)
    changes.push(otherChange(channel, "refused", from, to));
  if (one?.sha256 === two?.sha256 || one === undefined || two === undefined) return changes;
  const texts = comparer.compare(piecesOf(a, channel), piecesOf(b, channel));
  changes.push(...texts.map(textChange(channel)));
  const [pages = 0, others = 0] = [one.pages, two.pages];
  if (pages !== others)
    changes.push(otherChange(channel, "pages", `${pages} pages`, `${others} pages`));
  else if (texts.length === 0) changes.push(otherChange(channel, "looks", "", "the same words"));
  const page = differingPage(a, b, Math.min(pages, others));
  const [first = 1, second = 1] = [a, b].map(({ own }) => own.firstPage);
  const places = { pageBefore: first - 1 + page, pageAfter: second - 1 + page };
  return changes.map((change) => ({ ...change, ...places }));
}

/** The first page that says something else; the first one of all if none does. */
function differingPage(a: CaseOf, b: CaseOf, pages: number): number {
  const [first = 1, second = 1] = [a, b].map(({ own }) => own.firstPage);
  for (let page = 0; page < pages; page += 1)
    if (a.set.pages[first - 1 + page] !== b.set.pages[second - 1 + page]) return page;
  return 0;
}

function codesOf({ codes, renditions }: ProvenCase, channel: Channel): string {
  const own = isMessageChannel(channel) ? (renditions[channel]?.codes ?? []) : codes;
  return [...new Set(own)].sort().join(", ");
}

/** The lines that a case shows, with figures told apart. */
function piecesOf({ set, own }: CaseOf, channel: Channel): Piece[] {
  const lines = textOf(set, own, channel).split(/\r?\n/);
  return lines
    .filter((line) => line.trim() !== "")
    .map((line, index) => {
      const text = line.trim().replaceAll(FIGURE, (figure) => markedValue("figure", figure));
      return { owner: String(index), block: "", what: "text", text };
    });
}

const FIGURE = /\p{Nd}[\p{Nd}.,/:-]*/gu;

function textOf({ pages, messages }: ReadSet, own: ProvenCase, channel: Channel): string {
  if (isMessageChannel(channel)) return messages.get(`${own.name} ${channel}`) ?? "";
  const first = (own.firstPage ?? 1) - 1;
  return pages.slice(first, first + (own.renditions[channel]?.pages ?? 0)).join("\n");
}

async function readSet(host: Host, folder: string): Promise<ReadSet> {
  const root = resolve(folder);
  const proof = readOwnJson(host, `${root}/proof.json`);
  if (!isProofSet(proof)) throw new UsageError([notASet(folder)]);
  for (const name of ["proof.pdf", "proof.html"]) {
    const file = `${root}/${name}`;
    const isWhole = host.exists(file) && sha256(host.readFile(file)) === proof.files[name];
    if (!isWhole) throw new UsageError([changedSet(folder, name)]);
  }
  const pdf = host.readFile(`${root}/proof.pdf`);
  const messages = shownTexts(utf8Text(host.readFile(`${root}/proof.html`)));
  return { proof, pdf, pages: await pageTexts(pdf), messages };
}

function isProofSet(value: unknown): value is ProofSet {
  return (
    typeof value === "object" &&
    value !== null &&
    "format" in value &&
    value.format === "nightpress-proof-set-1"
  );
}

function sideOf(name: string, { proof }: ReadSet): ComparedSide {
  const { layout, program } = proof;
  return { name, layout: layout.name, layoutSha256: layout.sha256, program };
}

function notASet(folder: string): Diagnostic {
  return diagnostic("cli.bad-usage", `The folder ${folder} has no proof set that can be read.`, {
    hint: "Make it with `nightpress proof LAYOUT --out DIR`.",
  });
}

function changedSet(folder: string, file: string): Diagnostic {
  const message = `The file ${file} of the proof set in ${folder} is not the one it was made with.`;
  return diagnostic("cli.bad-usage", message, {
    hint: "Put it back from a copy, or make the set again with `nightpress proof`.",
  });
}
