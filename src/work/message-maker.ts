import type { Binder } from "../bind/binder.ts";
import type { Document } from "../model/document.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { CustomerRecord } from "../model/record.ts";
import type { EmailImage } from "../paint/html/mime.ts";

/** What messages are made from. */
export interface MessageBy {
  readonly plan: LayoutPlan;
  readonly job: Pick<Job, "name" | "cycle" | "asOf" | "mode" | "testRecipient">;
  readonly binder: Binder;
  readonly emailImages: readonly EmailImage[];
}

/** Makes the messages of a channel. */
export interface MessageMaker {
  /** The bytes as a batch carries them; undefined if the document cannot go out this way. */
  make(record: CustomerRecord, document: Document): Uint8Array | undefined;
}
