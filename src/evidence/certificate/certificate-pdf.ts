import { defined } from "../../base/assert.ts";
import { sha256 } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import { inches, points } from "../../base/units.ts";
import type { OpenFont } from "../../compose/type-style.ts";
import { openFontFace } from "../../font/font-face.ts";
import { GlyphUsage } from "../../font/glyph-usage.ts";
import { Shaper } from "../../font/shaper.ts";
import { addTextRun, textWidthUnits } from "../../mail/text-run.ts";
import type { Certificate } from "../../model/certificate.ts";
import { FrameBuilder } from "../../rules/frame-builder.ts";
import type { Color } from "../../model/geometry.ts";
import { ByteWriter, formatThousandths } from "../../pdf/byte-writer.ts";
import { PdfFile } from "../../pdf/pdf-file.ts";
import { documentInfo } from "../../pdf/document-info.ts";
import { certificateSheet } from "../../report/certificate-sheet.ts";
import { addFrameGlyphs } from "../../work/frame-glyphs.ts";
import { loadSubsetter } from "../../work/load-subsetter.ts";
import { contentPainter } from "../../work/content-painter.ts";
import { sharedPaths } from "../../run/host/program.ts";
import { buildResources } from "../../work/resources.ts";
import { type SetLine, sheetLines } from "./sheet-lines.ts";

const WIDTH_MPT = inches(8.5);
const HEIGHT_MPT = inches(11);
const MARGIN_MPT = points(48);
const FONT_FILES = ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf"] as const;

/** By the index that lines name: text, muted text, good, not good. */
const COLORS: readonly Color[] = [
  { space: "gray", values: [0] },
  { space: "gray", values: [350] },
  { space: "rgb", values: [75, 400, 227] },
  { space: "rgb", values: [541, 294, 0] },
];

/**
 * The certificate as one page of PDF. It is set with our own fonts and painted by what paints
 * statements, without a layout: its few lines are no reason for another PDF library.
 */
export function certificatePdf(host: Host, certificate: Certificate): Uint8Array {
  const fonts = certificateFonts(host);
  const width = (text: string, font: 0 | 1): number =>
    textWidthUnits(defined(fonts[font], "a font of the certificate"), text);
  const frame = new FrameBuilder();
  frame.reset(WIDTH_MPT, HEIGHT_MPT, -1);
  const room = { widthMpt: WIDTH_MPT - 2 * MARGIN_MPT, heightMpt: HEIGHT_MPT - 2 * MARGIN_MPT };
  for (const line of sheetLines(certificateSheet(certificate), room, width))
    setLine(frame, fonts, line);
  loadSubsetter(host);
  return pdfOf(certificate, frame, fonts);
}

function setLine(frame: FrameBuilder, fonts: readonly OpenFont[], line: SetLine): void {
  const { text, xMpt, baselineMpt, sizeMpt, font, color } = line;
  const place = { xMpt: MARGIN_MPT + xMpt, yMpt: MARGIN_MPT + baselineMpt, sizeMpt, color };
  if (text === "") return;
  addTextRun(frame, defined(fonts[font], "a font"), text, { ...place, trackingUnits: 0 });
}

/** Opened once per process: their faces and caches are the same for every certificate. */
let opened: readonly OpenFont[] | undefined;

function certificateFonts(host: Host): readonly OpenFont[] {
  opened ??= FONT_FILES.map((name, index) => {
    const face = openFontFace(host.readFile(`${sharedPaths().fontsFolder}/${name}`));
    return { index, face, shaper: new Shaper(face, { cacheWordsMax: limits.wordCacheMax }) };
  });
  return opened;
}

function pdfOf(
  certificate: Certificate,
  frame: FrameBuilder,
  fonts: readonly OpenFont[],
): Uint8Array {
  const usage = fonts.map(() => new GlyphUsage());
  addFrameGlyphs(frame, usage);
  const page = new ByteWriter();
  contentPainter({ colors: COLORS }, fonts).paintArtifact(frame, page);
  const parts: Uint8Array[] = [];
  const prepared = { fonts, images: [], forms: [], art: [] };
  const resources = buildResources({ colors: COLORS }, prepared, { glyphs: usage, drawn: [] });
  const pdf = new PdfFile((bytes) => parts.push(bytes.slice()), resources);
  const contentId = pdf.allocate();
  pdf.stream(contentId, "", page.view());
  pdf.page(formatThousandths(WIDTH_MPT), formatThousandths(HEIGHT_MPT), [contentId]);
  const { body, bodySha256, envelope } = certificate;
  const title = `Certificate of integrity, ${body.job.name} ${body.job.cycle}`;
  const day = envelope.issuedAtIso.slice(0, 10);
  const info = documentInfo({ title, version: body.program.nightpress, day });
  const fileId = sha256(`${bodySha256} ${envelope.issuedAtIso}`).slice(0, 32).toUpperCase();
  pdf.finish("/Lang(en)", info, fileId);
  return Buffer.concat(parts);
}
