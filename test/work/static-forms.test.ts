import { expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { Composer } from "../../src/compose/composer.ts";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { ByteWriter } from "../../src/pdf/byte-writer.ts";
import { contentPainter } from "../../src/work/content-painter.ts";
import { openFonts } from "../../src/work/open-fonts.ts";
import { prepare } from "../../src/work/prepare.ts";
import { plainJob } from "../golden/print-shop.ts";
import { host, shared, SMALL, spoiled, writeLayout } from "../layout/support.ts";

const WORDS = "Jahresabschlussbesprechung Kontoführungsgebühren überweisungsbeleg ";
/** Words that German divides elsewhere than English does, more of them than are set in place. */
const LOCAL = [
  ["locale: en-US,", "locale: en-US, locales: [de-DE], locale-of: customer.email,"],
  ["images:", "by-locale: { de-DE: { styles: { body: { size: 10pt, leading: 13pt } } } }\nimages:"],
  [
    "body: { size: 9pt, leading: 12pt }",
    "body: { size: 9pt, leading: 12pt, align: justify, hyphenate: true }",
  ],
  ["blocks:\n  - heading", `blocks:\n  - paragraph: ${WORDS.repeat(8).trim()}\n  - heading`],
].reduce((text, [find = "", write = ""]) => spoiled(find, write, text), SMALL);

test("what is painted once is set in the language of its documents, as in place", async () => {
  const { plan, diagnostics } = checkLayout(host, writeLayout(LOCAL), shared);
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
  const { statics, forms } = await prepare(host, plan, plainJob);
  const fonts = openFonts(host, plan);
  const { missingGlyph } = plainJob;
  const composer = new Composer(plan, fonts, { missingGlyph, pagesMax: 9, statics: new Map() });
  const binder = new Binder(plan);
  const out = new ByteWriter();
  const inPlace = (locale: string): string | undefined => {
    const [block] = plan.translations?.["de-DE"]?.blocks ?? [];
    const bound = block && binder.staticBlocks.get(block)?.content;
    const form = block && forms[statics.get(block.id)?.index ?? -1];
    if (bound === undefined || form === undefined) return undefined;
    const { frame } = composer.composeRegion([bound], form.widthMpt, locale);
    out.clear();
    contentPainter(plan, fonts).paintForm(frame, out);
    return Buffer.from(out.view()).toString("latin1");
  };
  const german = statics.get(plan.translations?.["de-DE"]?.blocks[0]?.id ?? "");
  const painted = Buffer.from(forms[german?.index ?? -1]?.content ?? []).toString("latin1");
  expect(painted).toBe(inPlace("de-DE"));
  expect(painted).not.toBe(inPlace("en-US"));
});
