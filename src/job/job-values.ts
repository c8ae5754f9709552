import { canonicalJson } from "../base/canonical-json.ts";
import type { HoldSpec, Job, MailSpec, PrintSpec, RejectLimit } from "../model/job.ts";
import type { ParameterValues } from "../model/parameter.ts";
import type { Shop } from "../model/shop.ts";
import { absolute } from "../layout/absolute-path.ts";
import { inputOf } from "./input-values.ts";
import type { JobValue, MailerValue } from "./job-schema.ts";
import { suppressOf } from "./lists/list-values.ts";
import { seedsOf } from "./lists/seeds-values.ts";

const SPOOL_SHEETS = 20_000;
const SPOOL_BYTES = 2 * 1024 * 1024 * 1024;
export const DEFLATE_LEVEL_DEFAULT = 2;
const REJECTS_SHARE = "2%";
/** A share of few records means nothing: every job with a share tolerates this many rejects. */
const REJECTS_BORNE = 10;
const PAGES_MAX = 200;
const TOLERANCE = "2%";
const SHEET_CLASSES = [1, 2, 6];

/** A job's own sections with what its shop adds to them. */
export interface WholeJobValue extends Omit<JobValue, "mail" | "cycle" | "as-of"> {
  readonly mail: MailSpec;
  readonly cycle: string;
  readonly "as-of": string;
}

/**
 * The job that a checked file describes, without what needs the layout's data: its channel rules.
 */
export function jobOf(
  value: WholeJobValue,
  folder: string,
  layoutFolder: string,
  shop?: Shop,
  parameters: ParameterValues = {},
): Job {
  const glyph = value["missing-glyph"] ?? "reject";
  const hold = value.hold === undefined ? shop?.hold : holdOf(value.hold);
  const seeds = value.seeds ?? shop?.seedsFile;
  const suppress = suppressOf(value.suppress, folder) ?? shop?.suppress;
  return {
    name: value.job,
    folder,
    mode: value.mode,
    cycle: value.cycle,
    asOf: value["as-of"],
    ...(Object.keys(parameters).length > 0 && { parameters }),
    seed: value.seed,
    input: inputOf(value.input, folder, { cycle: value.cycle, asOf: value["as-of"] }),
    layout: layoutFolder,
    channels: {},
    ...(Object.keys(value.parameters ?? {}).length > 0 && {
      channelsAsWritten: canonicalJson(value.channels ?? {}),
    }),
    mail: value.mail,
    print: printOf(value.print ?? {}),
    limits: {
      rejects: rejectLimitOf(value.limits?.rejects ?? REJECTS_SHARE),
      pagesPerDocumentMax: value.limits?.["pages-per-document"] ?? PAGES_MAX,
    },
    missingGlyph:
      glyph === "reject" ? { action: "reject" } : { action: "substitute", text: glyph.substitute },
    ...(value.search && { search: value.search }),
    ...(value.class !== undefined && { documentClass: value.class }),
    ...(seeds !== undefined && { seeds: seedsOf(seeds, value.input, folder) }),
    ...(suppress && { suppress }),
    ...(hold && { hold }),
    ...(value["test-recipient"] && { testRecipient: value["test-recipient"] }),
    ...(value.verify?.raster !== undefined && { rasterSheets: value.verify.raster }),
    registerFile:
      ownOrShared(folder, value.register, shop?.registerFile) ?? absolute(folder, "register.db"),
    priority: value.priority ?? "normal",
    ...(shop && { shop }),
  };
}

function rejectLimitOf(written: number | string): RejectLimit {
  if (typeof written === "number") return { kind: "count", countMax: written };
  return { kind: "share", percentMax: Number.parseFloat(written), countMin: REJECTS_BORNE };
}

/** The file that a job names itself, or else the one that its shop names. */
function ownOrShared(
  folder: string,
  own: string | undefined,
  shared: string | undefined,
): string | undefined {
  return own === undefined ? shared : absolute(folder, own);
}

/** What the barcode holds for a mailer. */
export function mailOf(mailer: MailerValue): MailSpec {
  return {
    mailerId: mailer["mailer-id"],
    serviceType: mailer["service-type"],
    barcodeId: mailer["barcode-id"] ?? "00",
  };
}

/** Where a run waits, with defaults for what is not given. */
export function holdOf(hold: NonNullable<JobValue["hold"]>): HoldSpec {
  return {
    beforeAssembly: hold["before-assembly"] ?? false,
    beforeRelease: hold["before-release"] ?? false,
    tolerancePercent: Number.parseFloat(hold.tolerance ?? TOLERANCE),
    toleranceCount: hold["tolerance-count"] ?? 0,
  };
}

function printOf(print: NonNullable<JobValue["print"]>): PrintSpec {
  return {
    sheetClasses: print["sheet-classes"] ?? SHEET_CLASSES,
    spoolSheetsMax: print["spool-sheets"] ?? SPOOL_SHEETS,
    spoolBytesMax: print["spool-bytes"] ?? SPOOL_BYTES,
    deflateLevel: print["deflate-level"] ?? DEFLATE_LEVEL_DEFAULT,
    imbFor: print["imb-for"] ?? ["automation"],
    ...furnitureOf(print),
  };
}

/** What a job asks of furniture; its stock is read when the layout is known. */
function furnitureOf(print: NonNullable<JobValue["print"]>): Pick<PrintSpec, "breaks" | "setUp"> {
  const { "break-sheets": breaks, "set-up": setUp } = print;
  const { sheets = 0, "test-pattern": testPattern = false } = setUp ?? {};
  return {
    ...(breaks && {
      breaks:
        "postal" in breaks
          ? { postalDigits: breaks.postal }
          : { everySheets: breaks["every-sheets"] },
    }),
    ...((sheets > 0 || testPattern) && { setUp: { sheets, testPattern } }),
  };
}
