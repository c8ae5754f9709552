import { defined } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import { markKind, RUN_FLAG_ACTUAL_TEXT, sumOfMark } from "../model/frame.ts";
import {
  DECORATION_FORM,
  DECORATION_IMAGE,
  DECORATION_STRIDE,
  type Galley,
  SEGMENT_STRIDE,
} from "./galley.ts";
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
      defined(galley.decorationStarts[index], "the item"),
      galley.decorationEnds[index] as number,
      xMpt,
      yMpt,
      marked,
    );
    this.segments(
      galley.segmentStarts[index] as number,
      galley.segmentEnds[index] as number,
      xMpt,
      yMpt,
      marked,
    );
  }

  segments(from: number, to: number, xMpt: Mpt, yMpt: Mpt, marked: boolean): void {
    const { segments, frames, actualTexts } = this.#galley;
    for (let segment = from; segment < to; segment += 1) {
      const at = segment * SEGMENT_STRIDE;
      const flags = segments[at + 7] as number;
      if ((flags & RUN_FLAG_ACTUAL_TEXT) !== 0) {
        frames.actualTexts.set(frames.runCount, actualTexts.get(segment) ?? "");
      }
      frames.placeRun(
        xMpt + (segments[at] as number),
        yMpt + (segments[at + 1] as number),
        segments[at + 2] as number,
        segments[at + 3] as number,
        segments[at + 4] as number,
        segments[at + 5] as number,
        segments[at + 6] as number,
        this.#markOf(segments[at + 8] as number, marked),
        flags,
      );
    }
  }

  decorations(from: number, to: number, xMpt: Mpt, yMpt: Mpt, marked: boolean): void {
    const { decorations, frames } = this.#galley;
    for (let at = from * DECORATION_STRIDE; at < to * DECORATION_STRIDE; at += DECORATION_STRIDE) {
      const left = xMpt + (decorations[at + 1] as number);
      const top = yMpt + (decorations[at + 2] as number);
      const width = decorations[at + 3] as number;
      const height = decorations[at + 4] as number;
      const index = decorations[at + 5] as number;
      const kind = decorations[at];
      if (kind === DECORATION_FORM) {
        frames.form(index, left, top, width, height, marked ? frames.mark(SECTION) : -1);
      } else if (kind === DECORATION_IMAGE) {
        frames.image(index, left, top, width, height, marked ? frames.mark(FIGURE) : -1);
      } else {
        frames.rect(left, top, width, height, index);
      }
    }
  }

  /** The page's mark of a group: a new one for the group's first run on the page; -1 for none. */
  #markOf(group: number, marked: boolean): number {
    if (group !== this.#openGroup) {
      this.#openGroup = group;
      const kind = this.#galley.groupKinds[group] as number;
      this.#openMark = marked ? this.#galley.frames.mark(kind) : this.#furnitureMark(kind);
    }
    return this.#openMark;
  }

  #furnitureMark(kind: number): number {
    const sum = sumOfMark(kind);
    return sum < 0 ? -1 : this.#galley.frames.mark(markKind(ARTIFACT, sum));
  }
}
