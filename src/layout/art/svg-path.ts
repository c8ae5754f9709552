import { PATH_ARGUMENTS } from "../../model/svg-drawing.ts";
import { SVG_NUMBER } from "./svg-values.ts";

/** Extra numbers after a move are lines. */
const IMPLIED: Readonly<Record<string, string>> = { M: "L", m: "l" };
const LARGE_ARC = 3;
const SWEEP = 4;
const TOKEN = new RegExp(`[\\s,]*(?:([A-Za-z])|(${SVG_NUMBER}))`, "y");
/** The flags of arcs may be joined and directly precede a number: `a1 1 0 01.5.5`. */
const FLAG = /[\s,]*([01])/y;

/**
 * Path data with each command's letter and its numbers one by one, which every reader takes alike;
 * undefined if it is not well formed.
 */
export function svgPath(data: string): string | undefined {
  const parts: string[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(data);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  const end = data.trimEnd().length;
  while (at < end) {
    const command = take(TOKEN)?.[1];
    const count = PATH_ARGUMENTS[command?.toUpperCase() ?? ""];
    if (command === undefined || count === undefined) return undefined;
    if (parts.length === 0 && command.toUpperCase() !== "M") return undefined;
    let letter = command;
    do {
      const numbers = argumentsOf(letter, count, take);
      if (numbers === undefined) return undefined;
      parts.push(letter, ...numbers);
      letter = IMPLIED[letter] ?? letter;
    } while (count > 0 && hasNumberAt(data, at));
  }
  return parts.join(" ");
}

type Take = (pattern: RegExp) => RegExpExecArray | null;

function argumentsOf(command: string, count: number, take: Take): string[] | undefined {
  const isArc = command === "A" || command === "a";
  const numbers: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const isFlag = isArc && (index === LARGE_ARC || index === SWEEP);
    const number = isFlag ? take(FLAG)?.[1] : take(TOKEN)?.[2];
    if (number === undefined || !Number.isFinite(Number(number))) return undefined;
    numbers.push(plainNumber(number));
  }
  return numbers;
}

function plainNumber(text: string): string {
  return /[eE]/.test(text) ? Number(text).toFixed(10) : text;
}

function hasNumberAt(data: string, at: number): boolean {
  return /^[\s,]*[-+.\d]/.test(data.slice(at, at + 64));
}
