import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { BreachCode } from "../../base/breach-code.ts";
import { canonicalJson } from "../../base/canonical-json.ts";
import { sha256 } from "../../base/hash.ts";
import { type Host, makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import { keysOf } from "../../base/keys-of.ts";
import { Binder } from "../../bind/binder.ts";
import { CaseNames } from "../../cases/case-names.ts";
import { FormCases } from "../../cases/form-cases.ts";
import type { CaseBy, StressCase } from "../../cases/stress-case.ts";
import { pathOfId } from "../../layout/block-path.ts";
import { readLayout } from "../../layout/parts/read-layout.ts";
import { notJson, storedSamples, usualFirst } from "../../layout/stored-samples.ts";
import { type Channel, CHANNEL_FACTS, CHANNELS } from "../../model/channel.ts";
import type { Document } from "../../model/document.ts";
import type { Job } from "../../model/job.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { ProofCoverage, ProofSet, ProvenCase, RenditionProof } from "../../model/proof-set.ts";
import type { RawObject } from "../../model/record.ts";
import { inlineImages } from "../../paint/html/inline-images.ts";
import { proofHtml, type SeenCase, type SeenMessage } from "../../report/proof-html.ts";
import { approvableOf } from "../../run/decisions/approvable.ts";
import { layoutFolder } from "../../run/folder/layout-folder.ts";
import { loadCheckedJob, OPEN_SETTINGS } from "../../run/folder/load-run.ts";
import { commandHost } from "../../run/host/machine.ts";
import { programVersions, sharedPaths } from "../../run/host/program.ts";
import { ChannelRouter } from "../../work/channel-router.ts";
import { pagePictures } from "../../work/raster/page-pictures.ts";
import { pageTexts } from "../../work/raster/page-texts.ts";
import { openLayout } from "../open-layout.ts";
import type { ComposedLetter, OpenLayout } from "../opened-layout.ts";
import { shownMessages } from "../shown-messages.ts";
import { channelBranches } from "./channel-branches.ts";
import { lackedTexts } from "./required-shown.ts";
import { readingOf } from "./reading-ease.ts";
import { figureParity } from "./figure-parity.ts";
import { branchSearch, proofCases } from "./proof-cases.ts";
import { ProofMask } from "./proof-mask.ts";
import { CoverageBook, type ShownCase } from "./proof-coverage.ts";

export interface ProofRequest {
  /** A new or empty folder. */
  readonly out: string;
  /** A job of the layout, whose rules say who gets what. */
  readonly job?: string | undefined;
  readonly seed?: number | undefined;
  /** `YYYY-MM-DD`; the same day gives the same bytes. */
  readonly asOf?: string | undefined;
  /** No value is shown: letters and digits become others, in print of the same width. */
  readonly mask?: boolean | undefined;
}

export interface ProofReport {
  readonly proof: ProofSet;
  readonly coverage: ProofCoverage;
  /** SHA-256 of `proof.json`. */
  readonly sha256: string;
  readonly out: string;
}

const USUAL_DAY = "2026-10-31";
const USUAL_SEED = 1;
const PROOF_DPI = 72;
/** Of long documents, the first pages and the last are shown. */
const FIRST_PAGES = 3;

const REQUIRED_TEXT: BreachCode = "verify.required-text";
const PLACE = { file: "", line: 0, byteOffset: 0, sizeBytes: 0 };

/**
 * Composes a layout's proof set and writes it: `proof.html`, `proof.pdf`, `coverage.json`,
 * `reading.json` and `proof.json`. The same layout, seed and day give the same bytes. Throws a
 * `UsageError` for a faulty layout or job, or a folder that is used.
 */
export async function makeProof(folderOrName: string, request: ProofRequest): Promise<ProofReport> {
  const host = commandHost();
  const out = resolve(request.out);
  if (host.list(out).length > 0) throw usage(`The folder ${request.out} has files already.`);
  const { asOf = USUAL_DAY, seed = USUAL_SEED } = request;
  const folder = layoutFolder(host, folderOrName);
  const layout = await openLayout(folder, { asOf, ignoresAsserts: true });
  const samples = samplesOf(host, folder);
  const sound = [...samples.values()].filter((sample) => isSound(layout, sample));
  const by: CaseBy = { plan: layout.plan, seed, samples: sound };
  const { source } = readLayout(host, folder, sharedPaths());
  const routes = routing(host, layout, request.job);
  const ofJob = routes === undefined ? [] : channelBranches(layout.plan, routes.job);
  const book = new CoverageBook(layout.plan, { source, folder }, ofJob);
  const mask = request.mask === true ? new ProofMask(layout.plan) : undefined;
  const maker = new ProofMaker(layout, book, routes, mask);
  for (const one of proofCases(by, samples, (record) => maker.pagesOf(record)))
    await maker.add(one);
  const forms = new FormCases(by);
  for (const one of maker.book.missing(branchSearch(by), () => forms.usual())) await maker.add(one);
  makeDurableFolder(host, out);
  const approves = routes && approvableOf(host, routes.job, routes.plan);
  const facts = {
    asOf,
    seed,
    ...(routes && { job: maker.jobName }),
    ...(approves && { approves }),
  };
  return maker.write(host, out, facts);
}

interface Routing {
  readonly job: Job;
  /** The layout with the job's parameters, if it has any. */
  readonly plan: LayoutPlan;
  readonly router: ChannelRouter;
}

function routing(
  host: Host,
  { plan }: OpenLayout,
  jobFile: string | undefined,
): Routing | undefined {
  if (jobFile === undefined) return undefined;
  const { job, plan: ofJob } = loadCheckedJob(host, jobFile, OPEN_SETTINGS);
  if (approvableOf(host, job, ofJob).parts.layout !== plan.hash)
    throw usage(
      `The job ${jobFile} is of another layout, ${ofJob.name} in ${job.layout}.`,
      "Name a job of the layout: its rules are about the layout's own fields.",
    );
  return { job, plan: ofJob, router: new ChannelRouter(plan, job, CHANNELS) };
}

/** The records in a layout's `samples` folder, by file; usual ones first. */
function samplesOf(host: Host, folder: string): Map<string, RawObject> {
  const samples = usualFirst(storedSamples(host, folder));
  const faulty = samples.filter(({ value }) => value === undefined);
  if (faulty.length > 0) throw new UsageError(faulty.map(({ file }) => notJsonAt(file)));
  return new Map(samples.map(({ name, value }) => [name, value as RawObject]));
}

function notJsonAt(file: string): Diagnostic {
  return { ...notJson(), data: { file, line: 0, byteOffset: 0, record: -1, field: "" } };
}

/** Whether a sample matches the layout's data, so that other cases may be like it. */
function isSound(layout: OpenLayout, sample: RawObject): boolean {
  return layout.compose(sample, { channels: [] }).values !== undefined;
}

/** Composes case after case, and keeps what is shown of it. */
class ProofMaker {
  readonly book: CoverageBook;
  readonly #layout: OpenLayout;
  readonly #binder: Binder;
  readonly #routing: Routing | undefined;
  readonly #mask: ProofMask | undefined;
  readonly #names = new CaseNames();
  readonly #cases: StressCase[] = [];
  readonly #seen: SeenCase[] = [];
  readonly #shown: ShownCase[] = [];

  constructor(
    layout: OpenLayout,
    book: CoverageBook,
    by: Routing | undefined,
    mask: ProofMask | undefined,
  ) {
    this.#mask = mask;
    this.#layout = layout;
    this.book = book;
    this.#binder = new Binder(layout.plan);
    this.#routing = by;
  }

  get jobName(): string {
    return this.#routing?.job.name ?? "";
  }

  pagesOf(record: RawObject): number {
    return this.#layout.compose(record, { channels: ["print"] }).pages;
  }

  async add(given: StressCase): Promise<void> {
    const one = this.#names.apart(given);
    const letter = this.#layout.compose(one.record, { key: one.name });
    const document = letter.values && this.#bound(one.name, letter.values);
    const lacked = await this.#lacked(document, letter);
    const proven = this.#proven(one, letter, lacked);
    this.#cases.push(one);
    const seen = await seenCase(proven, this.#mask?.letter(letter, one.record) ?? letter, lacked);
    this.#seen.push(this.#mask?.seen(seen, one.record) ?? seen);
    if (letter.values === undefined) return;
    this.book.book(one.name, letter.values);
    this.#shown.push(this.#shownCase(proven, letter.values, document));
  }

  async write(
    host: Host,
    out: string,
    facts: Pick<ProofSet, "asOf" | "seed" | "job" | "approves">,
  ): Promise<ProofReport> {
    const { plan } = this.#layout;
    const { pdf, firstPages } = await this.#pages();
    const seen = this.#seen.map((one, index): SeenCase => {
      const firstPage = firstPages[index];
      return { ...one, proven: { ...one.proven, ...(firstPage !== undefined && { firstPage }) } };
    });
    const coverage = this.book.report(this.#shown);
    const reading = readingOf(plan, (id) => this.book.line(pathOfId(id)));
    const program = programVersions().nightpress;
    const html = proofHtml({
      title: `Proof of ${plan.name}`,
      facts: [
        ["layout", `${plan.name} ${plan.hash}`],
        ["program", program],
        ["as of", facts.asOf],
        ["seed", String(facts.seed)],
        ...(facts.job === undefined ? [] : [["job", facts.job] as const]),
      ],
      coverage,
      reading,
      cases: seen,
    });
    const files: Readonly<Record<string, Uint8Array>> = {
      "proof.pdf": pdf,
      "proof.html": new TextEncoder().encode(html),
      "coverage.json": jsonBytes(coverage),
      "reading.json": jsonBytes({ format: "nightpress-reading-1", languages: reading }),
    };
    const proof: ProofSet = {
      format: "nightpress-proof-set-1",
      layout: { name: plan.name, sha256: plan.hash },
      program,
      ...facts,
      ...(this.#mask !== undefined && { isMasked: true }),
      files: Object.fromEntries(
        Object.entries(files).map(([name, bytes]) => [name, sha256(bytes)]),
      ),
      cases: seen.map(({ proven }) => proven),
    };
    for (const [name, bytes] of Object.entries(files))
      writeFileAtomic(host, `${out}/${name}`, bytes);
    const bytes = jsonBytes(proof);
    writeFileAtomic(host, `${out}/proof.json`, bytes);
    return { proof, coverage, sha256: sha256(bytes), out };
  }

  /** All pages in one file, and where each case begins there. */
  async #pages(): Promise<{ pdf: Uint8Array; firstPages: (number | undefined)[] }> {
    const firstPages: (number | undefined)[] = [];
    const parts: Uint8Array[] = [];
    const records = this.#cases.map(({ record }) => record);
    const onLetter = ({ firstPage, pages }: { firstPage: number; pages: number }): void => {
      firstPages.push(pages > 0 ? firstPage + 1 : undefined);
    };
    for await (const bytes of this.#layout.spool(records, { onLetter })) parts.push(bytes.slice());
    const pdf = Buffer.concat(parts);
    if (this.#mask === undefined) return { pdf, firstPages };
    const recordOf = (page: number): RawObject | undefined =>
      records[firstPages.findLastIndex((first) => first !== undefined && first <= page + 1)];
    return { pdf: this.#mask.pdf(pdf, recordOf), firstPages };
  }

  #proven(
    { name, why, record }: StressCase,
    letter: ComposedLetter,
    lacked: readonly string[],
  ): ProvenCase {
    const route = letter.values && this.#route(letter.values);
    return {
      name,
      why,
      recordSha256: sha256(canonicalJson(JSON.parse(JSON.stringify(record)))),
      renditions: renditionsOf(letter),
      codes: [...letter.diagnostics.map(({ code }) => code), ...lacked.map(() => REQUIRED_TEXT)],
      ...(route !== undefined && { route }),
    };
  }

  /** How the job's rules send a record, in words. */
  #route(values: RawObject): string | undefined {
    if (this.#routing === undefined) return undefined;
    const { primary, beside } = this.#routing.router.route(values);
    if (primary === "print")
      return "Goes on paper: no rule of the job holds, or it lacks the address for that channel";
    const also = beside.length === 0 ? "" : `, with ${beside.join(" and ")} beside`;
    return `Goes by ${primary}${also}: the job's rule for it holds and it has the address`;
  }

  #shownCase(
    { name, renditions, codes }: ProvenCase,
    values: RawObject,
    document: Document | undefined,
  ): ShownCase {
    // What cannot be bound is among the case's faults.
    if (document === undefined) return { name, values, locale: "", messages: [], channels: [] };
    const channels = keysOf(renditions).filter((channel) => {
      const own = channel === "print" ? codes : (renditions[channel]?.codes ?? []);
      return own.length === 0;
    });
    const messages = shownMessages(document, this.#layout.plan).map(({ id }) => id);
    return { name, values, locale: document.locale, messages, channels };
  }

  #bound(name: string, values: RawObject): Document | undefined {
    try {
      return this.#binder.bind({ ordinal: 0, key: name, values, place: PLACE });
    } catch {
      return undefined;
    }
  }

  /** What its channels lack of the texts that it must show; nothing if its pages are refused. */
  async #lacked(document: Document | undefined, letter: ComposedLetter): Promise<string[]> {
    const { required = [] } = document ?? {};
    if (required.length === 0 || letter.diagnostics.length > 0) return [];
    return lackedTexts(this.#layout.plan, required, letter);
  }
}

function renditionsOf(letter: ComposedLetter): Partial<Record<Channel, RenditionProof>> {
  const { pdf, pages, messages } = letter;
  const shown = keysOf(messages).flatMap((channel) => {
    const message = messages[channel];
    if (message === undefined) return [];
    const { images = [], bytes, diagnostics, ...texts } = message;
    const pictures = images.map((image) => [image.contentId, sha256(image.bytes)]);
    const codes = diagnostics.map(({ code }) => code);
    const hash = sha256(JSON.stringify([texts, pictures, bytes && sha256(bytes)]));
    return [[channel, { sha256: hash, ...(codes.length > 0 && { codes }) }] as const];
  });
  return {
    ...(pdf !== undefined && { print: { sha256: sha256(pdf), pages } }),
    ...Object.fromEntries(shown),
  };
}

async function seenCase(
  proven: ProvenCase,
  letter: ComposedLetter,
  lacked: readonly string[],
): Promise<SeenCase> {
  const { pdf, pages, messages, diagnostics } = letter;
  const chosen = (page: number): boolean => page < FIRST_PAGES || page === pages - 1;
  const pictures = pdf === undefined ? [] : await pagePictures(pdf, PROOF_DPI, chosen);
  const printed = pdf === undefined ? undefined : (await pageTexts(pdf)).join("\n");
  const seen = keysOf(messages).flatMap((channel): SeenMessage[] => {
    const message = messages[channel];
    if (message === undefined) return [];
    const { subject, text, images = [] } = message;
    const html = message.html && inlineImages(message.html, images);
    const faults = message.diagnostics.map((fault) => `${fault.code}: ${fault.message}`);
    const { one: name } = CHANNEL_FACTS[channel];
    return [{ name, subject, html, text, faults }];
  });
  const texts = Object.fromEntries(seen.map(({ name, text }) => [name, text]));
  return {
    proven,
    pages: pictures.map(({ index, ...picture }) => ({ ...picture, page: index + 1 })),
    pageCount: pages,
    messages: seen,
    faults: [
      ...diagnostics.map(({ code, message }) => `${code}: ${message}`),
      ...lacked.map((message) => `${REQUIRED_TEXT}: ${message}`),
    ],
    parity: figureParity({ print: printed, ...texts }),
  };
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);
}

function usage(message: string, hint = "Name a new folder."): UsageError {
  return new UsageError([diagnostic("cli.bad-usage", message, { hint })]);
}
