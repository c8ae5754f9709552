import { expect, it } from "vitest";
import { detailsOf } from "../../src/model/decision-details.ts";

it("gives the details of an entry by its action, and none of another's", () => {
  const facts = { statement: "USPS 3600", date: "2026-10-30" };
  const details = { corrects: 3, was: facts, is: { ...facts, date: "2026-10-31" } };
  const entry = { action: "correct", details } as const;
  expect(detailsOf(entry, "correct")?.is.date).toBe("2026-10-31");
  expect(detailsOf(entry, "reprint")).toBeUndefined();
});
