import { defined } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import { markKind, RUN_FLAG_ACTUAL_TEXT, sumOfMark } from "../model/frame.ts";
import {
  DECORATION_CODE,
  DECORATION_FORM,
  DECORATION_GROUND,
  DECORATION_IMAGE,
  DECORATION_PATH,
  DECORATION_STRIDE,
  type Galley,
  SEGMENT_STRIDE,
} from "./galley.ts";
import { FRAME_FLAGS } from "./note-marks.ts";
import { numberOf } from "./page-items.ts";
import { roleIndex } from "./set-context.ts";

const FIGURE = roleIndex("Figure");
const SECTION = roleIndex("Sect");
const ARTIFACT = roleIndex("Artifact");

/**
 * Places galley content on the frame being built. `marked` content gets a mark for each group on
 * the page; furniture gets none and is painted as an artifact, except for proven amounts.
 */
export class PagePlacer {
  readonly #galley: Galley;
  #openGroup = -1;
  #openMark = -1;

  constructor(galley: Galley) {
    this.#galley = galley;
  }

  beginPage(): void {
    this.#openGroup = -1;
    this.#openMark = -1;
  }

  item(index: number, xMpt: Mpt, yMpt: Mpt, marked: boolean): void {
    const galley = this.#galley;
    this.decorations(
      numberOf(galley.decorationStarts, index),
      numberOf(galley.decorationEnds, index),
      xMpt,
      yMpt,
      marked,
    );
    this.segments(
      numberOf(galley.segmentStarts, index),
      numberOf(galley.segmentEnds, index),
      xMpt,
      yMpt,
      marked,
    );
  }

  segments(from: number, to: number, xMpt: Mpt, yMpt: Mpt, marked: boolean): void {
    const { segments, frames, actualTexts } = this.#galley;
    for (let segment = from; segment < to; segment += 1) {
      const at = segment * SEGMENT_STRIDE;
      const flags = numberOf(segments, at + 7) & FRAME_FLAGS;
      if ((flags & RUN_FLAG_ACTUAL_TEXT) !== 0) {
        frames.actualTexts.set(frames.runCount, actualTexts.get(segment) ?? "");
      }
      frames.placeRun(
        xMpt + numberOf(segments, at),
        yMpt + numberOf(segments, at + 1),
        numberOf(segments, at + 2),
        numberOf(segments, at + 3),
        numberOf(segments, at + 4),
        numberOf(segments, at + 5),
        numberOf(segments, at + 6),
        this.#markOf(numberOf(segments, at + 8), marked),
        flags,
      );
    }
  }

  decorations(from: number, to: number, xMpt: Mpt, yMpt: Mpt, marked: boolean): void {
    const { decorations, frames } = this.#galley;
    for (let at = from * DECORATION_STRIDE; at < to * DECORATION_STRIDE; at += DECORATION_STRIDE) {
      const left = xMpt + numberOf(decorations, at + 1);
      const top = yMpt + numberOf(decorations, at + 2);
      const width = numberOf(decorations, at + 3);
      const height = numberOf(decorations, at + 4);
      const index = numberOf(decorations, at + 5);
      const kind = decorations[at];
      if (kind === DECORATION_FORM) {
        frames.form(index, left, top, width, height, marked ? frames.mark(SECTION) : -1);
      } else if (kind === DECORATION_IMAGE) {
        frames.image(index, left, top, width, height, marked ? frames.mark(FIGURE) : -1);
      } else if (kind === DECORATION_PATH) {
        frames.path(index, index + width, left, top, marked ? frames.mark(FIGURE) : -1);
      } else if (kind === DECORATION_CODE) {
        const mark = marked ? frames.mark(FIGURE) : -1;
        const place = { xMpt: left, yMpt: top, widthMpt: width, heightMpt: height };
        frames.code({ ...defined(this.#galley.codes[index], "a code"), ...place, mark });
      } else if (kind === DECORATION_GROUND) {
        frames.ground(index, index + width, left, top);
      } else {
        frames.rect(left, top, width, height, index);
      }
    }
  }

  /** The page's mark of a group: a new one for the group's first run on the page; -1 for none. */
  #markOf(group: number, marked: boolean): number {
    if (group !== this.#openGroup) {
      this.#openGroup = group;
      const kind = numberOf(this.#galley.groupKinds, group);
      this.#openMark =
        marked && kind !== ARTIFACT ? this.#galley.frames.mark(kind) : this.#furnitureMark(kind);
    }
    return this.#openMark;
  }

  #furnitureMark(kind: number): number {
    const sum = sumOfMark(kind);
    return sum < 0 ? -1 : this.#galley.frames.mark(markKind(ARTIFACT, sum));
  }
}
