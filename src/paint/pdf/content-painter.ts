import { MPT_PER_CPT, type Ordinal, type PageCount } from "../../base/units.ts";
import type { ShowCodes } from "../../font/show-codes.ts";
import {
  type Frame,
  GROUND_PATH,
  MARK_ROLES,
  type MaskItem,
  PATH_ITEM_STRIDE,
  PLACED_STRIDE,
  RECT_STRIDE,
  RUN_FLAG_ACTUAL_TEXT,
  RUN_FLAG_KERNS,
  RUN_FLAG_TURNED,
  RUN_STRIDE,
  roleOfMark,
  sumOfMark,
} from "../../model/frame.ts";
import type { Color } from "../../model/geometry.ts";
import type { ByteWriter } from "../../pdf/byte-writer.ts";
import { asciiBytes, textString } from "../../pdf/strings.ts";
import { turnContent } from "./turned-content.ts";
import { paintCode } from "./code-painter.ts";
import { fillOperator, strokeOperator } from "./color-operators.ts";
import { paintPath } from "./path-painter.ts";
import { turnOf } from "./turn-operators.ts";

/** What the composed stream says of itself, so that a verifier can hold it against the overlay. */
export interface PageStamp {
  readonly ordinal: Ordinal;
  /** 1-based. */
  readonly page: number;
  readonly pages: PageCount;
}

const NO_MARK = -2;
const ARTIFACT = -1;

const OPEN_PAGE = asciiBytes("q\n.01 0 0 .01 0 0 cm\n");
const CLOSE_PAGE = asciiBytes("Q\n");
const SAVE = asciiBytes("q\n");
const RESTORE = asciiBytes("Q\n");
const BEGIN_ARTIFACT = asciiBytes("/Artifact BMC\n");
const END_MARK = asciiBytes("EMC\n");
const BEGIN_TEXT = asciiBytes("BT\n");
const END_TEXT = asciiBytes("ET\n");
const BEGIN_DICT_MARK = asciiBytes(">>BDC\n");
const TD = asciiBytes(" Td");
const SET_MATRIX = asciiBytes("Tm\n");
const NOTHING = asciiBytes("");
const SHOW = asciiBytes("Tj\n");
const SHOW_KERNED = asciiBytes("]TJ\n");

const ARTIFACT_ROLE = MARK_ROLES.indexOf("Artifact");
/** By role: what a mark begins with, up to its id where it has one. */
const MARK_HEADS = MARK_ROLES.map((role, index) =>
  asciiBytes(index === ARTIFACT_ROLE ? `/${role}<<` : `/${role}<</MCID `),
);

/**
 * Turns frames into content streams. Coordinates are whole hundredths of a point under one scaling
 * matrix, which on landscape pages a turn follows; every stream is balanced in q and Q; resources
 * are named by index: `F` fonts, `A` master art, `S` static forms, `I` images, `C` separations.
 */
export class ContentPainter {
  readonly #fills: readonly Uint8Array[];
  readonly #strokes: readonly Uint8Array[];
  /** By font. */
  readonly #codes: readonly ShowCodes[];

  constructor(colors: readonly Color[], codes: readonly ShowCodes[]) {
    this.#fills = colors.map(fillOperator);
    this.#strokes = colors.map(strokeOperator);
    this.#codes = codes;
  }

  /** Appends a composed page: its art, its content with marked-content ids, its token. */
  paintPage(frame: Frame, token: PageStamp, out: ByteWriter): void {
    out.append(OPEN_PAGE);
    const { ordinal, page, pages } = token;
    out.ascii(`/NPdoc<</O ${ordinal}/I ${page}/N ${pages}>>DP\n`);
    if (frame.isTurned) turnContent(out, frame.heightMpt);
    if (frame.master >= 0) out.ascii(`/Artifact BMC\n/A${frame.master} Do\nEMC\n`);
    this.#items(frame, out);
    out.append(CLOSE_PAGE);
  }

  /** Appends an overlay or furniture page: all of it is an artifact. */
  paintArtifact(frame: Frame, out: ByteWriter): void {
    out.append(OPEN_PAGE);
    out.append(BEGIN_ARTIFACT);
    this.#items(frame, out, true);
    out.append(END_MARK);
    out.append(CLOSE_PAGE);
  }

  /** Appends the content of a form XObject, in hundredths of a point of its caller's matrix. */
  paintForm(frame: Frame, out: ByteWriter): void {
    out.ascii("q\n");
    this.#items(frame, out, true);
    out.append(CLOSE_PAGE);
  }

  #items(frame: Frame, out: ByteWriter, insideArtifact = false): void {
    if (frame.rectCount > 0) this.#rects(frame, out, insideArtifact);
    for (let index = 0; index < frame.imageCount; index += 1) this.#image(frame, index, out);
    for (let index = 0; index < frame.formCount; index += 1) this.#form(frame, index, out);
    for (let index = 0; index < frame.pathItemCount; index += 1) this.#path(frame, index, out);
    for (const item of frame.codes) paintCode(frame, item, out);
    if (frame.runCount > 0) this.#text(frame, out, insideArtifact);
    for (const mask of frame.masks) this.#mask(frame, mask, out);
  }

  #rects(frame: Frame, out: ByteWriter, insideArtifact: boolean): void {
    if (!insideArtifact) out.append(BEGIN_ARTIFACT);
    const { rects } = frame;
    let color = GROUND_PATH;
    for (let at = 0; at < frame.rectCount * RECT_STRIDE; at += RECT_STRIDE) {
      const next = rects[at + 4] as number;
      if (next !== color) {
        if (color >= 0) out.ascii("f\n");
        color = next;
        if (next !== GROUND_PATH) out.append(this.#fills[next] as Uint8Array);
      }
      if (next === GROUND_PATH) {
        this.#shapes(frame, rects.subarray(at), out);
        continue;
      }
      const heightMpt = rects[at + 3] as number;
      cpt(out, rects[at] as number, 0x20);
      cpt(out, frame.heightMpt - (rects[at + 1] as number) - heightMpt, 0x20);
      cpt(out, rects[at + 2] as number, 0x20);
      cpt(out, heightMpt, 0x20);
      out.ascii("re\n");
    }
    if (color >= 0) out.ascii("f\n");
    if (!insideArtifact) out.append(END_MARK);
  }

  #image(frame: Frame, index: number, out: ByteWriter): void {
    const at = index * PLACED_STRIDE;
    const [image, x, y, width, height, mark] = frame.images.subarray(at, at + PLACED_STRIDE);
    if ((mark as number) >= 0) openMark(frame, mark as number, out);
    out.ascii("q ");
    cpt(out, width as number, 0x20);
    out.ascii("0 0 ");
    cpt(out, height as number, 0x20);
    cpt(out, x as number, 0x20);
    cpt(out, frame.heightMpt - (y as number) - (height as number), 0x20);
    out.ascii(`cm /I${image} Do Q\n`);
    if ((mark as number) >= 0) out.append(END_MARK);
  }

  #form(frame: Frame, index: number, out: ByteWriter): void {
    const at = index * PLACED_STRIDE;
    const [form, x, y, , height, mark] = frame.forms.subarray(at, at + PLACED_STRIDE);
    if ((mark as number) >= 0) openMark(frame, mark as number, out);
    out.ascii("q 1 0 0 1 ");
    cpt(out, x as number, 0x20);
    cpt(out, frame.heightMpt - (y as number) - (height as number), 0x20);
    out.ascii(`cm /S${form} Do Q\n`);
    if ((mark as number) >= 0) out.append(END_MARK);
  }

  /** A path's widths and dashes end with it. */
  #path(frame: Frame, index: number, out: ByteWriter): void {
    const at = index * PATH_ITEM_STRIDE;
    const item = frame.pathItems.subarray(at, at + PATH_ITEM_STRIDE);
    const [start = 0, end = 0, x = 0, y = 0, mark = -1] = item;
    if (mark >= 0) openMark(frame, mark, out);
    out.append(SAVE);
    this.#shapes(frame, [x, y, start, end], out);
    out.append(RESTORE);
    if (mark >= 0) out.append(END_MARK);
  }

  #shapes(
    { paths, heightMpt }: Frame,
    [x = 0, y = 0, start = 0, end = 0]: Iterable<number>,
    out: ByteWriter,
  ): void {
    const colors = { fills: this.#fills, strokes: this.#strokes };
    paintPath(paths.words, start, end, x, heightMpt - y, colors, out);
  }

  /** All runs in one text object; font, colour and mark are set where they change. */
  #text(frame: Frame, out: ByteWriter, insideArtifact: boolean): void {
    const { runs } = frame;
    let turned = -1;
    let isOpen = false;
    let font = -1;
    let sizeMpt = -1;
    let color = -1;
    let openedMark = NO_MARK;
    let x = 0;
    let y = 0;
    for (let run = 0; run < frame.runCount; run += 1) {
      const at = run * RUN_STRIDE;
      if (((runs[at + 8] ?? 0) & RUN_FLAG_TURNED) !== 0) {
        if (turned < 0) turned = run;
        continue;
      }
      if (!isOpen) out.append(BEGIN_TEXT);
      isOpen = true;
      const mark = runs[at + 7] as number;
      if (mark !== openedMark && !insideArtifact) {
        if (openedMark !== NO_MARK) out.append(END_MARK);
        if (mark === ARTIFACT) out.append(BEGIN_ARTIFACT);
        else openMark(frame, mark, out);
        openedMark = mark;
      }
      if (runs[at + 2] !== font || runs[at + 3] !== sizeMpt) {
        font = runs[at + 2] as number;
        sizeMpt = runs[at + 3] as number;
        setFont(out, font, sizeMpt);
      }
      if (runs[at + 4] !== color) {
        color = runs[at + 4] as number;
        out.append(this.#fills[color] as Uint8Array);
      }
      const nextX = Math.round((runs[at] as number) / MPT_PER_CPT);
      const nextY = Math.round((frame.heightMpt - (runs[at + 1] as number)) / MPT_PER_CPT);
      out.int(nextX - x);
      out.byte(0x20);
      out.int(nextY - y);
      out.append(TD);
      x = nextX;
      y = nextY;
      showRun(frame, run, this.#codes[font] as ShowCodes, out);
    }
    if (openedMark !== NO_MARK) out.append(END_MARK);
    if (isOpen) out.append(END_TEXT);
    if (turned >= 0) this.#turnedText(frame, turned, out, insideArtifact);
  }

  /** Runs that go up the page, from the first of them on: few, each with all that it needs. */
  #turnedText(frame: Frame, first: number, out: ByteWriter, insideArtifact: boolean): void {
    let openedMark = NO_MARK;
    for (let run = first; run < frame.runCount; run += 1) {
      const [x = 0, y = 0, font = 0, size = 0, color = 0, , , mark = -1, flags = 0] =
        frame.runs.subarray(run * RUN_STRIDE);
      if ((flags & RUN_FLAG_TURNED) === 0) continue;
      if (mark !== openedMark) {
        if (openedMark !== NO_MARK) endTurned(out, insideArtifact);
        if (mark >= 0 && !insideArtifact) openMark(frame, mark, out);
        else if (!insideArtifact) out.append(BEGIN_ARTIFACT);
        out.append(BEGIN_TEXT);
        openedMark = mark;
      }
      setFont(out, font, size);
      out.append(this.#fills[color] ?? NOTHING);
      out.append(turnOf(flags));
      cpt(out, x, 0x20);
      cpt(out, frame.heightMpt - y, 0x20);
      out.append(SET_MATRIX);
      const codes = this.#codes[font];
      if (codes !== undefined) showRun(frame, run, codes, out);
    }
    endTurned(out, insideArtifact);
  }

  /** A stencil mask as an inline image (ISO 32000-1, 8.9.7). */
  #mask(frame: Frame, mask: MaskItem, out: ByteWriter): void {
    out.ascii("q ");
    out.append(this.#fills[mask.color] as Uint8Array);
    cpt(out, mask.widthMpt, 0x20);
    out.ascii("0 0 ");
    cpt(out, mask.heightMpt, 0x20);
    cpt(out, mask.xMpt, 0x20);
    cpt(out, frame.heightMpt - mask.yMpt - mask.heightMpt, 0x20);
    out.ascii(`cm BI/IM true/D[1 0]/W ${mask.columns}/H ${mask.rows}`);
    // A reader that looks for the end by its letters must not find them in the data.
    if (holdsEndOfImage(mask.bits)) {
      out.ascii(`/F/AHx ID ${Buffer.from(mask.bits).toString("hex")}>`);
    } else {
      out.ascii(" ID ");
      out.append(mask.bits);
    }
    out.ascii("\nEI Q\n");
  }
}

function endTurned(out: ByteWriter, insideArtifact: boolean): void {
  out.append(END_TEXT);
  if (!insideArtifact) out.append(END_MARK);
}

function holdsEndOfImage(bits: Uint8Array): boolean {
  for (let index = 1; index < bits.length; index += 1) {
    if (bits[index] === 0x49 && bits[index - 1] === 0x45) return true;
  }
  return false;
}

/** Writes a length in hundredths of a point, followed by `after`. */
function cpt(out: ByteWriter, lengthMpt: number, after: number): void {
  out.int(Math.round(lengthMpt / MPT_PER_CPT));
  out.byte(after);
}

/** A mark says of which money field it is the amount, so that a verifier can add it up again. */
function openMark(frame: Frame, mark: number, out: ByteWriter): void {
  const kind = frame.markKinds[mark] as number;
  const role = roleOfMark(kind);
  out.append(MARK_HEADS[role] as Uint8Array);
  if (role !== ARTIFACT_ROLE) out.int(mark);
  // Nearly all marks show no such amount.
  if (kind !== role) out.ascii(`/NPsum ${sumOfMark(kind)}`);
  out.append(BEGIN_DICT_MARK);
}

function setFont(out: ByteWriter, font: number, sizeMpt: number): void {
  out.ascii("/F");
  out.int(font);
  out.byte(0x20);
  cpt(out, sizeMpt, 0x20);
  out.ascii("Tf\n");
}

function showRun(frame: Frame, run: number, codes: ShowCodes, out: ByteWriter): void {
  const at = run * RUN_STRIDE;
  const start = frame.runs[at + 5] as number;
  const count = frame.runs[at + 6] as number;
  const flags = frame.runs[at + 8] as number;
  const actual = (flags & RUN_FLAG_ACTUAL_TEXT) !== 0;
  if (actual) out.ascii(`/Span<</ActualText${textString(frame.actualTexts.get(run) ?? "")}>>BDC\n`);
  // Two bytes a glyph, each perhaps escaped, and a kern of up to eight characters between.
  out.reserve(count * 12 + 16);
  if ((flags & RUN_FLAG_KERNS) !== 0) {
    out.byte(0x5b);
    showKerned(frame, codes, start, count, out);
    out.append(SHOW_KERNED);
  } else {
    literal(frame.glyphs, codes, start, start + count, out);
    out.append(SHOW);
  }
  if (actual) out.append(END_MARK);
}

/** An array of strings cut where two glyphs are kerned; TJ takes the kern with the other sign. */
function showKerned(
  { glyphs, kerns }: Frame,
  codes: ShowCodes,
  start: number,
  count: number,
  out: ByteWriter,
): void {
  let from = start;
  const last = start + count - 1;
  for (let index = start; index < last; index += 1) {
    const kern = kerns[index] as number;
    if (kern === 0) continue;
    literal(glyphs, codes, from, index + 1, out);
    out.int(-kern);
    from = index + 1;
  }
  literal(glyphs, codes, from, last + 1, out);
}

/**
 * Glyphs as a literal string, in the codes of `font/show-codes`. A carriage return must be escaped,
 * since a reader takes a bare one for a line feed (ISO 32000-1, 7.3.4.2). The caller has reserved
 * the room.
 */
function literal(
  glyphs: Uint16Array,
  codes: ShowCodes,
  start: number,
  end: number,
  out: ByteWriter,
): void {
  const { bytes } = out;
  const { byteOf, twoByteBase } = codes;
  let at = out.length;
  bytes[at++] = 0x28;
  for (let index = start; index < end; index += 1) {
    const glyph = glyphs[index] as number;
    let low = byteOf[glyph] as number;
    if (low === 0) {
      const code = glyph + twoByteBase;
      const high = code >> 8;
      if (high === 0x28 || high === 0x29 || high === 0x5c || high === 0x0d) bytes[at++] = 0x5c;
      bytes[at++] = high === 0x0d ? 0x72 : high;
      low = code & 0xff;
    }
    if (low === 0x28 || low === 0x29 || low === 0x5c || low === 0x0d) {
      bytes[at++] = 0x5c;
      if (low === 0x0d) low = 0x72;
    }
    bytes[at++] = low;
  }
  bytes[at++] = 0x29;
  out.length = at;
}
