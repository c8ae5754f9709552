import type { Diagnostic } from "../../base/diagnostic.ts";
import { diagnostic } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import type { BoundBlock, Document } from "../../model/document.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { EmailRendition } from "../../model/rendition.ts";
import { withinZones } from "../../rules/zone-choice.ts";
import type { EmailEnvelope } from "./email-frame.ts";
import { frameHtml } from "./email-frame.ts";
import { phrasesOf } from "./email-phrases.ts";
import { EmailStyles } from "./email-styles.ts";
import { isRightToLeft } from "../../font/locale-direction.ts";
import type { DrawChart } from "./chart-picture.ts";
import type { EmailImages } from "./html-blocks.ts";
import { HtmlDirection } from "./html-direction.ts";
import { HtmlBlocks } from "./html-blocks.ts";
import { withHtmlNotes } from "./html-notes.ts";
import { linearText } from "./linear-text.ts";
import type { MimeImage } from "./mime.ts";
import { isMailAddress } from "./mail-address.ts";
import { isShown } from "./shown-blocks.ts";
import { paintText } from "./text-part.ts";

export type { EmailEnvelope } from "./email-frame.ts";
export type { EmailImages } from "./html-blocks.ts";

export interface PaintedEmail extends EmailRendition {
  /** Pictures of barcodes and charts that this message carries. */
  readonly codes: readonly MimeImage[];
  /** Table rows that only the full statement has, because the HTML would grow too large. */
  readonly rowsLeftOut: number;
  /** An error here means that the message must not be sent. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A row of a table takes at least so many bytes of HTML. */
const ROW_BYTES_MIN = 24;
const ROWS_MAX = Math.ceil(limits.emailHtmlBytesMax / ROW_BYTES_MIN);

interface Painted {
  readonly html: string;
  readonly codes: readonly MimeImage[];
  readonly rowsLeftOut: number;
}

/**
 * Paints documents as e-mails: HTML that shows its data tables as cards on a phone, and the same
 * as plain text. What the styles need is worked out once for the plan.
 */
export class EmailPainter {
  /** For e-mails from the left and from the right. */
  readonly #blocks: readonly [HtmlBlocks, HtmlBlocks];
  readonly #logo: number;
  readonly #zones: LayoutPlan["zones"];

  constructor(plan: LayoutPlan, images: EmailImages, drawChart?: DrawChart) {
    const styles = new EmailStyles(plan);
    const blocksOf = (rightToLeft: boolean): HtmlBlocks =>
      new HtmlBlocks(plan, styles, images, new HtmlDirection(rightToLeft), drawChart);
    this.#blocks = [blocksOf(false), blocksOf(true)];
    this.#logo = plan.email?.logo ?? -1;
    this.#zones = plan.zones;
  }

  /**
   * The e-mail of a document; of one that is to be text alone, no HTML. Never holds more than
   * `limits.emailHtmlBytesMax` bytes of HTML.
   */
  paint(bound: Document, envelope: EmailEnvelope): PaintedEmail {
    const document = { ...bound, blocks: withinZones(bound.blocks, this.#zones) };
    const diagnostics: Diagnostic[] = [];
    if (!isMailAddress(envelope.to)) diagnostics.push(badAddress());
    if (document.textFormat !== undefined) {
      const text = linearText(document, envelope.footer, document.textFormat);
      const { to, subject } = envelope;
      return { to, subject, html: "", text, codes: [], rowsLeftOut: 0, diagnostics };
    }
    let rowsMax = ROWS_MAX;
    let painted = this.#html(document, envelope, rowsMax);
    if (!fits(painted)) {
      rowsMax = this.#rowsThatFit(document, envelope);
      painted = this.#html(document, envelope, rowsMax);
    }
    if (!fits(painted)) diagnostics.push(tooLarge());
    const text = paintText(document, envelope, rowsMax);
    const { to, subject } = envelope;
    const { html, codes, rowsLeftOut } = painted;
    return { to, subject, html, text, codes, rowsLeftOut, diagnostics };
  }

  /** The most rows a table may show for the HTML to fit, found by halving. */
  #rowsThatFit(document: Document, envelope: EmailEnvelope): number {
    let fitting = 0;
    let tooMany = Math.min(ROWS_MAX, longestTable(document.blocks)) + 1;
    while (tooMany - fitting > 1) {
      const middle = Math.floor((fitting + tooMany) / 2);
      if (fits(this.#html(document, envelope, middle))) fitting = middle;
      else tooMany = middle;
    }
    return fitting;
  }

  #html(document: Document, envelope: EmailEnvelope, rowsMax: number): Painted {
    const phrases = phrasesOf(document.locale);
    const kit = this.#blocks[isRightToLeft(document.locale) ? 1 : 0];
    const painter = kit.start(rowsMax, phrases.moreRows, document.locale);
    const logo = painter.logo(this.#logo);
    const heading = painter.missingHeading(document);
    const shown = logo + heading + painter.blocks(document.blocks, -1);
    const blocks = withHtmlNotes(document, shown, (bound) => painter.note(bound));
    return {
      html: frameHtml(document, envelope, kit.direction, blocks),
      codes: [...painter.codes.values()],
      rowsLeftOut: painter.rowsLeftOut,
    };
  }
}

function fits({ html }: Painted): boolean {
  // A UTF-16 unit is at most three bytes of UTF-8, so that most need not be counted.
  if (html.length * 3 <= limits.emailHtmlBytesMax) return true;
  return Buffer.byteLength(html) <= limits.emailHtmlBytesMax;
}

function longestTable(blocks: readonly BoundBlock[]): number {
  let longest = 0;
  for (const bound of blocks) {
    if (!isShown(bound)) continue;
    if (bound.kind === "table") longest = Math.max(longest, bound.rowCount);
    if (bound.kind === "chart") longest = Math.max(longest, bound.table()?.rowCount ?? 0);
    if (bound.kind === "group") longest = Math.max(longest, longestTable(bound.blocks));
    if (bound.kind === "columns") longest = Math.max(longest, longestTable(bound.columns.flat()));
    if (bound.kind === "static") longest = Math.max(longest, longestTable([bound.content]));
  }
  return longest;
}

function badAddress(): Diagnostic {
  const message = "the e-mail address is not of a form that can be sent to; correct it in the data";
  return diagnostic("email.bad-address", message, { hint: "such as name@example.com" });
}

function tooLarge(): Diagnostic {
  const message = `the e-mail is over ${limits.emailHtmlBytesMax} bytes even without table rows`;
  return diagnostic("email.too-large", message, { hint: "give the layout less text for e-mail" });
}
