import type { Diagnostic } from "../base/diagnostic.ts";
import type { Binder } from "../bind/binder.ts";
import type { OpenFont } from "../compose/type-style.ts";
import type { Document } from "../model/document.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { CustomerRecord } from "../model/record.ts";
import type { TextKind } from "../model/text-format.ts";
import type { EmailImage, MimeImage } from "../paint/html/mime.ts";

/** What messages are made from. */
export interface MessageBy {
  readonly plan: LayoutPlan;
  readonly job: Pick<Job, "name" | "cycle" | "asOf" | "mode" | "testRecipient">;
  readonly binder: Binder;
  readonly fonts: readonly OpenFont[];
  readonly emailImages: readonly EmailImage[];
}

/** Makes the messages of a channel. */
export interface MessageMaker {
  /** The bytes as a batch carries them; undefined if the document cannot go out this way. */
  make(record: CustomerRecord, document: Document): Uint8Array | undefined;
  /** Of channels that can be: how it is written as text alone, as the customer prefers. */
  textKind?(document: Document): TextKind | undefined;
  /** What the recipient sees, also where something keeps the message from being sent. */
  show(record: CustomerRecord, document: Document): ShownMessage;
}

/** A message as it is read. */
export interface ShownMessage {
  /** Whom `bytes` go to: in a test never the customer. */
  readonly to: string;
  readonly text: string;
  readonly subject?: string;
  readonly html?: string;
  /** Images by the content ids that `html` names them by. */
  readonly images?: readonly MimeImage[];
  /** How many parts the network makes of it. */
  readonly segments?: number;
  /** The bytes as a batch carries them; absent if it cannot be sent. */
  readonly bytes?: Uint8Array;
  /** What keeps it from being sent. */
  readonly diagnostics: readonly Diagnostic[];
}
