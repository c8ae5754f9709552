import { describe, expect, it } from "vitest";
import type { JudgedLot } from "../../src/model/sample.ts";
import { standingAfter } from "../../src/proof/sampling/switching.ts";

/** `a` accepted with a margin, `b` accepted barely, `r` rejected; in the severity of the moment. */
function lots(text: string, accept = 3): JudgedLot[] {
  const judged: JudgedLot[] = [];
  for (const sign of text)
    judged.push({
      severity: standingAfter(judged).severity,
      isAccepted: sign !== "r",
      isAcceptedTighter: sign === "a",
      accept,
    });
  return judged;
}

function after(text: string, accept?: number): string {
  const { severity, isStopped } = standingAfter(lots(text, accept));
  return isStopped ? `${severity}, stopped` : severity;
}

describe("the switching rules", () => {
  it("begin with normal inspection and tighten at two of five rejected lots", () => {
    expect(after("")).toBe("normal");
    expect(after("raaa")).toBe("normal");
    expect(after("raaar")).toBe("tightened");
    expect(after("raaaar")).toBe("normal");
    expect(after("rr")).toBe("tightened");
  });

  it("return to normal after five accepted lots in a row", () => {
    expect(after("rraaaa")).toBe("tightened");
    expect(after("rraaaaa")).toBe("normal");
    expect(after("rraaaaraaaa")).toBe("tightened");
    // What was rejected before does not count once more.
    expect(after("rraaaaar")).toBe("normal");
  });

  it("stop at five lots rejected in tightened inspection", () => {
    expect(after("rrrrrr")).toBe("tightened");
    expect(after("rrrrrrr")).toBe("tightened, stopped");
    expect(after("rrrarararar")).toBe("tightened, stopped");
  });

  it("reduce at a score of 30, which a narrow lot sets back", () => {
    expect(after("a".repeat(9))).toBe("normal");
    expect(after("a".repeat(10))).toBe("reduced");
    expect(after(`${"a".repeat(9)}b${"a".repeat(9)}`)).toBe("normal");
    // With an acceptance number of 0 or 1 a lot counts two.
    expect(after("b".repeat(14), 1)).toBe("normal");
    expect(after("b".repeat(15), 1)).toBe("reduced");
    expect(after(`${"a".repeat(10)}b`)).toBe("reduced");
    expect(after(`${"a".repeat(10)}r`)).toBe("normal");
  });
});
