import type { ForeignFixtureFormat } from "../../fixtures/statement/foreign/foreign-formats.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { InputSpec } from "../../src/model/job.ts";

/** Data in a format, and where it goes. */
export interface DataRequest {
  readonly folder: string;
  readonly format: ForeignFixtureFormat;
  readonly records: number;
  /** The database that takes the tables of PostgreSQL; PGPASSWORD opens it. */
  readonly url?: string;
}

/** What a reader must know, so that it loads no job and no layout: a file beside the data. */
export interface ReadingSpec {
  readonly input: InputSpec;
  readonly shape: ObjectShape;
}

export const SPEC_NAME = "reading.json";
