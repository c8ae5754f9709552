import { type Overlay, scanOverlay } from "./content/overlay-scan.ts";
import { readDataMatrix } from "./marks/read-data-matrix.ts";
import { readImb } from "./marks/read-imb.ts";
import type { FontDecoders } from "./content/shown-text.ts";
import { isSpecimen } from "./side-places.ts";

/** What is on a side beside its composed page, decoded. */
export interface SideMarks {
  /** Lines of text in painting order, without SPECIMEN. */
  readonly texts: readonly string[];
  readonly hasSpecimen: boolean;
  /** The text of a Data Matrix; "" if there is one that cannot be read. */
  readonly matrix: string | undefined;
  /** The digits of an IMb; "" if there is one that cannot be read. */
  readonly imb: string | undefined;
  /** Whether there are marks that no side has, or two of a kind. */
  readonly isStrange: boolean;
  /** All of it with its places. */
  readonly overlay: Overlay;
}

export const NO_MARKS: SideMarks = {
  texts: [],
  hasSpecimen: false,
  matrix: undefined,
  imb: undefined,
  isStrange: false,
  overlay: { rects: [], texts: [], masks: [], faultAt: undefined },
};

export function readSideMarks(content: Buffer, decoders: FontDecoders): SideMarks {
  const overlay = scanOverlay(content, decoders);
  const texts: string[] = [];
  let hasSpecimen = false;
  for (const text of overlay.texts) {
    if (isSpecimen(text)) hasSpecimen = true;
    else texts.push(text.text);
  }
  return { texts, hasSpecimen, ...readMasks(overlay), overlay };
}

function readMasks({ masks }: Overlay): Pick<SideMarks, "matrix" | "imb" | "isStrange"> {
  let matrix: string | undefined;
  let imb: string | undefined;
  let isStrange = false;
  for (const { mask } of masks) {
    if (mask.columns === mask.rows && matrix === undefined) matrix = readDataMatrix(mask) ?? "";
    else if (mask.rows === 3 && imb === undefined) imb = readImb(mask) ?? "";
    else isStrange = true;
  }
  return { matrix, imb, isStrange };
}
