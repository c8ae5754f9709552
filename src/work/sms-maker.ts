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
    const reached = {
      ...rendition,
      to: recipientOf(this.#job, "sms", { customer: rendition.to, nobody: NOBODY }),
    };
    return smsLine(record.ordinal, reached);
  }

  show(record: CustomerRecord): ShownMessage {
    const { to, text, rendition, diagnostics } = this.#paint(record);
    if (rendition === undefined) return { to, text, diagnostics };
    const bytes = this.make(record);
    const { segments } = rendition;
    return { to, text: rendition.text, segments, diagnostics, ...(bytes && { bytes }) };
  }

  #paint(record: CustomerRecord): PaintedSms & Pick<ShownMessage, "to" | "text"> {
    const { to, text } = this.#binder.bindSms(record);
    const said = this.#job.mode === "test" ? `SPECIMEN ${text}` : text;
    const segmentsMax = this.#segmentsMax;
    const painted = paintSms(to ?? "", said, { segmentsMax, plainTypography: true });
    return { ...painted, to: to ?? "", text: said };
  }
}
