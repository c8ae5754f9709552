import { setImmediate as nextTurn } from "node:timers/promises";
import { isCalendarDay } from "../base/calendar-day.ts";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import type { PageMap } from "../compose/page-map.ts";
import { stopIfAborted, type StopSignal } from "../compose/stop-signal.ts";
import { compileRecordCheck } from "../intake/check/record-check.ts";
import { compileFaultFinder } from "../intake/check/record-faults.ts";
import { type Channel, CHANNELS } from "../model/channel.ts";
import type { Expr } from "../model/expr.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { RawObject } from "../model/record.ts";
import type { MimeImage } from "../paint/html/mime.ts";
import { type Letter, type LetterBy, LetterComposer } from "../work/letter/letter-composer.ts";
import { LetterSpool } from "../work/letter/letter-spool.ts";

/** How a record is composed: as it is sent, or as a specimen that nobody can take for it. */
export type LetterProfile = "letter" | "specimen";

/** In which form records are composed. */
export interface LetterForm {
  /** One of the layout's locales, whatever the record says; by default, what the record says. */
  readonly locale?: string;
  /** `specimen` says so on all pages and messages; by default, what the layout's `mode` says. */
  readonly profile?: LetterProfile;
  /** The day it is made as of, `YYYY-MM-DD`; that of the open layout by default. */
  readonly asOf?: string;
  /**
   * Ends the work, whose reason is then thrown. An `AbortSignal` can only be given between events,
   * so that a letter under way in this thread is finished first; see `openLetters`.
   */
  readonly signal?: StopSignal;
}

/** How one record is composed. */
export interface LetterRequest extends LetterForm {
  /** All that the layout has, by default. */
  readonly channels?: readonly Channel[];
  /** Of which messages' ids are made; an empty one by default. */
  readonly key?: string;
}

/** How records are composed to one file. */
export interface SpoolRequest extends LetterForm {
  /** Called for each record in order, whether it is in the file or not. */
  readonly onLetter?: (letter: SpooledLetter) => void;
}

/** What became of a record on its way to a file. */
export interface SpooledLetter {
  /** 0-based. */
  readonly record: number;
  /** 0-based, in the file. */
  readonly firstPage: number;
  /** None for a record that is not in the file. */
  readonly pages: number;
  /** Why it is not. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A record as composed, with the values that were composed. */
export interface ComposedLetter extends Letter {
  /** The e-mail's HTML and the images it names by content id, charts and barcodes among them. */
  readonly html?: string;
  readonly images?: readonly MimeImage[];
  /** The e-mail's text part. */
  readonly text?: string;
  /** The text of the SMS. */
  readonly sms?: string;
  /** What the record holds as the layout declares it; absent if it does not match. */
  readonly values?: RawObject;
}

type CheckedRecord =
  | { readonly values: RawObject; readonly diagnostics?: undefined }
  | { readonly values?: undefined; readonly diagnostics: readonly Diagnostic[] };

/** A layout that is ready to compose records. Not for use by several threads. */
export class OpenLayout {
  readonly plan: LayoutPlan;
  /** Warnings of the layout's check. */
  readonly diagnostics: readonly Diagnostic[];
  readonly #by: LetterBy;
  readonly #check: (raw: unknown) => RawObject | undefined;
  readonly #findFaults: ReturnType<typeof compileFaultFinder>;
  /** By locale, profile and day, each made when it is first asked for. */
  readonly #letters = new Map<string, LetterComposer>();

  constructor(by: LetterBy, diagnostics: readonly Diagnostic[]) {
    this.plan = by.plan;
    this.diagnostics = diagnostics;
    this.#by = by;
    this.#check = compileRecordCheck(by.plan.shape);
    this.#findFaults = compileFaultFinder(by.plan.shape);
    this.#composer({});
  }

  /**
   * Composes a record, as JSON has it. What does not match the layout's data, and what keeps it
   * from a channel, is in the result: nothing is thrown for it. The same record, the same bytes.
   */
  compose(record: unknown, request: LetterRequest = {}): ComposedLetter {
    const { channels = CHANNELS, key = "", signal } = request;
    const letters = this.#composer(request);
    stopIfAborted(signal);
    const { values, diagnostics } = this.#checked(record);
    if (values === undefined) return { pages: 0, messages: {}, diagnostics };
    const letter = letters.compose({ ordinal: 0, key, values, place: PLACE }, channels, signal);
    return { ...letter, ...partsOf(letter), values };
  }

  /**
   * Says where on its pages a record's blocks and lines of text stand: for people who write the
   * layout. Nothing for a record that does not match its data.
   */
  maps(record: unknown, request: LetterForm = {}): readonly PageMap[] {
    const { values } = this.#checked(record);
    const letters = this.#composer(request);
    return values === undefined ? [] : letters.maps({ ordinal: 0, key: "", values, place: PLACE });
  }

  /**
   * Composes records as they come to the pages of one PDF file, and gives its bytes as they are
   * made. Memory grows by some 32 bytes a page, and by nothing else. A record that would be refused
   * is left out, and said to `onLetter`.
   */
  async *spool(
    records: AsyncIterable<unknown> | Iterable<unknown>,
    request: SpoolRequest = {},
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const { signal, onLetter } = request;
    const letters = this.#composer(request);
    const spool = new LetterSpool(this.plan, this.#by.prepared, letters.info());
    let record = 0;
    for await (const raw of records) {
      // A turn of the event loop for each letter: else a signal could never be given.
      await nextTurn();
      stopIfAborted(signal);
      // Composed in any case: what stands in the call of nobody is never done.
      const letter = this.#spooled(letters, spool, raw, record, signal);
      onLetter?.(letter);
      yield* spool.take();
      record += 1;
    }
    spool.finish();
    yield* spool.take();
  }

  #spooled(
    letters: LetterComposer,
    spool: LetterSpool,
    raw: unknown,
    record: number,
    signal: StopSignal | undefined,
  ): SpooledLetter {
    const firstPage = spool.pageCount;
    const { values, diagnostics } = this.#checked(raw);
    if (values === undefined) return { record, firstPage, pages: 0, diagnostics };
    const printed = letters.print({ ordinal: record, key: "", values, place: PLACE }, signal);
    const isSound = printed.diagnostics.length === 0;
    if (isSound) spool.add(printed, letters.usage);
    const pages = spool.pageCount - firstPage;
    return { record, firstPage, pages, diagnostics: printed.diagnostics };
  }

  #checked(record: unknown): CheckedRecord {
    const values = this.#check(record);
    if (values !== undefined) return { values };
    const diagnostics = this.#findFaults(record).map(({ code, field, message }) =>
      diagnostic(code, message, { data: { ...NO_PLACE, field } }),
    );
    return { diagnostics };
  }

  #composer(form: LetterForm): LetterComposer {
    const name = `${form.locale} ${form.profile} ${form.asOf ?? this.#by.job.asOf}`;
    const made = this.#letters.get(name) ?? this.#newComposer(form);
    this.#letters.delete(name);
    this.#letters.set(name, made);
    const [oldest] = this.#letters.keys();
    if (this.#letters.size > COMPOSERS_MAX && oldest !== undefined) this.#letters.delete(oldest);
    return made;
  }

  #newComposer({ locale, profile, asOf }: LetterForm): LetterComposer {
    const { plan, job } = this.#by;
    if (locale !== undefined && !plan.locales.includes(locale)) throw unknownLocale(plan, locale);
    if (asOf !== undefined && !isCalendarDay(asOf)) throw badDay();
    return new LetterComposer({
      ...this.#by,
      plan: { ...plan, ...(locale !== undefined && { localeOf: textLiteral(locale) }) },
      job: {
        ...job,
        ...(profile !== undefined && { mode: MODES[profile] }),
        ...(asOf !== undefined && { asOf, cycle: asOf }),
      },
    });
  }
}

/** Forms whose composers are kept: there may be one a day. */
const COMPOSERS_MAX = 16;
const MODES = { letter: "production", specimen: "test" } as const;
const PLACE = { file: "", line: 0, byteOffset: 0, sizeBytes: 0 };
const NO_PLACE = { file: "", line: 0, byteOffset: 0, record: 0 };

function textLiteral(value: string): Expr {
  return { op: "literal", kind: "text", value };
}

export function badDay(): UsageError {
  const message = "The day that letters are made as of must be one such as 2026-10-31.";
  return new UsageError([diagnostic("cli.bad-usage", message)]);
}

function unknownLocale({ name, locales }: LayoutPlan, locale: string): UsageError {
  const message = `The layout ${name} has no locale ${locale}; it has ${locales.join(", ")}.`;
  return new UsageError([diagnostic("cli.bad-usage", message)]);
}

/** The parts that are read most, without the way through their messages. */
function partsOf({
  messages: { email, sms },
}: Letter): Pick<ComposedLetter, "html" | "images" | "text" | "sms"> {
  return {
    ...(email?.html !== undefined && { html: email.html }),
    ...(email?.images !== undefined && { images: email.images }),
    ...(email !== undefined && { text: email.text }),
    ...(sms !== undefined && { sms: sms.text }),
  };
}
