import { defined } from "../base/assert.ts";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Binder } from "../bind/binder.ts";
import { enlargedPlan } from "../compose/enlarged-plan.ts";
import type { Document } from "../model/document.ts";
import type { EmailPlan, LayoutPlan } from "../model/layout-plan.ts";
import type { CustomerRecord } from "../model/record.ts";
import type { TextKind } from "../model/text-format.ts";
import type { DrawChart } from "../paint/html/chart-picture.ts";
import { EmailPainter, type PaintedEmail } from "../paint/html/email-painter.ts";
import { headerText } from "../paint/html/mail-header.ts";
import { type EmailImage, type MimeImage, writeMime } from "../paint/html/mime.ts";
import { mailDate } from "../run/mail-date.ts";
import { ChartPictures } from "./chart-pictures.ts";
import type { MessageBy, MessageMaker, ShownMessage } from "./message-maker.ts";
import { recipientOf } from "./message-recipient.ts";

/** In a domain that is reserved not to exist (RFC 6761, 6.4). */
const NOBODY = "nobody@nightpress.invalid";

/** Makes complete messages. Nothing in them depends on when or where they are made. */
export class EmailMaker implements MessageMaker {
  readonly #email: EmailPlan | undefined;
  readonly #job: MessageBy["job"];
  readonly #binder: Binder;
  readonly #images: readonly EmailImage[];
  readonly #painter: EmailPainter;
  /** Of e-mails in large print. */
  readonly #largePainter: EmailPainter | undefined;
  readonly #date: string;

  constructor({ plan, job, binder, fonts, emailImages }: MessageBy) {
    this.#email = plan.email;
    this.#job = job;
    this.#binder = binder;
    this.#images = emailImages;
    const named = emailImages.map(({ index, contentId }) => [index, { contentId }] as const);
    const painterOf = (sized: LayoutPlan): EmailPainter => {
      const pictures = new ChartPictures(sized, fonts);
      const draw: DrawChart = (bound, locale) => pictures.draw(bound, locale);
      return new EmailPainter(sized, new Map(named), draw);
    };
    const large = enlargedPlan(plan);
    this.#painter = painterOf(plan);
    this.#largePainter = large && painterOf(large);
    this.#date = mailDate(job.asOf);
  }

  textKind({ textFormat }: Document): TextKind | undefined {
    return textFormat?.kind;
  }

  make(record: CustomerRecord, document: Document): Uint8Array | undefined {
    const painted = this.#paint(record, document);
    // A message without room for all rows would be the customer's only copy, so the document goes
    // on paper.
    if (painted.diagnostics.length > 0 || painted.rowsLeftOut > 0) return undefined;
    return this.#message(record, painted);
  }

  show(record: CustomerRecord, document: Document): ShownMessage {
    const painted = this.#paint(record, document);
    const { subject, html, text, rowsLeftOut } = painted;
    const to = this.#recipient(painted);
    const diagnostics = [...painted.diagnostics, ...(rowsLeftOut > 0 ? [rowsMissing()] : [])];
    const bytes = diagnostics.length === 0 ? this.#message(record, painted) : undefined;
    if (html === "") return { to, subject, text, diagnostics, ...(bytes && { bytes }) };
    const images = this.#imagesOf(painted);
    return { to, subject, html, text, images, diagnostics, ...(bytes && { bytes }) };
  }

  #paint(record: CustomerRecord, document: Document): PaintedEmail {
    const { to, subject, preheader, footer } = this.#binder.bindEmail(record);
    const isTest = this.#job.mode === "test";
    const said = isTest ? `[SPECIMEN] ${subject}` : subject;
    const envelope = { to: to ?? "", subject: said, preheader, footer };
    const painter = (document.isLarge && this.#largePainter) || this.#painter;
    return painter.paint(document, envelope);
  }

  #recipient({ to }: PaintedEmail): string {
    return recipientOf(this.#job, "email", { customer: to, nobody: NOBODY });
  }

  /** Those of the layout, and the charts and barcodes of this message. */
  #imagesOf({ html, codes }: PaintedEmail): readonly MimeImage[] {
    return html === "" ? [] : [...this.#images, ...codes];
  }

  /** The complete message of an e-mail that can be sent. */
  #message(record: CustomerRecord, painted: PaintedEmail): Uint8Array {
    const email = defined(this.#email, "the layout's e-mail");
    const isTest = this.#job.mode === "test";
    const seed = `${this.#job.name}\n${this.#job.cycle}\n${record.key}`;
    return writeMime({
      ...painted,
      to: this.#recipient(painted),
      from: email.fromAddress,
      fromName: email.fromName,
      // A gateway that has seen a test must not take the production message for a duplicate of it.
      messageIdSeed: isTest ? `SPECIMEN\n${seed}` : seed,
      dateRfc5322: this.#date,
      images: this.#imagesOf(painted),
      ...(isTest && { headers: { "X-Nightpress-Key": headerText(record.key) } }),
    });
  }
}

function rowsMissing(): Diagnostic {
  const message = "the e-mail has no room for all rows of a table; the document goes on paper";
  return diagnostic("email.too-large", message);
}
