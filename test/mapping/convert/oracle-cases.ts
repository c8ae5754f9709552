import { Prng } from "../../../src/base/prng.ts";
import type { Convert } from "../../../src/mapping/convert/compile-converter.ts";
import { compileJoin } from "../../../src/mapping/convert/compile-join.ts";
import type { AmountForm, PostalStep, TextStep } from "../../../src/model/converter.ts";
import { converter, dates, decimals, integers, money, steps } from "./specs.ts";

/** A converter, what the oracle is told of it, and texts to try both on. */
export interface OracleCase {
  readonly name: string;
  readonly request: Readonly<Record<string, unknown>> & { readonly kind: string };
  readonly convert: Convert;
  readonly draw: (random: Prng) => string;
}

const ODD = [
  ...Array.from(" -+.,'()/:$€%0159AZazTCRDé"),
  "\u00a0",
  "\u202f",
  "\u2212",
  "\0",
  "５",
  "\ufeff",
  "ß",
];

/** Texts of a case, drawn from a seed: most as they should be, the others damaged by one edit. */
export function drawTexts({ draw }: OracleCase, count: number, seed: number): string[] {
  const random = new Prng(seed);
  return Array.from({ length: count }, () => {
    const text = draw(random);
    return random.below(3) === 0 ? damaged(text, random) : text;
  });
}

function damaged(text: string, random: Prng): string {
  const signs = Array.from(text);
  const at = random.below(signs.length + 1);
  const sign = pick(random, ODD);
  signs.splice(at, random.below(2), ...(random.below(4) === 0 ? [] : [sign]));
  return signs.join("");
}

function pick<T>(random: Prng, list: readonly T[]): T {
  return list[random.below(list.length)] as T;
}

function digits(random: Prng, count: number): string {
  return Array.from({ length: count }, () => random.below(10)).join("");
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A text of a date pattern. Its days may be past the end of their month, its hours past 23. */
function drawDate(random: Prng, pattern: string): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const some = (bound: number, from = 0): number =>
    from + random.below(bound) + (random.below(40) === 0 ? 9 : 0);
  const parts: Readonly<Record<string, () => string>> = {
    YYYY: () => (random.below(20) === 0 ? digits(random, 4) : String(1890 + random.below(220))),
    YY: () => digits(random, 2),
    C: () => String(random.below(3)),
    MMM: () => pick(random, [pick(random, MONTHS), pick(random, MONTHS).toUpperCase()]),
    MM: () => two(some(12, 1)),
    M: () => String(some(12, 1)),
    DDD: () => String(some(366, 1)).padStart(3, "0"),
    DD: () => two(pick(random, [some(28, 1), 28 + random.below(4)])),
    D: () => String(pick(random, [some(28, 1), 28 + random.below(4)])),
    HH: () => two(some(24)),
    h: () => String(some(12, 1)),
    mm: () => two(some(60)),
    ss: () => two(some(60)),
    S: () => digits(random, 1 + random.below(9)),
    A: () => pick(random, ["AM", "PM", "am", "pm"]),
    Z: () =>
      pick(random, ["Z", "-0500", "+01:00", "+02", `+${two(some(24))}:${two(some(60))}`, "-08:30"]),
  };
  const names = Object.keys(parts).sort((a, b) => b.length - a.length);
  const text = pattern.replace(new RegExp(names.join("|"), "g"), (name) => parts[name]?.() ?? "");
  return pad(random, text);
}

function pad(random: Prng, text: string): string {
  return random.below(10) === 0 ? `  ${text} ` : text;
}

/** Nights on which clocks change, and days about them. */
function drawEdge(random: Prng, pattern: string): string {
  const nights = [
    "2026-03-08",
    "2026-03-29",
    "2026-10-25",
    "2026-11-01",
    "2018-11-04",
    "2026-04-05",
  ];
  const time = `0${random.below(4)}:${digits(random, 1).replace(/[6-9]/, "5")}${random.below(10)}`;
  const day = random.below(4) === 0 ? "1999-12-31" : pick(random, nights);
  return pattern.replace("YYYY-MM-DD", day).replace("HH:mm", time).replace("ss", "30");
}

function dateCase(
  patterns: readonly string[],
  more: { readonly pivotYear?: number; readonly zone?: string; readonly sourceZone?: string } = {},
): OracleCase {
  const { pivotYear: pivot, zone, sourceZone: source } = more;
  const hasClock = zone !== undefined && patterns[0] !== undefined;
  return {
    name: [...patterns, zone, source].filter((part) => part !== undefined).join(" · "),
    request: { kind: "date", patterns, pivot, zone, source },
    convert: dates(patterns, more),
    draw: (random) => {
      const pattern = pick(random, patterns);
      const isEdge = hasClock && !pattern.endsWith("Z") && random.below(2) === 0;
      return isEdge ? drawEdge(random, pattern) : drawDate(random, pattern);
    },
  };
}

interface NumberRequest {
  readonly kind: "money" | "decimal" | "integer";
  readonly point: string;
  readonly group?: string;
  readonly indian?: boolean;
  readonly decimals: readonly number[];
  readonly marks?: readonly string[];
  readonly currency?: readonly string[];
  readonly negative?: string;
  readonly needsWord?: boolean;
  readonly implied?: number;
  readonly digits: number;
}

function drawNumber(random: Prng, request: NumberRequest): string {
  const {
    point,
    group = "",
    indian = false,
    decimals: counts,
    marks = [],
    currency = [],
  } = request;
  let whole = digits(random, random.below(10)).replace(/^0+/, random.below(5) === 0 ? "00" : "");
  const sign = group === "" ? "" : pick(random, Array.from(group));
  if (sign !== "" && random.below(4) > 0)
    whole = whole.replace(indian ? /\B(?=(\d{2})*\d{3}$)/g : /\B(?=(\d{3})+$)/g, sign);
  const count = random.below(12) === 0 ? random.below(6) : pick(random, counts);
  const number = count === 0 ? whole : `${whole}${point}${digits(random, count)}`;
  const money = random.below(3) === 0 && currency.length > 0 ? pick(random, currency) : "";
  const blank = pick(random, ["", "", " ", "\u00a0"]);
  const dressed = pick(random, [`${money}${blank}${number}`, `${number}${blank}${money}`]);
  const mark = pick(random, ["", "", "-", "+", ...marks, "()", "CR"]);
  if (mark === "()") return `(${dressed})`;
  if (mark === "" || mark === "-" || mark === "+") return pad(random, mark + dressed);
  return dressed + blank + mark;
}

function numberCase(convert: Convert, request: NumberRequest, name: string): OracleCase {
  return {
    name: `${request.kind} ${name}`,
    request: { ...request },
    convert,
    draw: (random) => drawNumber(random, request),
  };
}

function moneyCase(
  forms: readonly string[],
  request: Omit<NumberRequest, "kind" | "digits">,
  more: Partial<AmountForm> = {},
): OracleCase {
  const name = forms.join(" ") || "implied";
  return numberCase(money(forms, more), { kind: "money", digits: 2, ...request }, name);
}

function postalCase(country: string, shape: string): OracleCase {
  const draw = (random: Prng): string => {
    const signs = shape.replace(/9/g, () => digits(random, 1));
    const code = signs.replace(/@/g, () => String.fromCharCode(65 + random.below(26)));
    const plain = pick(random, [code, code.replace(/[ -]/, ""), code.toLowerCase()]);
    return pad(random, pick(random, [plain, plain, `${country}-${plain}`]));
  };
  const step: PostalStep = { step: "postal", country, part: "whole" };
  const request = { kind: "postal", country };
  return { name: `postal ${country}`, request, convert: steps(step), draw };
}

function zipCase(part: PostalStep["part"], lostZeros: boolean): OracleCase {
  const draw = (random: Prng): string => {
    const [zip, plus4, point] = [digits(random, 5), digits(random, 4), digits(random, 2)];
    const sign = pick(random, ["", "-", " "]);
    const whole = [zip, zip + sign, zip + sign + plus4, zip + sign + plus4 + sign + point];
    return pad(random, pick(random, whole).replace(/^0*/, "").slice(random.below(2)));
  };
  return {
    name: `zip ${part}${lostZeros ? ", zeros lost" : ""}`,
    request: { kind: "zip", part, lost: lostZeros },
    convert: steps({ step: "postal", country: "US", part, lostZeros }),
    draw,
  };
}

function stepCase(name: string, step: TextStep): OracleCase {
  const signs = [...Array.from("  |00ABcdé\u00a0\tß"), "ÀÇ", "|", "\0", "00"];
  const draw = (random: Prng): string =>
    Array.from({ length: random.below(14) }, () => pick(random, signs)).join("");
  return { name, request: { kind: "step", step: name }, convert: steps(step), draw };
}

function joinCase(): OracleCase {
  const columns = ["C", "S", "Z", "P"];
  const join = compileJoin("{C}, {S} {Z}-{P}", (column) => columns.indexOf(column));
  const draw = (random: Prng): string =>
    columns
      .map(() => pick(random, ["", " ", "A", " B c ", "62704\0", digits(random, 4)]))
      .join("\x1f");
  const convert: Convert = (text) => join(text.split("\x1f")) || undefined;
  return { name: "join", request: { kind: "join" }, convert, draw };
}

function booleanCase(): OracleCase {
  const lists = { true: ["Y", "1", "yes"], false: ["N", "0", "-"] };
  const draw = (random: Prng): string =>
    pad(random, pick(random, ["Y", "N", "1", "0", "yes", "-", "y", "true", ""]));
  const convert = converter({ kind: "boolean", ...lists });
  return { name: "boolean", request: { kind: "boolean", ...lists }, convert, draw };
}

const EXCEL = ["1,234.56", "(1,234.56)", "12.50-", "$1.00"];
const SPACES = " \u00a0\u2009\u202f";
const MOMENTS = ["YYYY-MM-DDTHH:mm:ssZ", "YYYY-MM-DDTHH:mm:ss.SZ"];

/** One case a form that a converter may have. */
export function oracleCases(): OracleCase[] {
  return [
    dateCase(["MM/DD/YYYY"]),
    dateCase(["YYYYMMDD", "DD.MM.YYYY", "D.M.YYYY"]),
    dateCase(["DD-MMM-YY"], { pivotYear: 1950 }),
    dateCase(["YYMMDD"], { pivotYear: 1927 }),
    dateCase(["YYYYDDD"]),
    dateCase(["CYYMMDD"]),
    dateCase(["M/D/YYYY h:mm A"]),
    dateCase(MOMENTS, { zone: "America/New_York" }),
    dateCase(MOMENTS, { zone: "Asia/Kolkata" }),
    dateCase(["YYYY-MM-DD HH:mm"], { zone: "Europe/Berlin", sourceZone: "America/New_York" }),
    dateCase(["YYYY-MM-DD HH:mm:ss"], { zone: "UTC", sourceZone: "Australia/Lord_Howe" }),
    {
      name: "epoch",
      request: { kind: "epoch", zone: "America/Chicago" },
      convert: dates("epoch-seconds", { zone: "America/Chicago" }),
      draw: (random) => pad(random, pick(random, ["", "-"]) + digits(random, 1 + random.below(11))),
    },
    moneyCase(["1,234.56"], { point: ".", group: ",", decimals: [2] }),
    moneyCase(["1.234,56"], { point: ",", group: ".", decimals: [2] }),
    moneyCase(["1 234,56 €"], { point: ",", group: SPACES, decimals: [2], currency: ["€"] }),
    moneyCase(["1'234.56", "1'234"], { point: ".", group: "'\u2019", decimals: [2, 0] }),
    moneyCase(["12,34,567.00"], { point: ".", group: ",", indian: true, decimals: [2] }),
    moneyCase(["1234.5600"], { point: ".", decimals: [4] }),
    moneyCase(EXCEL, {
      point: ".",
      group: ",",
      decimals: [2],
      marks: ["()", "-"],
      currency: ["$"],
    }),
    moneyCase(
      ["1,234.56CR", "1,234.56DR"],
      {
        point: ".",
        group: ",",
        decimals: [2],
        marks: ["CR", "DR"],
        negative: "CR",
        needsWord: true,
      },
      { negative: "CR" },
    ),
    moneyCase([], { point: ".", decimals: [0], implied: 2 }, { impliedDigits: 2 }),
    numberCase(
      decimals("0.123456"),
      { kind: "decimal", point: ".", decimals: [0, 1, 2, 3, 4, 5, 6], digits: 6 },
      "0.123456",
    ),
    numberCase(
      integers(["1,234,567", "1.0"]),
      { kind: "integer", point: ".", group: ",", decimals: [0, 1], digits: 0 },
      "1,234,567 1.0",
    ),
    ...[
      ["GB", "@@9 9@@"],
      ["CA", "@9@ 9@9"],
      ["NL", "9999 @@"],
      ["SE", "999 99"],
      ["PL", "99-999"],
      ["PT", "9999-999"],
      ["JP", "999-9999"],
      ["DE", "99999"],
      ["CH", "9999"],
    ].map(([country = "", shape = ""]) => postalCase(country, shape)),
    zipCase("whole", false),
    zipCase("zip", true),
    zipCase("plus4", false),
    zipCase("deliveryPoint", false),
    stepCase("trim", { step: "trim", at: "both" }),
    stepCase("inner", { step: "trim", at: "inner" }),
    stepCase("upper", { step: "case", to: "upper" }),
    stepCase("lower", { step: "case", to: "lower" }),
    stepCase("pad", { step: "pad", at: "start", length: 8, fill: "0" }),
    stepCase("strip", { step: "strip", at: "start", character: "0" }),
    stepCase("slice", { step: "slice", start: 3, length: 4 }),
    stepCase("split", { step: "split", separator: "|", part: 2, partsMax: 3 }),
    joinCase(),
    booleanCase(),
  ];
}
