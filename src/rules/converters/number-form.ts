/** How the numbers of a field are written, read from the job's examples. */
export interface NumberStyle {
  /** The sign before decimals; empty if no form has decimals. */
  readonly point: string;
  /** The sign between groups of digits; a space stands for narrow and unbreakable ones, too. */
  readonly group: string;
  /** Groups of two before the last of three, as in 12,34,567. */
  readonly isIndian: boolean;
  /** The numbers of decimals that the forms have. */
  readonly decimalCounts: readonly number[];
  /** Whether a number without a mark is one, or with a leading - or +. */
  readonly hasPlain: boolean;
  readonly marks: readonly NumberMark[];
  readonly currency: readonly string[];
}

export const NUMBER_MARKS = ["()", "-", "+", "CR", "DR"] as const;
export type NumberMark = (typeof NUMBER_MARKS)[number];

interface Example {
  readonly point: string;
  readonly group: string;
  readonly isIndian: boolean;
  readonly decimalCount: number;
  readonly mark: NumberMark | "";
  readonly currency: string;
  /** `1,234` may be a thousand or one with three decimals: the other forms must say. */
  readonly unclear: string;
}

/** Spaces between groups: common, unbreakable, figure, thin, narrow unbreakable. */
const BLANKS: ReadonlySet<string> = new Set([" ", "\u00a0", "\u2007", "\u2009", "\u202f"]);
const APOSTROPHES: ReadonlySet<string> = new Set(["'", "\u2019"]);

const EXAMPLE = /^([^0-9]*?)([0-9](?:.*[0-9])?)([^0-9]*)$/u;
const CORE = /^\d+(?:[^0-9]\d+)*$/;
const LIKE = "write an example such as 1,234.56";
const TWO_SIGNS = "has two signs; give each an example of its own";

/** The style that examples of numbers show, or a sentence that says why they show none. */
export function parseNumberForms(
  forms: readonly string[],
  kind: "money" | "decimal" | "integer",
): NumberStyle | string {
  const examples = forms.map(parseExample);
  const fault = examples.find((example) => typeof example === "string");
  if (fault !== undefined) return fault;
  const good = examples.filter((example) => typeof example !== "string");
  if (good.length === 0) return LIKE;
  return mergeExamples(good, kind);
}

function parseExample(form: string): Example | string {
  const [, before = "", core = "", behind = ""] = EXAMPLE.exec(form.trim()) ?? [];
  if (!CORE.test(core)) return `\`${form}\` is no number; ${LIKE}`;
  const around = parseAround(before, behind);
  if (typeof around === "string") return `\`${form}\` ${around}`;
  const digits = parseCore(core);
  if (typeof digits === "string") return `\`${form}\` ${digits}`;
  return { ...around, ...digits };
}

const SIGN_BEFORE = /[-+\u2212(]/;
const SIGN_BEHIND = /[-+)]|\b(?:CR|DR)\b/;

function parseAround(before: string, behind: string): Pick<Example, "mark" | "currency"> | string {
  const [opening = ""] = SIGN_BEFORE.exec(before) ?? [];
  const [closing = ""] = SIGN_BEHIND.exec(behind) ?? [];
  const isBracketed = opening === "(" && closing === ")";
  if ((opening === "(") !== (closing === ")")) return "has half of its brackets";
  if (opening !== "" && closing !== "" && !isBracketed) return TWO_SIGNS;
  const currency = [before.replace(SIGN_BEFORE, "").trim(), behind.replace(SIGN_BEHIND, "").trim()];
  const [sign = "", ...more] = currency.filter((text) => text !== "");
  if (more.length > 0 || /[-+\u2212()]/.test(sign)) return TWO_SIGNS;
  return {
    mark: isBracketed ? "()" : (NUMBER_MARKS.find((mark) => mark === closing) ?? ""),
    currency: sign,
  };
}

type Digits = Omit<Example, "mark" | "currency">;

const WHOLE: Digits = { point: "", group: "", isIndian: false, decimalCount: 0, unclear: "" };

function parseCore(core: string): Digits | string {
  const signs = Array.from(core.matchAll(/[^0-9]/g), ([sign]) => plainSign(sign));
  if (signs.some((sign) => !".,' ".includes(sign))) return "has a sign that no number has";
  const parts = core.split(/[^0-9]/);
  const [sign] = signs;
  if (sign === undefined) return WHOLE;
  if (signs.length === 1 && ".,".includes(sign)) return onePoint(parts, sign);
  const last = signs.at(-1) ?? "";
  if (last === sign) return grouped(parts, signs);
  if (!".,".includes(last)) return "has groups behind its decimals";
  const whole = grouped(parts.slice(0, -1), signs.slice(0, -1));
  if (typeof whole === "string") return whole;
  return { ...whole, point: last, decimalCount: parts.at(-1)?.length ?? 0 };
}

/** One sign with three digits behind it: a thousand, or one and some thousandths. */
function onePoint([whole = "", behind = ""]: readonly string[], sign: string): Digits {
  if (behind.length === 3 && whole.length <= 3 && whole !== "0") return { ...WHOLE, unclear: sign };
  return { ...WHOLE, point: sign, decimalCount: behind.length };
}

function grouped(parts: readonly string[], signs: readonly string[]): Digits | string {
  const [group = ""] = signs;
  if (signs.some((sign) => sign !== group)) return "has two signs between its groups";
  const inner = parts.slice(1, -1).map(({ length }) => length);
  const isIndian = inner.length > 0 && inner.every((length) => length === 2);
  const isRight = parts.at(-1)?.length === 3 && (isIndian || inner.every((length) => length === 3));
  if (!isRight || (parts[0]?.length ?? 0) > 3) return "has groups of other than three digits";
  return { ...WHOLE, group, isIndian };
}

function plainSign(sign: string): string {
  return BLANKS.has(sign) ? " " : APOSTROPHES.has(sign) ? "'" : sign;
}

function mergeExamples(
  examples: readonly Example[],
  kind: "money" | "decimal" | "integer",
): NumberStyle | string {
  const points = unique(examples.map(({ point }) => point));
  const unclear = unique(examples.map((example) => example.unclear));
  const groups = unique([
    ...examples.map(({ group }) => group),
    // What the others say, or what it must be of whole numbers.
    ...unclear.filter((sign) => (points.length > 0 || kind === "integer") && sign !== points[0]),
  ]);
  if (points.length > 1 || groups.length > 1 || (points[0] ?? "") === (groups[0] ?? "none"))
    return "two forms could read one text as two numbers; name those of one kind";
  if (unclear.length > 0 && points.length === 0 && kind !== "integer")
    return `\`1${unclear[0]}234\` may be a thousand or have three decimals; ${LIKE} or 1,234,567`;
  return styleOf(examples, points[0] ?? "", groups[0] ?? "");
}

function styleOf(examples: readonly Example[], point: string, group: string): NumberStyle {
  return {
    point,
    group,
    isIndian: examples.some(({ isIndian }) => isIndian),
    decimalCounts: [...new Set(examples.map((one) => decimalCountOf(one, point)))],
    hasPlain: examples.some(({ mark }) => mark !== "CR" && mark !== "DR"),
    marks: NUMBER_MARKS.filter((mark) => examples.some((one) => one.mark === mark)),
    currency: unique(examples.map(({ currency }) => currency)),
  };
}

function decimalCountOf({ unclear, decimalCount }: Example, point: string): number {
  return unclear !== "" && unclear === point ? 3 : decimalCount;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== "");
}
