import { compileRecordCheck } from "../intake/check/record-check.ts";
import { compileFaultFinder } from "../intake/check/record-faults.ts";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { isCalendarDay } from "../base/calendar-day.ts";
import { checkLayout } from "../layout/check-layout.ts";
import { layoutFolder } from "../run/folder/layout-folder.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { type Channel, CHANNELS } from "../model/channel.ts";
import type { RawObject } from "../model/record.ts";
import { commandHost } from "../run/host/machine.ts";
import { programVersions, sharedPaths } from "../run/host/program.ts";
import { plainPrepareBy } from "../work/plain-prepare-by.ts";
import { emailImages } from "../work/email-images.ts";
import { loadSubsetter } from "../work/load-subsetter.ts";
import { type Letter, LetterComposer } from "../work/letter/letter-composer.ts";
import { prepare } from "../work/prepare.ts";

export interface OpenLayoutOptions {
  /** The day that letters are made as of, `YYYY-MM-DD`; today by default. */
  readonly asOf?: string;
  /** Of which messages' ids are made, with the key of a letter; the layout's name by default. */
  readonly name?: string;
  /** `test` marks messages as specimens; `production` by default. */
  readonly mode?: "test" | "production";
  /** Effort of compression, 0 to 9; 6 by default. */
  readonly deflateLevel?: number;
}

/** How one record is composed. */
export interface LetterRequest {
  /** All that the layout has, by default. */
  readonly channels?: readonly Channel[];
  /** Of which messages' ids are made; an empty one by default. */
  readonly key?: string;
}

/** A record as composed, with the values that were composed. */
export interface ComposedLetter extends Letter {
  /** What the record holds as the layout declares it; absent if it does not match. */
  readonly values?: RawObject;
}

/**
 * Opens a layout for single records: its folder, or the name of one that comes along. Plan, fonts
 * and static content stay warm. Throws a `UsageError` with everything that is wrong with it.
 */
export async function openLayout(
  folderOrName: string,
  options: OpenLayoutOptions = {},
): Promise<OpenLayout> {
  const host = commandHost();
  const { asOf = new Date(host.nowMs()).toISOString().slice(0, 10) } = options;
  if (!isCalendarDay(asOf)) throw new UsageError([badDay()]);
  const folder = layoutFolder(host, folderOrName);
  const { plan, diagnostics } = checkLayout(host, folder, sharedPaths());
  if (plan === undefined) throw new UsageError(diagnostics);
  const by = plainPrepareBy(folder);
  const prepared = await prepare(host, plan, by);
  const images = await emailImages(host, plan, folder);
  loadSubsetter(host);
  const { name = plan.name, mode = "production", deflateLevel = 6 } = options;
  const job = { name, cycle: asOf, asOf, mode, ...by, channels: {}, print: { deflateLevel } };
  const version = programVersions().nightpress;
  return new OpenLayout({ plan, job, prepared, emailImages: images, version }, diagnostics);
}

/** A layout that is ready to compose records. Not for use by several threads. */
export class OpenLayout {
  readonly plan: LayoutPlan;
  /** Warnings of the layout's check. */
  readonly diagnostics: readonly Diagnostic[];
  readonly #check: (raw: unknown) => RawObject | undefined;
  readonly #findFaults: ReturnType<typeof compileFaultFinder>;
  readonly #letters: LetterComposer;

  constructor(
    by: ConstructorParameters<typeof LetterComposer>[0],
    diagnostics: readonly Diagnostic[],
  ) {
    this.plan = by.plan;
    this.diagnostics = diagnostics;
    this.#check = compileRecordCheck(by.plan.shape);
    this.#findFaults = compileFaultFinder(by.plan.shape);
    this.#letters = new LetterComposer(by);
  }

  /**
   * Composes a record, as JSON has it. What does not match the layout's data, and what keeps it
   * from a channel, is in the result: nothing is thrown for it. The same record, the same bytes.
   */
  compose(record: unknown, { channels = CHANNELS, key = "" }: LetterRequest = {}): ComposedLetter {
    const values = this.#check(record);
    if (values === undefined) {
      const found = this.#findFaults(record).map(({ code, field, message }) =>
        diagnostic(code, message, { data: { ...NO_PLACE, field } }),
      );
      return { pages: 0, messages: {}, diagnostics: found };
    }
    const place = { file: "", line: 0, byteOffset: 0, sizeBytes: 0 };
    const letter = this.#letters.compose({ ordinal: 0, key, values, place }, channels);
    return { ...letter, values };
  }
}

const NO_PLACE = { file: "", line: 0, byteOffset: 0, record: 0 };

function badDay(): Diagnostic {
  return diagnostic("cli.bad-usage", "`asOf` must be a day such as 2026-10-31.");
}
