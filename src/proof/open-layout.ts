import { dayAt, isCalendarDay } from "../base/calendar-day.ts";
import { type Diagnostic, UsageError } from "../base/diagnostic.ts";
import { DEFLATE_LEVEL_DEFAULT } from "../job/job-values.ts";
import { checkLayout } from "../layout/check-layout.ts";
import { layoutFolder } from "../run/folder/layout-folder.ts";
import { commandHost } from "../run/host/machine.ts";
import { programVersions, sharedPaths } from "../run/host/program.ts";
import { emailImages } from "../work/email-images.ts";
import type { LetterBy } from "../work/letter/letter-composer.ts";
import { loadSubsetter } from "../work/load-subsetter.ts";
import { plainPrepareBy } from "../work/plain-prepare-by.ts";
import { prepare } from "../work/prepare.ts";
import { badDay, OpenLayout } from "./opened-layout.ts";

export type { ComposedLetter, LetterRequest, OpenLayout } from "./opened-layout.ts";

export interface OpenLayoutOptions {
  /** The day that letters are made as of, `YYYY-MM-DD`; today by default. */
  readonly asOf?: string;
  /** Of which messages' ids are made, with the key of a letter; the layout's name by default. */
  readonly name?: string;
  /** `test` makes specimens of all letters; `production` by default. */
  readonly mode?: "test" | "production";
  /** Composes records for which what the layout asserts does not hold, too: made-up ones. */
  readonly ignoresAsserts?: boolean;
  /** `false` for pages that are printed on the papers: these have their underlays already. */
  readonly underlays?: boolean;
  /** Effort of compression, 0 to 9; that of a job by default. */
  readonly deflateLevel?: number;
}

/**
 * Opens a layout for single records: its folder, or the name of one that comes along. Plan, fonts
 * and static content stay warm. Throws a `UsageError` with everything that is wrong with it.
 */
export async function openLayout(
  folderOrName: string,
  options: OpenLayoutOptions = {},
): Promise<OpenLayout> {
  const { by, diagnostics } = await openLetterBy(folderOrName, options);
  return new OpenLayout(by, diagnostics);
}

/** What the letters of a layout are composed with, and the warnings of its check. */
export async function openLetterBy(
  folderOrName: string,
  options: OpenLayoutOptions = {},
): Promise<{ readonly by: LetterBy; readonly diagnostics: readonly Diagnostic[] }> {
  const host = commandHost();
  const { asOf = dayAt(host.nowMs()) } = options;
  if (!isCalendarDay(asOf)) throw badDay();
  const folder = layoutFolder(host, folderOrName);
  const { plan: checked, diagnostics } = checkLayout(host, folder, sharedPaths());
  if (checked === undefined) throw new UsageError(diagnostics);
  const { asserts: _, ...rest } = checked;
  const plan = options.ignoresAsserts === true ? rest : checked;
  const prepareBy = { ...plainPrepareBy(folder), showsUnderlays: options.underlays !== false };
  const prepared = await prepare(host, plan, prepareBy);
  const images = await emailImages(host, plan, folder);
  loadSubsetter(host);
  const { name = plan.name, mode = "production", deflateLevel = DEFLATE_LEVEL_DEFAULT } = options;
  const print = { deflateLevel };
  const job = { name, cycle: asOf, asOf, mode, ...prepareBy, channels: {}, print };
  const version = programVersions().nightpress;
  return { by: { plan, job, prepared, emailImages: images, version }, diagnostics };
}
