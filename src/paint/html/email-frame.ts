import type { Document } from "../../model/document.ts";
import { FONT_FAMILY } from "./email-styles.ts";
import { escapeHtml, escapeLines } from "./escape-html.ts";
import type { HtmlDirection } from "./html-direction.ts";
import { LAYOUT_TABLE } from "./markup.ts";

/** The texts of an e-mail that are not in its document. */
export interface EmailEnvelope {
  readonly to: string;
  readonly subject: string;
  readonly preheader: string;
  readonly footer: string;
}

// Data tables become a card a row on a phone; a dark screen gets light text on one dark ground.
// Class names and plain selectors alone: some readers drop the whole sheet at anything else.
const styleSheet = (start: string, end: string, padding: string): string =>
  [
    "<style>",
    ".o{overflow-wrap:anywhere}",
    "@media only screen and (max-width:480px){",
    ".w{padding:16px !important}",
    ".k{display:block !important;width:auto !important;padding:0 0 12px !important}",
    ".d thead{display:none !important}",
    ".d,.d tbody,.d tr,.d td{display:block !important}",
    ".d tr{border:1px solid #767b85 !important;margin:0 0 12px !important}",
    ".d tr{padding:4px 8px !important}",
    `.d td{text-align:${end} !important;padding:4px 0 !important;border:0 !important}`,
    ".d td{overflow-wrap:anywhere !important}",
    `.d .n{text-align:${start} !important}`,
    ".d .e,.d .s{display:none !important}",
    `.l{display:inline !important;float:${start};padding:${padding}}`,
    "}",
    "@media (prefers-color-scheme:dark){",
    ".b,.w{background:#16181d !important}",
    ".w *{color:#eceff4 !important;background:transparent !important}",
    ".w *{border-color:#767b85 !important}",
    ".w a{color:#9cc4ff !important}",
    ".w .t{background:#9cc4ff !important;color:#16181d !important}",
    ".w img{background:#ffffff !important}",
    ".w .i img{padding:6px !important;border-radius:6px !important}",
    "}",
    "</style>",
  ].join("");

// A word wider than the screen breaks rather than widen it.
const BODY_CSS = "padding:24px;background:#ffffff;color:#000000;overflow-wrap:anywhere";

const FROM_LEFT = styleSheet("left", "right", "0 12px 0 0");
const FROM_RIGHT = styleSheet("right", "left", "0 0 0 12px");

const CLOSE = "</td></tr></table></td></tr></table></div></body></html>\n";

/** A whole HTML document around the blocks' HTML. */
export function frameHtml(
  document: Document,
  envelope: EmailEnvelope,
  direction: HtmlDirection,
  blocks: string,
): string {
  const title = escapeHtml(document.title);
  const dir = direction.rightToLeft ? "rtl" : "ltr";
  const sheet = direction.rightToLeft ? FROM_RIGHT : FROM_LEFT;
  const language = `lang="${escapeHtml(document.locale)}" dir="${dir}"`;
  const head = [
    `<!DOCTYPE html><html ${language}><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${title}</title>${sheet}</head>`,
    '<body class="b" style="margin:0;padding:0;background:#f3f4f6">',
    preheaderHtml(envelope.preheader),
    `<div role="article" aria-label="${title}" ${language}>`,
    `${LAYOUT_TABLE}><tr><td align="center" style="padding:16px 8px">`,
    `${LAYOUT_TABLE} style="width:100%;max-width:640px;${FONT_FAMILY}">`,
    `<tr><td class="w" align="${direction.start}" style="${BODY_CSS}">`,
  ].join("\n");
  const foot = `${footerHtml(envelope.footer)}\n${CLOSE}`;
  // Joined by plus: the blocks are long, and copied once only, when their bytes are taken.
  return `${head}\n` + blocks + foot;
}

/** The line that mail programs show after the subject; not seen in the message itself. */
function preheaderHtml(preheader: string): string {
  if (preheader === "") return "";
  const hidden = "display:none;max-height:0;overflow:hidden;mso-hide:all";
  return `<div style="${hidden}" aria-hidden="true">${escapeHtml(preheader)}</div>`;
}

function footerHtml(footer: string): string {
  if (footer === "") return "";
  const place = "margin:24px 0 0;padding:16px 0 0;border-top:1px solid #767b85";
  const css = `${place};font-size:14px;line-height:1.5;color:#3d424b`;
  return `<p style="${css}">${escapeLines(footer)}</p>`;
}
