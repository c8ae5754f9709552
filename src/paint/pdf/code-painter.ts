import { MPT_PER_CPT, type Mpt } from "../../base/units.ts";
import type { CodeItem, Frame } from "../../model/frame.ts";
import type { ByteWriter } from "../../pdf/byte-writer.ts";

/**
 * The cross of Swiss payment slips, in hundredths of its side of 7 mm: a white edge, a black
 * square, and the two bars of the cross (Swiss QR code style guide).
 */
const CROSS_SIDE_MPT = 19_843;
const BLACK_INSET = 0.0725;
const BAR_LENGTH = 0.5556;
const BAR_WIDTH = 0.1667;

/**
 * Paints a code of the content: white for it and its quiet zone, its modules as a stencil in black.
 * Its mark says what it must be read as, so that a verifier can hold it against the picture.
 */
export function paintCode(frame: Frame, item: CodeItem, out: ByteWriter): void {
  const { code, mark, xMpt, yMpt, widthMpt, heightMpt, quietXMpt, quietYMpt } = item;
  const { columns, rows, bits } = code.modules;
  const head = mark < 0 ? "/Artifact<<" : `/Figure<</MCID ${mark}`;
  const name = `${code.kind}.${code.digest}.${code.modulesDigest}`;
  out.ascii(`${head}/NPcode/${name}>>BDC\n1 g\n`);
  const bottomMpt = frame.heightMpt - yMpt - heightMpt;
  rect(
    out,
    xMpt - quietXMpt,
    bottomMpt - quietYMpt,
    widthMpt + 2 * quietXMpt,
    heightMpt + 2 * quietYMpt,
  );
  out.ascii("f\n0 g\nq ");
  for (const length of [widthMpt, 0, 0, heightMpt, xMpt, bottomMpt]) out.ascii(`${cpt(length)} `);
  const data = Buffer.from(bits.buffer, bits.byteOffset, bits.length).toString("hex");
  out.ascii(`cm BI/IM true/D[1 0]/W ${columns}/H ${rows}/F/AHx ID ${data}>\nEI Q\n`);
  if (code.hasSwissCross) paintCross(out, xMpt + widthMpt / 2, bottomMpt + heightMpt / 2);
  out.ascii("EMC\n");
}

function paintCross(out: ByteWriter, xMpt: Mpt, yMpt: Mpt): void {
  const middle = (width: number, height: number): void =>
    rect(
      out,
      xMpt - (width * CROSS_SIDE_MPT) / 2,
      yMpt - (height * CROSS_SIDE_MPT) / 2,
      width * CROSS_SIDE_MPT,
      height * CROSS_SIDE_MPT,
    );
  out.ascii("1 g\n");
  middle(1, 1);
  out.ascii("f\n0 g\n");
  middle(1 - 2 * BLACK_INSET, 1 - 2 * BLACK_INSET);
  out.ascii("f\n1 g\n");
  middle(BAR_LENGTH, BAR_WIDTH);
  middle(BAR_WIDTH, BAR_LENGTH);
  out.ascii("f\n");
}

function rect(out: ByteWriter, xMpt: Mpt, yMpt: Mpt, widthMpt: Mpt, heightMpt: Mpt): void {
  out.ascii(`${cpt(xMpt)} ${cpt(yMpt)} ${cpt(widthMpt)} ${cpt(heightMpt)} re\n`);
}

function cpt(lengthMpt: number): number {
  return Math.round(lengthMpt / MPT_PER_CPT);
}
