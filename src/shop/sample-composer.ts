import type { Diagnostic } from "../base/diagnostic.ts";
import { compileRecordCheck } from "../intake/check/record-check.ts";
import { compileFaultFinder } from "../intake/check/record-faults.ts";
import type { Fault } from "../intake/check/fault.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { CustomerRecord, RawObject } from "../model/record.ts";
import { type ComposeJob, DocumentComposer } from "../work/document-composer.ts";
import { inLargePrint } from "../work/large-print-faults.ts";
import type { PrepareBy, Prepared } from "../work/prepare.ts";
import type { RenditionSink } from "../work/rendition-sink.ts";

/** Tries single records on a layout's pages, for lint. Keeps no rendition. */
export class SampleComposer {
  readonly #check: (raw: unknown) => RawObject | undefined;
  readonly #findFaults: ReturnType<typeof compileFaultFinder>;
  readonly #documents: DocumentComposer;
  readonly #hasLargePrint: boolean;

  constructor(plan: LayoutPlan, by: PrepareBy, { fonts, statics }: Prepared) {
    this.#check = compileRecordCheck(plan.shape);
    this.#hasLargePrint = plan.largePrint !== undefined;
    this.#findFaults = compileFaultFinder(plan.shape);
    const composeBy = { plan, job: sampleJob(by), channels: ["print"] } as const;
    this.#documents = new DocumentComposer(composeBy, { fonts, statics, emailImages: [] });
  }

  /** The record's values; undefined if it does not match the layout's data. */
  valuesOf(raw: unknown): RawObject | undefined {
    return this.#check(raw);
  }

  /** Why a record does not match. */
  mismatches(raw: unknown): readonly Fault[] {
    return this.#findFaults(raw);
  }

  /** For what its pages would be refused; its address is not looked at. */
  pageFaults(values: RawObject): readonly Diagnostic[] {
    return this.#documents.pageFaults(recordOf(values));
  }

  /**
   * For what its piece would be rejected: its pages, its address in the window, its sheets; where
   * the layout has large print, in that too, whatever the record prefers.
   */
  pieceFaults(values: RawObject): readonly Diagnostic[] {
    const record = recordOf(values);
    const faults = this.#documents.composeOnPaper(record, NOWHERE);
    if (faults.length > 0 || !this.#hasLargePrint) return faults;
    return this.#documents.composeInLargePrint(record, NOWHERE).map(inLargePrint);
  }
}

function recordOf(values: RawObject): CustomerRecord {
  const place = { file: "", line: 0, byteOffset: 0, sizeBytes: 0 };
  return { ordinal: 0, key: "", values, place };
}

/** A layout is checked without the job that will use it: its pages do not depend on the rest. */
function sampleJob({ missingGlyph, limits }: PrepareBy): ComposeJob {
  const unnamed = { name: "", cycle: "", asOf: "2000-01-01", mode: "test" } as const;
  return { ...unnamed, missingGlyph, limits, channels: {}, print: { deflateLevel: 0 } };
}

const nothing = (): void => undefined;
const NOWHERE: RenditionSink = {
  beginPrint: nothing,
  page: nothing,
  cancelPrint: nothing,
  endPrint: nothing,
  message: nothing,
  unrendered: nothing,
};
