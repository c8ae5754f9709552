import { diagnostic } from "../base/diagnostic.ts";
import type { Mpt } from "../base/units.ts";
import type { OpenFont } from "../compose/type-style.ts";
import type { LayoutPlan, MasterBox, TextStyle } from "../model/layout-plan.ts";
import type { PlanFault } from "./plan-fault.ts";

/** Lines of text that machines read, by the functions that make them. */
const LINES: ReadonlySet<unknown> = new Set(["ocrA", "ocrB", "e13b", "cmc7"]);
/** From one E-13B character to the next: an eighth of an inch (ISO 1004-1, ANSI X9.27). */
const E13B_PITCH_MPT: Mpt = 9000;
const PITCH_TOLERANCE_MPT: Mpt = 90;
/** Digits, then transit, amount, on us and dash. */
const E13B = Array.from("0123456789\u2446\u2447\u2448\u2449");

/**
 * What keeps machines from reading the lines that a layout has for them: characters of E-13B that
 * its font lacks, or sets elsewhere than at their pitch, and sizes that large print would change or
 * the box that they stand in.
 */
export function lineFaults(plan: LayoutPlan, fonts: readonly OpenFont[]): PlanFault[] {
  const used = new Map<number, Set<unknown>>();
  findLines([plan.blocks, plan.masters, plan.translations], used);
  const shrinking = new Map<number, Set<unknown>>();
  findLines(shrinkingBoxes(plan), shrinking);
  return [...used].flatMap(([index, names]) => {
    const style = plan.styles[index];
    if (style === undefined) return [];
    // A bold or italic variant is called after its style: `body/bold`.
    const path = ["styles", style.name.split("/")[0] ?? style.name];
    const pitch = names.has("e13b") ? pitchFault(style, fonts[style.font]) : undefined;
    const isScaled = plan.largePrint !== undefined || plan.percentMin !== undefined;
    const inBox = shrinking.has(index) ? "in a box that may shrink it" : undefined;
    const where = isScaled ? "in large print" : inBox;
    const scaled = where && style.isFixed !== true ? scaledFault(style, where) : undefined;
    return [pitch, scaled].flatMap((found) => (found === undefined ? [] : { path, found }));
  });
}

/** The boxes of masters whose texts become smaller where they have little room. */
function shrinkingBoxes({ masters, translations }: LayoutPlan): readonly MasterBox[] {
  const translated = Object.values(translations ?? {}).flatMap((each) => each.masters);
  return [...masters, ...translated]
    .flatMap(({ boxes }) => boxes)
    .filter(({ percentMin }) => percentMin !== undefined);
}

/** Collects the styles of texts that have such a line in them, and the functions that make it. */
function findLines(value: unknown, used: Map<number, Set<unknown>>): void {
  if (Array.isArray(value)) return value.forEach((one) => findLines(one, used));
  if (typeof value !== "object" || value === null) return;
  if ("style" in value && typeof value.style === "number") {
    const names = namesIn(["template" in value && value.template, "cell" in value && value.cell]);
    if (names.length > 0)
      used.set(value.style, new Set([...(used.get(value.style) ?? []), ...names]));
  }
  for (const part of Object.values(value)) findLines(part, used);
}

function namesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== "object" || value === null) return [];
  const own = "op" in value && value.op === "call" && "name" in value ? [value.name] : [];
  return [...own.filter((name) => LINES.has(name)), ...Object.values(value).flatMap(namesIn)];
}

function pitchFault({ name, sizeMpt, ornament }: TextStyle, font: OpenFont | undefined) {
  if (font === undefined) return undefined;
  const { face } = font;
  const lacking = E13B.find((sign) => face.glyphOf(sign.codePointAt(0) ?? 0) === 0);
  if (lacking !== undefined) {
    const hint = "name one with digits and the signs U+2446 to U+2449";
    const message = `The font ${face.id} of the style \`${name}\` has no \`${lacking}\` of E-13B.`;
    return diagnostic("font.unfit-for-line", message, { hint });
  }
  const pitchMpt = (sign: string): Mpt => {
    const units = face.advances[face.glyphOf(sign.codePointAt(0) ?? 0)] ?? 0;
    return Math.round((units * sizeMpt) / 1000) + (ornament?.letterSpacingMpt ?? 0);
  };
  const isOff = (sign: string): boolean =>
    Math.abs(pitchMpt(sign) - E13B_PITCH_MPT) > PITCH_TOLERANCE_MPT;
  const off = E13B.find(isOff);
  if (off === undefined) return undefined;
  const [is, wanted] = [pitchMpt(off) / 1000, E13B_PITCH_MPT / 1000];
  const message = `The style \`${name}\` sets E-13B ${is} pt apart; readers want ${wanted} pt.`;
  const hint = "take the size that the font is made for, with no letter-spacing";
  return diagnostic("font.unfit-for-line", message, { hint });
}

function scaledFault({ name }: TextStyle, where: string) {
  const message = `No machine reads the style \`${name}\` ${where}.`;
  const hint = "give the style `fixed-size: true`";
  return diagnostic("font.unfit-for-line", message, { hint });
}
