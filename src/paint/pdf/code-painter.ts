import { SWISS_CROSS, SWISS_CROSS_SHARE } from "../../barcode/swiss-cross.ts";
import { MPT_PER_CPT, type Mpt } from "../../base/units.ts";
import type { CodeItem, Frame } from "../../model/frame.ts";
import type { ByteWriter } from "../../pdf/byte-writer.ts";

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
  out.ascii(`cm BI/IM true/D[1 0]/W ${columns}/H ${rows}/F/AHx ID `);
  out.hex(bits);
  out.ascii(">\nEI Q\n");
  const middleMpt = bottomMpt + heightMpt / 2;
  if (code.hasSwissCross)
    paintCross(out, xMpt + widthMpt / 2, middleMpt, widthMpt * SWISS_CROSS_SHARE);
  out.ascii("EMC\n");
}

/** Parts of one colour that follow each other are one path. */
function paintCross(out: ByteWriter, xMpt: Mpt, yMpt: Mpt, sideMpt: Mpt): void {
  let isWhite: boolean | undefined;
  for (const part of SWISS_CROSS) {
    if (isWhite !== part.isWhite)
      out.ascii(`${isWhite === undefined ? "" : "f\n"}${part.isWhite ? "1" : "0"} g\n`);
    isWhite = part.isWhite;
    const [widthMpt, heightMpt] = [part.width * sideMpt, part.height * sideMpt];
    rect(out, xMpt - widthMpt / 2, yMpt - heightMpt / 2, widthMpt, heightMpt);
  }
  out.ascii("f\n");
}

function rect(out: ByteWriter, xMpt: Mpt, yMpt: Mpt, widthMpt: Mpt, heightMpt: Mpt): void {
  out.ascii(`${cpt(xMpt)} ${cpt(yMpt)} ${cpt(widthMpt)} ${cpt(heightMpt)} re\n`);
}

function cpt(lengthMpt: number): number {
  return Math.round(lengthMpt / MPT_PER_CPT);
}
