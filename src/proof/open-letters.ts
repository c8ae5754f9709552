import { dayAt } from "../base/calendar-day.ts";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { type Channel, CHANNELS, isMessageChannel } from "../model/channel.ts";
import { layoutFolder } from "../run/folder/layout-folder.ts";
import { commandHost } from "../run/host/machine.ts";
import { CallThreads } from "../pool/call-threads.ts";
import type { HandedLetter, LetterAnswer, LetterCall, LetterSetup } from "./letter-calls.ts";
import { openLayout, type OpenLayoutOptions } from "./open-layout.ts";
import type { LetterRequest } from "./opened-layout.ts";

export interface OpenLettersOptions extends OpenLayoutOptions {
  /** How many letters are composed at a time; 1 by default. */
  readonly threads?: number;
}

/** How a record is composed in another thread. */
export interface ThreadedRequest extends Omit<LetterRequest, "signal"> {
  /** Rejects with its reason at once; the thread gives the letter up within 100 ms. */
  readonly signal?: AbortSignal;
}

/** What is known of a layout before any record comes. */
export interface LetterLayout {
  readonly name: string;
  readonly folder: string;
  readonly hash: string;
  readonly channels: readonly Channel[];
  readonly locales: readonly string[];
  /** Warnings of its check. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Opens layouts for single records, as `openLayout` does, in threads of their own: a long letter
 * delays no other, and one that nobody waits for is given up. Close it to end the threads.
 */
export async function openLetters(
  foldersOrNames: readonly string[],
  { threads = 1, ...options }: OpenLettersOptions = {},
): Promise<Letters> {
  const layouts = new Map<string, LetterLayout>();
  for (const folderOrName of foldersOrNames) {
    const layout = await factsOf(folderOrName, options);
    if (layouts.has(layout.name)) throw calledAlike(layout.name);
    layouts.set(layout.name, layout);
  }
  const named = [...layouts.values()].map(({ name, folder }) => [name, folder]);
  const folders = Object.fromEntries(named);
  const letters = new Letters(layouts, { folders, options }, threads);
  try {
    await letters.ready();
  } catch (error) {
    await letters.close();
    throw error;
  }
  return letters;
}

/** Layouts that are open in threads. */
export class Letters {
  /** By name. */
  readonly layouts: ReadonlyMap<string, LetterLayout>;
  readonly #threads: CallThreads<LetterCall, LetterAnswer>;
  readonly #asOf: string | undefined;

  constructor(layouts: Letters["layouts"], setup: LetterSetup, threads: number) {
    this.layouts = layouts;
    this.#asOf = setup.options.asOf;
    // In the extension of this file: the module is loaded as it is.
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const module = new URL(`./letter-calls.${extension}`, import.meta.url);
    this.#threads = new CallThreads({ module, setup, threads });
  }

  /** Resolves when the layouts are open in all threads. */
  ready(): Promise<void> {
    return this.#threads.ready();
  }

  /** Composes a record, as JSON has it; see `OpenLayout.compose`. */
  compose(layout: string, value: unknown, request: ThreadedRequest = {}): Promise<HandedLetter> {
    return this.#call(layout, { value }, request);
  }

  /** Composes a record from the bytes of its JSON, which are parsed in the thread, too. */
  composeJson(
    layout: string,
    json: Uint8Array,
    request: ThreadedRequest = {},
  ): Promise<HandedLetter> {
    return this.#call(layout, { json }, request);
  }

  async close(): Promise<void> {
    await this.#threads.close();
  }

  async #call(
    layout: string,
    record: LetterCall["record"],
    { signal, ...asked }: ThreadedRequest,
  ): Promise<HandedLetter> {
    if (!this.layouts.has(layout)) throw unknownLayout(layout, [...this.layouts.keys()]);
    // The threads may run for months, so that each letter says which day it is.
    const asOf = asked.asOf ?? this.#asOf ?? dayAt(commandHost().nowMs());
    const call = { layout, record, request: { ...asked, asOf } };
    const answer = await this.#threads.run(call, signal);
    if ("unusable" in answer) throw new UsageError(answer.unusable);
    return answer;
  }
}

/** Opens the layout once in this thread, so that what is wrong with it is said at once. */
async function factsOf(folderOrName: string, options: OpenLayoutOptions): Promise<LetterLayout> {
  const { plan, diagnostics } = await openLayout(folderOrName, options);
  const { name, hash, locales } = plan;
  const channels = CHANNELS.filter(
    (channel) => !isMessageChannel(channel) || plan[channel] !== undefined,
  );
  const folder = layoutFolder(commandHost(), folderOrName);
  return { name, folder, hash, channels, locales, diagnostics };
}

function calledAlike(name: string): UsageError {
  const message = `Two of the layouts are called ${name}; one of them must be renamed.`;
  return new UsageError([diagnostic("cli.bad-usage", message)]);
}

function unknownLayout(name: string, known: readonly string[]): UsageError {
  const message = `There is no layout ${name} here; there are ${known.join(", ")}.`;
  return new UsageError([diagnostic("cli.bad-usage", message)]);
}
