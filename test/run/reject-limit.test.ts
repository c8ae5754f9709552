import { describe, expect, it } from "vitest";
import { endOf, rejectLimitText, rejectsAllowed } from "../../src/run/rejects/reject-limit.ts";

const share = (percentMax: number, countMin: number) =>
  ({ kind: "share", percentMax, countMin }) as const;
const count = (countMax: number) => ({ kind: "count", countMax }) as const;

describe("how many rejects are allowed", () => {
  it("is the count, however many records there are", () => {
    expect(rejectsAllowed(count(5), 1_000_000)).toBe(5);
    expect(rejectsAllowed(count(0), 0)).toBe(0);
  });

  it("is the share, rounded down, but the least count always", () => {
    expect(rejectsAllowed(share(2, 10), 1000)).toBe(20);
    expect(rejectsAllowed(share(2, 10), 999)).toBe(19);
    expect(rejectsAllowed(share(2, 10), 100)).toBe(10);
  });

  it("loses nothing of a share that is no binary number", () => {
    expect(rejectsAllowed(share(0.1, 0), 3000)).toBe(3);
    expect(rejectsAllowed(share(0.7, 0), 1000)).toBe(7);
    expect(rejectsAllowed(share(1.1, 0), 1000)).toBe(11);
  });

  it("is said as the job has it", () => {
    expect(rejectLimitText(count(1200))).toBe("1,200");
    expect(rejectLimitText(share(2, 10))).toBe("2 % of the records, at least 10");
  });
});

describe("how a run ended", () => {
  const made = { print: 90, email: 5, sms: 5 };
  const nothing = { print: 0, email: 0, sms: 0 };

  it("is finished up to the limit, and past it with one reject more", () => {
    expect(endOf({ units: 110, rejects: 10, primaries: made }, count(10))).toBe("finished");
    expect(endOf({ units: 111, rejects: 11, primaries: made }, count(10))).toBe(
      "past-reject-limit",
    );
  });

  it("is that nothing was made, whatever the limit", () => {
    const all = { units: 3, rejects: 3, primaries: nothing };
    expect(endOf(all, count(10))).toBe("nothing-made");
    expect(endOf({ ...all, rejects: 0 }, count(10))).toBe("nothing-made");
    expect(endOf({ ...all, primaries: { ...nothing, sms: 1 } }, count(10))).toBe("finished");
  });
});
