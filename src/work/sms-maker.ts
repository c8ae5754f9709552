import type { Binder } from "../bind/binder.ts";
import type { CustomerRecord } from "../model/record.ts";
import { type PaintedSms, paintSms } from "../paint/sms/sms-painter.ts";
import { smsLine } from "../spool/sms-line.ts";
import type { MessageBy, MessageMaker, ShownMessage } from "./message-maker.ts";
import { recipientOf } from "./message-recipient.ts";

/** Not a number at all: no gateway delivers to it. */
const NOBODY = "";

/** Makes lines of an SMS batch. */
export class SmsMaker implements MessageMaker {
  readonly #job: MessageBy["job"];
  readonly #binder: Binder;
  readonly #segmentsMax: number;

  constructor({ plan, job, binder }: MessageBy) {
    this.#job = job;
    this.#binder = binder;
    this.#segmentsMax = plan.sms?.segmentsMax ?? 1;
  }

  make(record: CustomerRecord): Uint8Array | undefined {
    const { rendition } = this.#paint(record);
    if (rendition === undefined) return undefined;
    return smsLine(record.ordinal, { ...rendition, to: this.#recipient(rendition.to) });
  }

  show(record: CustomerRecord): ShownMessage {
    const { to: customer, text, rendition, diagnostics } = this.#paint(record);
    const to = this.#recipient(customer);
    if (rendition === undefined) return { to, text, diagnostics };
    const bytes = this.make(record);
    const { segments } = rendition;
    return { to, text: rendition.text, segments, diagnostics, ...(bytes && { bytes }) };
  }

  #recipient(customer: string): string {
    return recipientOf(this.#job, "sms", { customer, nobody: NOBODY });
  }

  #paint(record: CustomerRecord): PaintedSms & Pick<ShownMessage, "to" | "text"> {
    const { to, text } = this.#binder.bindSms(record);
    const said = this.#job.mode === "test" ? `SPECIMEN ${text}` : text;
    const segmentsMax = this.#segmentsMax;
    const painted = paintSms(to ?? "", said, { segmentsMax, plainTypography: true });
    return { ...painted, to: to ?? "", text: said };
  }
}
