import type { PageCount } from "../base/units.ts";
import type { Progress } from "../model/run-report.ts";
import {
  countText,
  durationText,
  grouped,
  rateText,
  shareText,
  sizeText,
} from "../report/figures.ts";

/** Where progress is shown; clock and stream are passed in. */
export interface ProgressScreen {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width of the terminal, in characters. */
  columns(): number;
  nowMs(): number;
}

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5000;
const BAR_WIDTH = 24;
/** A rate measured over less than this means nothing. */
const RATE_SECONDS_MIN = 0.5;
/** What is done this soon after a stage starts was done by the run that is being resumed. */
const INHERITED_MS = 50;
const CLEAR_LINE = "\r\u001b[2K";

/**
 * Shows the progress of a run: one line that is redrawn on a terminal, a plain line every few
 * seconds elsewhere, and in both cases one permanent line for each finished stage.
 */
export class ProgressLine {
  readonly #screen: ProgressScreen;
  #latest: Progress | undefined;
  #latestMs: number;
  /** Where the stage stood when this process began it. */
  #base: Progress | undefined;
  #stageStartMs = 0;
  #shownMs = 0;

  constructor(screen: ProgressScreen) {
    this.#screen = screen;
    this.#latestMs = screen.nowMs();
  }

  show(progress: Progress): void {
    const nowMs = this.#screen.nowMs();
    if (progress.stage !== this.#latest?.stage) this.#startStage(progress, nowMs);
    if (nowMs - this.#stageStartMs < INHERITED_MS) this.#base = progress;
    this.#latest = progress;
    this.#latestMs = nowMs;
    const pauseMs = this.#screen.isTerminal ? REDRAW_MS : PLAIN_LINE_MS;
    if (nowMs - this.#shownMs < pauseMs) return;
    this.#shownMs = nowMs;
    this.#draw(progress, nowMs);
  }

  /** Ends the last stage's line. Call it once, even if the run failed. */
  end(): void {
    this.#endStage(this.#screen.nowMs());
  }

  #startStage(progress: Progress, nowMs: number): void {
    this.#endStage(nowMs);
    // The first report of a stage covers what was done since the last report of the one before.
    this.#stageStartMs = progress.done > 0 ? this.#latestMs : nowMs;
    this.#base = { ...progress, done: 0, pages: 0 };
    this.#shownMs = this.#screen.isTerminal ? -Infinity : nowMs;
  }

  #endStage(nowMs: number): void {
    if (this.#latest === undefined) return;
    const { done, total } = this.#latest;
    // Reports between two displayed stages belong to neither.
    const endMs = done >= total && total > 0 ? this.#latestMs : nowMs;
    const line = endText(this.#latest, this.#pace(this.#latest, endMs));
    this.#screen.write(this.#screen.isTerminal ? `${CLEAR_LINE}${line}\n` : `${line}\n`);
    this.#latest = undefined;
  }

  #draw(progress: Progress, nowMs: number): void {
    const pace = this.#pace(progress, nowMs);
    if (!this.#screen.isTerminal) {
      this.#screen.write(`${progressText(progress, pace, false)}\n`);
      return;
    }
    const line = progressText(progress, pace, true);
    this.#screen.write(CLEAR_LINE + line.slice(0, Math.max(10, this.#screen.columns() - 1)));
  }

  #pace({ done, pages }: Progress, nowMs: number): Pace {
    const seconds = (nowMs - this.#stageStartMs) / 1000;
    return {
      seconds,
      isKnown: seconds >= RATE_SECONDS_MIN,
      done: done - (this.#base?.done ?? 0),
      pages: pages - (this.#base?.pages ?? 0),
    };
  }
}

/** What this process has done in the stage, and how long it took. */
interface Pace {
  readonly seconds: number;
  /** False while it is too early to give a speed. */
  readonly isKnown: boolean;
  readonly done: number;
  readonly pages: PageCount;
}

/** Such as `compose   ███░░░  50 %  100 of 200 records  80 pages/s  ETA 2.5 s  3 rejects`. */
function progressText(progress: Progress, pace: Pace, withBar: boolean): string {
  const { done, total, rejects } = progress;
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const parts = [
    progress.stage.padEnd(9),
    ...(withBar ? [barText(share)] : []),
    `${Math.floor(share * 100)} %`.padStart(5),
    `${amountText(progress, done)} of ${unitsText(progress, total)}`,
    ...speedTexts(pace),
  ];
  if (pace.isKnown && pace.done > 0 && done < total)
    parts.push(`ETA ${durationText(((total - done) / pace.done) * pace.seconds)}`);
  if (rejects > 0) parts.push(rejectText(rejects));
  return parts.join("  ");
}

function endText(progress: Progress, pace: Pace): string {
  const { stage, done, total, pages, rejects } = progress;
  const parts = [stage.padEnd(9), durationText(pace.seconds).padStart(12)];
  if (total > 0)
    parts.push(done >= total ? unitsText(progress, done) : `${shareText(done, total)} done`);
  if (pages > 0) parts.push(countText(pages, "page"));
  parts.push(...speedTexts(pace));
  if (rejects > 0) parts.push(rejectText(rejects));
  return parts.join("  ");
}

function speedTexts({ isKnown, pages, seconds }: Pace): string[] {
  return isKnown && pages > 0 ? [`${rateText(pages, seconds)} pages/s`] : [];
}

function barText(share: number): string {
  const full = Math.floor(share * BAR_WIDTH);
  return "█".repeat(full) + "░".repeat(BAR_WIDTH - full);
}

function amountText({ unit }: Progress, amount: number): string {
  return unit === "bytes" ? sizeText(amount) : grouped(amount);
}

function unitsText(progress: Progress, amount: number): string {
  const { unit } = progress;
  if (unit === "bytes") return amountText(progress, amount);
  return countText(amount, unit.replace(/s$/, ""), unit);
}

function rejectText(rejects: number): string {
  return rejects === 1 ? "1 reject" : `${grouped(rejects)} rejects`;
}
