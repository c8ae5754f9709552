import { firstStrong, mayTurn } from "../../font/bidi.ts";
import { type Align, type Side, sideOf } from "../../model/geometry.ts";

/**
 * The direction of an e-mail and of texts in it. Mail programs know `dir`, but not all know the
 * logical sides of CSS: sides are written out.
 */
export class HtmlDirection {
  readonly rightToLeft: boolean;
  /** The sides where its lines start and end. */
  readonly start: "left" | "right";
  readonly end: "left" | "right";

  constructor(rightToLeft: boolean) {
    this.rightToLeft = rightToLeft;
    this.start = rightToLeft ? "right" : "left";
    this.end = rightToLeft ? "left" : "right";
  }

  /** Where columns stand, whatever their cells hold. */
  sideOf(align: Align): Side {
    return sideOf(align, this.rightToLeft);
  }

  /** Whether a text runs from the right: by its first strong character, else as the e-mail does. */
  isTurned(text: string): boolean {
    if (!this.rightToLeft && !mayTurn(text)) return false;
    return (firstStrong(text) ?? (this.rightToLeft ? "rtl" : "ltr")) === "rtl";
  }

  /** The attribute of an element whose text runs otherwise than the e-mail. */
  attribute(isTurned: boolean): string {
    if (isTurned === this.rightToLeft) return "";
    return isTurned ? ' dir="rtl"' : ' dir="ltr"';
  }

  /** The HTML of a cell's text, put in a direction of its own where that is not the e-mail's. */
  within(text: string, html: string): string {
    const attribute = this.attribute(this.isTurned(text));
    return attribute === "" ? html : `<span${attribute}>${html}</span>`;
  }
}
