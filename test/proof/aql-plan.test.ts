import { describe, expect, it } from "vitest";
import { type Aql, AQLS, type InspectionLevel, INSPECTION_LEVELS } from "../../src/model/sample.ts";
import { codeLetter, planOfLetter, samplingPlan } from "../../src/proof/sampling/aql-plan.ts";

function text({ size, accept, reject }: { size: number; accept: number; reject: number }): string {
  return `${size}:${accept}/${reject}`;
}

/**
 * Single sampling, normal inspection, as published, arrows resolved: the columns 0.65 and 1.0 as a
 * US government table has them (MIL-STD-105E), 0.25 after 7 CFR 42.140, 0.065 and 0.10 by the same
 * master table.
 */
const PUBLISHED: readonly (readonly [letter: string, ...plans: string[]])[] = [
  ["A", "200:0/1", "125:0/1", "50:0/1", "20:0/1", "13:0/1"],
  ["B", "200:0/1", "125:0/1", "50:0/1", "20:0/1", "13:0/1"],
  ["C", "200:0/1", "125:0/1", "50:0/1", "20:0/1", "13:0/1"],
  ["D", "200:0/1", "125:0/1", "50:0/1", "20:0/1", "13:0/1"],
  ["E", "200:0/1", "125:0/1", "50:0/1", "20:0/1", "13:0/1"],
  ["F", "200:0/1", "125:0/1", "50:0/1", "20:0/1", "13:0/1"],
  ["G", "200:0/1", "125:0/1", "50:0/1", "20:0/1", "50:1/2"],
  ["H", "200:0/1", "125:0/1", "50:0/1", "80:1/2", "50:1/2"],
  ["J", "200:0/1", "125:0/1", "50:0/1", "80:1/2", "80:2/3"],
  ["K", "200:0/1", "125:0/1", "200:1/2", "125:2/3", "125:3/4"],
  ["L", "200:0/1", "125:0/1", "200:1/2", "200:3/4", "200:5/6"],
  ["M", "200:0/1", "500:1/2", "315:2/3", "315:5/6", "315:7/8"],
  ["N", "800:1/2", "500:1/2", "500:3/4", "500:7/8", "500:10/11"],
  ["P", "800:1/2", "800:2/3", "800:5/6", "800:10/11", "800:14/15"],
  ["Q", "1250:2/3", "1250:3/4", "1250:7/8", "1250:14/15", "1250:21/22"],
];
const COLUMNS: readonly Aql[] = ["0.065", "0.10", "0.25", "0.65", "1.0"];

describe("a sampling plan by ISO 2859-1", () => {
  it.each(PUBLISHED)("of letter %s is the published one", (letter, ...plans) => {
    const made = COLUMNS.map((aql) => text(planOfLetter(letter, aql, "normal")));
    expect(made).toEqual(plans);
  });

  it.each([
    [100, "20:0/1"],
    [200, "20:0/1"],
    [487, "80:1/2"],
    [1200, "80:1/2"],
    [3200, "125:2/3"],
    [10_000, "200:3/4"],
    [35_000, "315:5/6"],
    [80_000, "500:7/8"],
    [150_001, "800:10/11"],
    [500_001, "1250:14/15"],
  ])("at level II, AQL 0.65, takes of %i items %s", (lot, plan) => {
    expect(text(samplingPlan(lot, "II", "0.65", "normal"))).toBe(plan);
  });

  it("is stricter when tightened, smaller when reduced", () => {
    const of = (letter: string, aql: Aql, severity: "tightened" | "reduced"): string =>
      text(planOfLetter(letter, aql, severity));
    expect(of("N", "0.65", "tightened")).toBe("500:5/6");
    expect(
      ["G", "H", "J", "K", "L", "M", "P", "Q", "R"].map((l) => of(l, "0.65", "tightened")),
    ).toEqual(
      "32:0/1 125:1/2 125:1/2 125:1/2 200:2/3 315:3/4 800:8/9 1250:12/13 2000:18/19".split(" "),
    );
    expect(["F", "K", "L", "M", "N", "P", "Q", "R"].map((l) => of(l, "0.65", "reduced"))).toEqual(
      "8:0/1 50:1/2 80:2/3 125:3/4 200:5/6 315:6/7 500:8/9 800:10/11".split(" "),
    );
  });

  it("turns an arrow round that leads out of the table", () => {
    expect(text(planOfLetter("R", "0.015", "normal"))).toBe("800:0/1");
    expect(text(planOfLetter("R", "0.015", "reduced"))).toBe("315:0/1");
    expect(["Q", "R"].map((letter) => text(planOfLetter(letter, "0.025", "tightened")))).toEqual([
      "3150:1/2",
      "3150:1/2",
    ]);
  });

  it("has the letters of table 1", () => {
    const row = (lot: number): string =>
      INSPECTION_LEVELS.map((level: InspectionLevel) => codeLetter(lot, level)).join("");
    expect([2, 9, 16, 26, 51, 91, 151, 281, 501, 1201, 3201, 10_001].map(row)).toEqual(
      "AAAAAAB AAAAABC AABBBCD ABBCCDE BBCCCEF BBCDDFG BCDEEGH BCDEFHJ CCEFGJK CDEGHKL CDFGJLM CDFHKMN".split(
        " ",
      ),
    );
    expect([35_001, 150_001, 500_001].map(row)).toEqual(["DEGJLNP", "DEGJMPQ", "DEHKNQR"]);
  });

  // The tables are made so that a lot as good as the AQL is seldom refused: whoever errs by one
  // diagonal lands far off. Checked by the binomial, which knows nothing of the tables.
  it.each(AQLS)(
    "at AQL %s accepts lots of that quality, seldom lots of eight times that",
    (aql) => {
      for (const letter of "FGHJKLMNPQR") {
        const plan = planOfLetter(letter, aql, "normal");
        const atAql = acceptance(plan, Number(aql) / 100);
        expect(atAql, `${letter} ${text(plan)}`).toBeGreaterThan(0.87);
        const tight = planOfLetter(letter, aql, "tightened");
        const bad = Math.min(0.9, (8 * Number(aql)) / 100);
        if (tight.letter === letter && tight.accept > 0)
          expect(acceptance(tight, bad), `${letter} ${text(tight)}`).toBeLessThan(0.1);
      }
    },
  );
});

/** The probability that at most `accept` of `size` items are defective. */
function acceptance({ size, accept }: { size: number; accept: number }, share: number): number {
  let term = (1 - share) ** size;
  let sum = term;
  for (let k = 1; k <= accept; k += 1) {
    term *= ((size - k + 1) / k) * (share / (1 - share));
    sum += term;
  }
  return sum;
}
