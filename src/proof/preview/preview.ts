import { dirname } from "node:path";
import { dayAt } from "../../base/calendar-day.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { keysOf } from "../../base/keys-of.ts";
import { readLayout } from "../../layout/parts/read-layout.ts";
import { CHANNELS, isMessageChannel } from "../../model/channel.ts";
import { inlineImages } from "../../paint/html/inline-images.ts";
import { layoutFolder } from "../../run/folder/layout-folder.ts";
import { commandHost } from "../../run/host/machine.ts";
import { sharedPaths } from "../../run/host/program.ts";
import { watchFolders } from "../../run/host/watch-folders.ts";
import type { ShownMessage } from "../../work/message-maker.ts";
import { openLetterBy } from "../open-layout.ts";
import { type ComposedLetter, OpenLayout } from "../opened-layout.ts";
import { ProofMask } from "../proof-set/proof-mask.ts";
import { inScheme, type Scheme } from "./color-scheme.ts";
import { previewCases, type RecordCase } from "./preview-cases.ts";
import { previewPages } from "./preview-pages.ts";
import type {
  PreviewLetter,
  PreviewMessage,
  PreviewState,
  Problem,
  SourceExcerpt,
} from "./preview-state.ts";
import { letterProblems, problemOf } from "./problems.ts";
import { sourceExcerpt } from "./source-excerpt.ts";

export interface PreviewOptions {
  /** The day that letters are made as of; today by default. */
  readonly asOf?: string | undefined;
  /** No value of a record is shown: letters and digits become others, in print of their width. */
  readonly mask?: boolean | undefined;
  /** A file with a record to look at, or the number of the case to begin with, from 1. */
  readonly record?: string | undefined;
}

/** A block begins at its line. */
const BLOCK_SIZE = { before: 2, after: 9 };

/** A layout as it was last sound. */
interface Opened {
  /** Shows records, too, that are refused for what the layout asserts of all. */
  readonly layout: OpenLayout;
  /** Says which these are; absent where the layout asserts nothing. */
  readonly strict: OpenLayout | undefined;
  readonly cases: readonly RecordCase[];
  readonly mask: ProofMask | undefined;
}

/** A case as it was composed, with what of it is asked for bit by bit. */
interface Shown {
  readonly key: string;
  readonly letter: PreviewLetter;
  readonly pdf: Uint8Array | undefined;
  readonly html: string | undefined;
}

/**
 * Opens a layout to be looked at while it is written. A layout with errors is opened, too; a
 * `UsageError` says that there is none.
 */
export async function openPreview(
  folderOrName: string,
  options: PreviewOptions = {},
): Promise<Preview> {
  const host = commandHost();
  const folder = layoutFolder(host, folderOrName);
  if (!host.exists(`${folder}/layout.yaml`)) throw noLayout(folderOrName);
  const preview = new Preview(host, folder, options);
  await preview.reload();
  preview.checkFirstCase();
  return preview;
}

/** A layout, and the letters that it makes of samples and other records, as its files now are. */
export class Preview {
  readonly #host: Host;
  readonly #folder: string;
  readonly #asOf: string;
  readonly #isMasked: boolean;
  readonly #recordFile: string | undefined;
  readonly #firstCase: number;
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #opened: Opened | undefined;
  #problems: readonly Problem[] = [];
  #shown: Shown | undefined;
  #unwatch: (() => void) | undefined;
  #isClosed = false;
  #watched: readonly string[] = [];
  #lastTurn: Promise<void> = Promise.resolve();

  constructor(host: Host, folder: string, options: PreviewOptions) {
    const { asOf = dayAt(host.nowMs()), mask = false, record } = options;
    const isNumber = record !== undefined && /^[1-9]\d{0,5}$/.test(record);
    this.#host = host;
    this.#folder = folder;
    this.#asOf = asOf;
    this.#isMasked = mask;
    this.#recordFile = isNumber ? undefined : record;
    this.#firstCase = isNumber ? Number(record) : 1;
  }

  get version(): number {
    return this.#version;
  }

  /** Opens the layout as its files now are; one with errors leaves the last sound one open. */
  reload(): Promise<void> {
    // One after the other: an older state must not come after a newer one.
    const turn = this.#lastTurn.then(() => this.#reload());
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async #reload(): Promise<void> {
    try {
      const { layout, strict } = await openBoth(this.#folder, this.#asOf);
      const cases = previewCases(this.#host, layout, this.#folder, this.#recordFile);
      const mask = this.#isMasked ? new ProofMask(layout.plan) : undefined;
      this.#opened = { layout, strict, cases, mask };
      this.#problems = this.#problemsOf(layout.diagnostics);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      if (error.diagnostics.every(({ source }) => source === undefined)) throw error;
      this.#problems = this.#problemsOf(error.diagnostics);
    }
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  /** Throws a `UsageError` if a case to begin with was named by a number that none has. */
  checkFirstCase(): void {
    const cases = this.#opened?.cases;
    if (cases === undefined || this.#firstCase <= Math.max(1, cases.length)) return;
    throw noSuchCase(this.#firstCase, cases.length);
  }

  /** Reloads whenever the layout's files change, until closed; `failed` hears why it cannot. */
  watch(failed: (error: unknown) => void): void {
    // It may have been closed while the layout was opened again.
    if (this.#isClosed) return;
    const known = readLayout(this.#host, this.#folder, sharedPaths()).folders;
    const parts = `${this.#folder.slice(0, this.#folder.lastIndexOf("/"))}/parts`;
    const folders = new Set([...this.#watched, ...known, parts]);
    if (this.#unwatch !== undefined && folders.size === this.#watched.length) return;
    this.#unwatch?.();
    this.#watched = [...folders];
    // A record may lie in a folder with much below it.
    const alone = this.#recordFile === undefined ? [] : [dirname(this.#recordFile)];
    this.#unwatch = watchFolders({ trees: folders, alone }, () => {
      this.reload()
        .then(() => this.watch(failed))
        .catch(failed);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#unwatch?.();
  }

  /** The version that is open, and each one after it, until the signal is given. */
  async *versions(signal: AbortSignal): AsyncGenerator<number, void, undefined> {
    let seen = -1;
    while (!signal.aborted) {
      if (seen === this.#version) await this.#change(signal);
      else yield (seen = this.#version);
    }
  }

  state(): PreviewState {
    const plan = this.#opened?.layout.plan;
    const cases = this.#opened?.cases ?? [];
    const channels = CHANNELS.filter((one) => !isMessageChannel(one) || plan?.[one] !== undefined);
    const { widthMpt = 612_000, heightMpt = 792_000 } = plan?.stock ?? {};
    return {
      version: this.#version,
      layout: plan?.name ?? this.#folder.slice(this.#folder.lastIndexOf("/") + 1),
      folder: this.#folder,
      asOf: this.#asOf,
      isMasked: this.#isMasked,
      problems: this.#problems,
      isOpen: plan !== undefined,
      cases: cases.map(({ name, kind, why }) => ({ name, kind, why })),
      firstCase: (cases[this.#firstCase - 1] ?? cases[0])?.name ?? "",
      channels,
      paper: { widthMpt, heightMpt },
    };
  }

  /** A case on all channels; undefined if there is none of this name. */
  letter(name: string): PreviewLetter | undefined {
    return this.#show(name)?.letter;
  }

  pdf(name: string): Uint8Array | undefined {
    return this.#show(name)?.pdf;
  }

  /** The e-mail's HTML, with its images in it, as a reader with such a screen shows it. */
  emailHtml(name: string, scheme: Scheme): string | undefined {
    const html = this.#show(name)?.html;
    return html && inScheme(html, scheme);
  }

  /** The lines that a block or box of the layout stands in. */
  source(block: string): SourceExcerpt | undefined {
    const place = this.#opened?.layout.plan.places?.[block];
    return place && sourceExcerpt(this.#host, this.#folder, place, BLOCK_SIZE);
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#listeners.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      this.#listeners.add(done);
      signal.addEventListener("abort", done);
    });
  }

  /** Of the layout: what keeps it from being opened comes first. */
  #problemsOf(found: readonly Diagnostic[]): readonly Problem[] {
    const problems = found.map((one) => this.#problem(one, "layout"));
    const isError = ({ severity }: Problem): boolean => severity === "error";
    return [...problems.filter(isError), ...problems.filter((one) => !isError(one))];
  }

  #problem(found: Diagnostic, on: string): Problem {
    const places = this.#opened?.layout.plan.places;
    return problemOf(found, { host: this.#host, folder: this.#folder, places, on });
  }

  #show(name: string): Shown | undefined {
    const key = `${this.#version} ${name}`;
    if (this.#shown?.key === key) return this.#shown;
    const opened = this.#opened;
    const one = opened?.cases.find((each) => each.name === name);
    if (opened === undefined || one === undefined) return undefined;
    this.#shown = { key, ...this.#composed(opened, one) };
    return this.#shown;
  }

  #composed(opened: Opened, { name, kind, record, faults }: RecordCase): Omit<Shown, "key"> {
    const { layout, strict, mask } = opened;
    const letter: ComposedLetter =
      record === undefined
        ? { pages: 0, messages: {}, diagnostics: faults }
        : layout.compose(record, { key: name });
    // Figures that are made up need not add up.
    const checked = kind === "generated" ? [] : assertionFaults(strict, record);
    const all = { ...letter, diagnostics: [...checked, ...letter.diagnostics] };
    const maskText = (text: string): string => mask?.text(text, record) ?? text;
    const { pages, messages } = letter;
    const read = keysOf(messages).flatMap((channel) => {
      const message = messages[channel];
      return message === undefined ? [] : [[channel, readMessage(message, maskText)] as const];
    });
    const shown: PreviewLetter = {
      version: this.#version,
      case: name,
      pages: previewPages(layout.plan, this.#folder, pages, layout.maps(record)),
      problems: letterProblems(all, (found, on) => this.#problem(found, on)),
      messages: Object.fromEntries(read),
    };
    const html = letter.html && inlineImages(letter.html, letter.images ?? []);
    return {
      letter: shown,
      pdf: mask === undefined ? letter.pdf : mask.letter(letter, record ?? {}).pdf,
      html: html === undefined ? undefined : (mask?.markup(html, record) ?? html),
    };
  }
}

/** A layout with and, if it has any, without what it asserts of records: all else is shared. */
async function openBoth(folder: string, asOf: string): Promise<Pick<Opened, "layout" | "strict">> {
  const { by, diagnostics } = await openLetterBy(folder, { asOf });
  const { asserts, ...plan } = by.plan;
  const layout = new OpenLayout({ ...by, plan }, diagnostics);
  return { layout, strict: asserts && new OpenLayout(by, diagnostics) };
}

function assertionFaults(strict: OpenLayout | undefined, record: unknown): readonly Diagnostic[] {
  const found = strict?.compose(record, { channels: [] }).diagnostics ?? [];
  return found.filter(({ code }) => code === "data.assertion");
}

function readMessage(
  { to, subject, text, segments }: ShownMessage,
  maskText: (text: string) => string,
): PreviewMessage {
  return {
    to: maskText(to),
    text: maskText(text),
    ...(subject !== undefined && { subject: maskText(subject) }),
    ...(segments !== undefined && { segments }),
  };
}

function noSuchCase(number: number, cases: number): UsageError {
  const message = `There is no record ${number}: the layout has ${cases} to look at.`;
  const hint = "Name the number of one of them, or a file with a record as JSON.";
  return new UsageError([diagnostic("cli.bad-usage", message, { hint })]);
}

function noLayout(folderOrName: string): UsageError {
  const message = `There is no layout ${folderOrName}.`;
  const hint = "Name a folder with a `layout.yaml`, or a layout that ships with Nightpress.";
  return new UsageError([diagnostic("cli.bad-usage", message, { hint })]);
}
