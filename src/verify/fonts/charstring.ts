import { BrokenFont, UnknownFont } from "./broken-font.ts";

export interface CharstringSetup {
  readonly globals: readonly Uint8Array[];
  readonly locals: readonly Uint8Array[];
  readonly defaultWidth: number;
  readonly nominalWidth: number;
}

const DEPTH_MAX = 10;
const OPERANDS_MAX = 192;
const STEPS_MAX = 100_000;

const [CALL_LOCAL, RETURN, ESCAPE, END, CALL_GLOBAL] = [10, 11, 12, 14, 29];
const [HINTS, MASKS] = [
  [1, 3, 18, 23],
  [19, 20],
];

/** What comes next in a path. */
const [MOVES, LINES, CURVES, ENDS] = [1, 2, 3, 4];

/**
 * Runs a glyph's charstring (Adobe Technical Note 5177) and records what it draws: its width, then
 * moves, lines and curves with absolute coordinates. Hints draw nothing and are ignored, and so is
 * the division of operators into subroutines.
 */
export class Charstring {
  readonly #setup: CharstringSetup;
  readonly #path: number[] = [];
  #operands: number[] = [];
  #width: number | undefined;
  #hints = 0;
  #steps = 0;
  #x = 0;
  #y = 0;

  constructor(setup: CharstringSetup) {
    this.#setup = setup;
  }

  outline(code: Uint8Array): readonly number[] {
    if (!this.#run(code, 0)) throw new BrokenFont("one of its glyphs has no end");
    return [this.#width ?? this.#setup.defaultWidth, ...this.#path];
  }

  /** Whether the glyph ended in this code. */
  #run(code: Uint8Array, depth: number): boolean {
    if (depth > DEPTH_MAX) throw new BrokenFont("one of its glyphs calls itself");
    for (let at = 0; at < code.length;) {
      const byte = code[at] ?? 0;
      this.#steps += 1;
      if (this.#steps > STEPS_MAX) throw new BrokenFont("one of its glyphs has no end");
      if (byte >= 32 || byte === 28) {
        at = this.#number(code, at);
        continue;
      }
      at += 1;
      if (byte === RETURN) return false;
      if (byte === CALL_LOCAL || byte === CALL_GLOBAL) {
        if (this.#call(byte === CALL_LOCAL, depth)) return true;
      } else if (byte === END) {
        this.#end();
        return true;
      } else if (HINTS.includes(byte)) this.#takeHints();
      else if (MASKS.includes(byte)) {
        this.#takeHints();
        at += Math.ceil(this.#hints / 8);
      } else if (byte === ESCAPE) this.#flex(code[at++] ?? 0);
      else this.#draw(byte);
    }
    return false;
  }

  #number(code: Uint8Array, at: number): number {
    if (this.#operands.length >= OPERANDS_MAX) throw new BrokenFont("one of its glyphs is broken");
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = code.subarray(at, at + 5);
    if (first === 28) return this.#push(((second << 24) >> 16) | third, at + 3);
    if (first <= 246) return this.#push(first - 139, at + 1);
    if (first <= 250) return this.#push((first - 247) * 256 + second + 108, at + 2);
    if (first <= 254) return this.#push(-(first - 251) * 256 - second - 108, at + 2);
    const fixed = (second << 24) | (third << 16) | (fourth << 8) | fifth;
    return this.#push(fixed / 0x1_0000, at + 5);
  }

  #push(value: number, next: number): number {
    this.#operands.push(value);
    return next;
  }

  #call(isLocal: boolean, depth: number): boolean {
    const subroutines = isLocal ? this.#setup.locals : this.#setup.globals;
    const bias = subroutines.length < 1240 ? 107 : subroutines.length < 33_900 ? 1131 : 32_768;
    const called = subroutines[(this.#operands.pop() ?? 0) + bias];
    if (called === undefined) throw new BrokenFont("one of its glyphs calls a missing subroutine");
    return this.#run(called, depth + 1);
  }

  /** The first operator that clears the stack may have the width below its own operands. */
  #takeWidth(hasWidth: boolean): void {
    if (this.#width !== undefined) return;
    const { defaultWidth, nominalWidth } = this.#setup;
    this.#width = hasWidth ? nominalWidth + (this.#operands.shift() ?? 0) : defaultWidth;
  }

  #takeHints(): void {
    this.#takeWidth(this.#operands.length % 2 === 1);
    this.#hints += this.#operands.length >> 1;
    this.#operands = [];
  }

  #end(): void {
    this.#takeWidth(this.#operands.length === 1 || this.#operands.length === 5);
    if (this.#operands.length > 0) throw new UnknownFont("it has glyphs that are composed of two");
    this.#path.push(ENDS);
  }

  #draw(operator: number): void {
    const moves = { 21: 2, 22: 1, 4: 1 }[operator];
    if (moves !== undefined) this.#takeWidth(this.#operands.length > moves);
    const values = this.#operands;
    this.#operands = [];
    if (operator === 21) this.#move(values[0], values[1]);
    else if (operator === 22) this.#move(values[0], 0);
    else if (operator === 4) this.#move(0, values[0]);
    else if (operator === 5) this.#lines(values);
    else if (operator === 6 || operator === 7) this.#turning(values, operator === 6);
    else if (operator === 8) this.#curves(values);
    else if (operator === 24) {
      this.#curves(values.slice(0, -2));
      this.#lines(values.slice(-2));
    } else if (operator === 25) {
      this.#lines(values.slice(0, -6));
      this.#curves(values.slice(-6));
    } else if (operator === 26 || operator === 27) this.#straight(values, operator === 27);
    else if (operator === 30 || operator === 31) this.#swinging(values, operator === 31);
    else throw new BrokenFont(`one of its glyphs has the operator ${operator}`);
  }

  #move(dx = Number.NaN, dy = Number.NaN): void {
    this.#path.push(MOVES);
    this.#by(dx, dy);
  }

  #line(dx = Number.NaN, dy = Number.NaN): void {
    this.#path.push(LINES);
    this.#by(dx, dy);
  }

  #by(dx = Number.NaN, dy = Number.NaN): void {
    this.#x += dx;
    this.#y += dy;
    if (Number.isNaN(this.#x + this.#y)) throw new BrokenFont("one of its glyphs is broken");
    this.#path.push(this.#x, this.#y);
  }

  #lines(values: readonly number[]): void {
    for (let at = 0; at < values.length; at += 2) this.#line(values[at], values[at + 1]);
  }

  /** Lines that alternate between horizontal and vertical. */
  #turning(values: readonly number[], beginsAcross: boolean): void {
    let isAcross = beginsAcross;
    for (const value of values) {
      if (isAcross) this.#line(value, 0);
      else this.#line(0, value);
      isAcross = !isAcross;
    }
  }

  #curves(values: readonly number[]): void {
    for (let at = 0; at < values.length; at += 6) this.#curve(values.slice(at, at + 6));
  }

  #curve(values: readonly number[]): void {
    const [x1, y1, x2, y2, x3, y3] = values;
    this.#path.push(CURVES);
    this.#by(x1, y1);
    this.#by(x2, y2);
    this.#by(x3, y3);
  }

  /** `vvcurveto` and `hhcurveto`: curves that begin and end in the same direction. */
  #straight(values: readonly number[], isAcross: boolean): void {
    const isOdd = values.length % 4 === 1;
    let aside = isOdd ? (values[0] ?? 0) : 0;
    const rest = isOdd ? values.slice(1) : values;
    for (let at = 0; at < rest.length; at += 4) {
      const [first = 0, x2 = 0, y2 = 0, last = 0] = rest.slice(at, at + 4);
      this.#curve(isAcross ? [first, aside, x2, y2, last, 0] : [aside, first, x2, y2, 0, last]);
      aside = 0;
    }
  }

  /**
   * `vhcurveto` and `hvcurveto`: curves that begin horizontally and end vertically, alternating.
   */
  #swinging(values: readonly number[], beginsAcross: boolean): void {
    let isAcross = beginsAcross;
    for (let at = 0; at + 4 <= values.length; at += 4) {
      const [first = 0, x2 = 0, y2 = 0, last = 0, more = 0] = values.slice(at, at + 5);
      const aside = values.length - at === 5 ? more : 0;
      this.#curve(isAcross ? [first, 0, x2, y2, aside, last] : [0, first, x2, y2, last, aside]);
      isAcross = !isAcross;
    }
  }

  #flex(operator: number): void {
    const v = this.#operands;
    this.#operands = [];
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0] = v;
    if (operator === 35) this.#curves(v.slice(0, 12));
    else if (operator === 34) this.#curves([a, 0, b, c, d, 0, e, 0, f, -c, g, 0]);
    else if (operator === 36) this.#curves([a, b, c, d, e, 0, f, 0, g, h, i, -(b + d + h)]);
    else if (operator === 37) {
      const [dx, dy] = [a + c + e + g + i, b + d + f + h + j];
      const last = Math.abs(dx) > Math.abs(dy) ? [k, -dy] : [-dx, k];
      this.#curves([a, b, c, d, e, f, g, h, i, j, ...last]);
    } else throw new UnknownFont("its glyphs are computed by operators that are not supported");
  }
}
