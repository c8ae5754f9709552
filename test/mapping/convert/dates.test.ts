import { describe, expect, it } from "vitest";
import { converterFaults } from "../../../src/rules/converters/converter-faults.ts";
import { adviceOf, dates, FAULT, outcome } from "./specs.ts";

const US = dates(["MM/DD/YYYY", "YYYYMMDD"]);
const ISO_MOMENT = ["YYYY-MM-DDTHH:mm:ssZ", "YYYY-MM-DDTHH:mm:ss.SZ"];
const NEW_YORK = dates(ISO_MOMENT, { zone: "America/New_York" });

describe("days by pattern", () => {
  it.each<[string, string | undefined]>([
    ["10/01/2026", "2026-10-01"],
    ["20261001", "2026-10-01"],
    ["  10/01/2026\0\0", "2026-10-01"],
    ["02/29/2024", "2024-02-29"],
    ["02/29/2000", "2000-02-29"],
    ["02/29/1900", FAULT],
    ["02/29/2026", FAULT],
    ["02/30/2024", FAULT],
    ["04/31/2026", FAULT],
    ["12/31/9999", "9999-12-31"],
    ["01/01/0001", "0001-01-01"],
    ["01/01/0000", FAULT],
    ["13/01/2026", FAULT],
    ["00/01/2026", FAULT],
    ["10/00/2026", FAULT],
    ["10/32/2026", FAULT],
    ["1/1/2026", FAULT],
    ["10/01/26", FAULT],
    ["10-01-2026", FAULT],
    ["10/01/2026 ", "2026-10-01"],
    ["10/01/2026x", FAULT],
    ["10/01/\u00032026", FAULT],
    ["10/01/2\u0000026", FAULT],
    ["１０/01/2026", FAULT],
    ["99999999", FAULT],
    ["", undefined],
    ["   ", undefined],
    ["\0\0\0\0", undefined],
  ])("%j in MM/DD/YYYY or YYYYMMDD", (text, day) => {
    expect(outcome(US, text)).toBe(day);
  });

  it.each<[string, string, string]>([
    ["M/D/YYYY", "1/2/2026", "2026-01-02"],
    ["M/D/YYYY", "01/02/2026", "2026-01-02"],
    ["M/D/YYYY", "001/2/2026", FAULT],
    ["DD.MM.YYYY", "31.12.2026", "2026-12-31"],
    ["DD-MMM-YYYY", "01-JAN-2026", "2026-01-01"],
    ["DD-MMM-YYYY", "01-sep-2026", "2026-09-01"],
    ["DD-MMM-YYYY", "01-Sept-2026", FAULT],
    ["MMMM D, YYYY", "September 1, 2026", "2026-09-01"],
    ["MMM. D, YYYY", "May. 1, 2026", "2026-05-01"],
    ["D'th' MMMM YYYY", "4th July 2026", "2026-07-04"],
    ["YYYYDDD", "2024366", "2024-12-31"],
    ["YYYYDDD", "2026366", FAULT],
    ["YYYYDDD", "2026000", FAULT],
    ["CYYMMDD", "1261001", "2026-10-01"],
    ["CYYMMDD", "0991231", "1999-12-31"],
    ["M/D/YYYY h:mm A", "1/2/2026 12:00 AM", "2026-01-02"],
    ["M/D/YYYY h:mm A", "1/2/2026 13:00 PM", FAULT],
    ["YYYY-MM-DD HH:mm:ss.SSS", "2026-10-01 23:59:59.123", "2026-10-01"],
    ["YYYY-MM-DD HH:mm:ss.SSS", "2026-10-01 23:59:59.12", FAULT],
    ["YYYY-MM-DD HH:mm:ss", "2026-10-01 24:00:00", FAULT],
    ["YYYY-MM-DD HH:mm:ss", "2026-10-01 23:60:00", FAULT],
  ])("%s reads %j", (pattern, text, day) => {
    expect(outcome(dates(pattern), text)).toBe(day);
  });

  it.each<[number, string, string]>([
    [1950, "50", "1950"],
    [1950, "49", "2049"],
    [1950, "00", "2000"],
    [2000, "99", "2099"],
    [1927, "26", "2026"],
    [1927, "27", "1927"],
    [1900, "00", "1900"],
  ])("the hundred years from %i read %s as %s", (pivotYear, text, year) => {
    expect(outcome(dates("YYMMDD", { pivotYear }), `${text}0101`)).toBe(`${year}-01-01`);
  });

  it("takes names of months in other languages", () => {
    const monthNames = "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.".split(" ");
    const german = dates("D MMM YYYY", { monthNames });
    expect(outcome(german, "1 MÄRZ 2026")).toBe("2026-03-01");
    expect(outcome(german, "1 Okt. 2026")).toBe("2026-10-01");
    expect(outcome(german, "1 Oct 2026")).toBe(FAULT);
  });

  it("refuses a text of ten megabytes at once", () => {
    expect(outcome(US, "1".repeat(10_000_000))).toBe(FAULT);
  });
});

describe("moments and the day they fall on", () => {
  it.each<[string, string]>([
    ["2026-10-01T03:59:59Z", "2026-09-30"],
    ["2026-10-01T04:00:00Z", "2026-10-01"],
    ["2026-10-01T00:00:00-0400", "2026-10-01"],
    ["2026-10-01T00:00:00+02", "2026-09-30"],
    ["2026-10-01T00:00:00.5+05:30", "2026-09-30"],
    ["2026-10-01T00:00:00+24:00", FAULT],
    ["2026-10-01T00:00:00", FAULT],
    // The night the clocks go forward, and the one they are set back.
    ["2026-03-08T04:59:59Z", "2026-03-07"],
    ["2026-03-09T03:59:59Z", "2026-03-08"],
    ["2026-11-01T03:59:59Z", "2026-10-31"],
    ["2026-11-02T04:59:59Z", "2026-11-01"],
    ["2026-11-02T05:00:00Z", "2026-11-02"],
    ["0001-01-01T00:00:00Z", FAULT],
  ])("%s in New York is on %s", (text, day) => {
    expect(outcome(NEW_YORK, text)).toBe(day);
  });

  it("counts seconds and milliseconds from 1970", () => {
    const seconds = dates("epoch-seconds", { zone: "UTC" });
    expect(outcome(seconds, "0")).toBe("1970-01-01");
    expect(outcome(seconds, "-1")).toBe("1969-12-31");
    expect(outcome(seconds, "1790812800")).toBe("2026-10-01");
    expect(outcome(seconds, "1790812800.5")).toBe(FAULT);
    expect(outcome(dates("epoch-milliseconds", { zone: "UTC" }), "1790812799999")).toBe(
      "2026-09-30",
    );
  });

  it("takes times without a zone in the one that is stated", () => {
    const pattern = "YYYY-MM-DD HH:mm";
    const fromUtc = dates(pattern, { zone: "America/New_York", sourceZone: "UTC" });
    expect(outcome(fromUtc, "2026-10-01 03:59")).toBe("2026-09-30");
    // In 2018 São Paulo's clocks went from 23:59:59 on the 3rd to 01:00 on the 4th of November.
    const brazil = dates(pattern, { zone: "UTC", sourceZone: "America/Sao_Paulo" });
    expect(outcome(brazil, "2018-11-04 00:30")).toBe(FAULT);
    expect(outcome(brazil, "2018-11-04 01:30")).toBe("2018-11-04");
    // The clocks of New York show this hour twice, on one day of the first zone, two of the second.
    const twice = dates(pattern, { zone: "Pacific/Marquesas", sourceZone: "America/New_York" });
    expect(outcome(twice, "2026-11-01 01:15")).toBe("2026-10-31");
    const line = dates(pattern, { zone: "Etc/GMT+6", sourceZone: "America/New_York" });
    expect(outcome(line, "2026-11-01 01:30")).toBe(FAULT);
  });
});

describe("what a fault of a date says", () => {
  it.each<[string, string]>([
    ["31.12.2026", "write `date: [MM/DD/YYYY, YYYYMMDD, DD.MM.YYYY]` in the job"],
    ["13/01/2026", "it looks like DD/MM/YYYY: write `date: DD/MM/YYYY` in the job"],
    ["1/2/2026", "write `date: [MM/DD/YYYY, YYYYMMDD, M/D/YYYY]` in the job"],
    ["Oct 1, 2026", 'write `date: [MM/DD/YYYY, YYYYMMDD, "MMM D, YYYY"]` in the job'],
    ["2026-10-01T00:00:00Z", "with a `zone` in the job"],
    ["02/29/2026", "a day of the calendar, written MM/DD/YYYY or YYYYMMDD; "],
    ["tomorrow", "a date written MM/DD/YYYY or YYYYMMDD; "],
  ])("%s", (text, words) => {
    expect(adviceOf(US, text)).toContain(words);
    expect(adviceOf(US, text)).not.toContain(text);
  });

  it("names both where month and day could change places", () => {
    const advice = adviceOf(dates("YYYY-MM-DD"), "05/06/2026");
    expect(advice).toContain("MM/DD/YYYY or DD/MM/YYYY");
    expect(advice).toContain("whichever the sender means");
  });
});

describe("dates that a job may not declare", () => {
  it.each<[readonly string[], object, string]>([
    [["MM/DD/YYYY", "DD/MM/YYYY"], {}, "can read one text as two days"],
    [["M/D/YYYY", "DD/MM/YYYY"], {}, "can read one text as two days"],
    [["YYYYMMDD", "DDMMYYYY"], {}, "can read one text as two days"],
    [["YYYYDDD", "CYYMMDD"], {}, "can read one text as two days"],
    [["MM/DD/YY"], {}, "needs `pivot`"],
    [["MM/DD/YYYY"], { pivotYear: 1950 }, "needs `pivot`"],
    [ISO_MOMENT, {}, "a moment falls on a day in a zone"],
    [ISO_MOMENT, { zone: "Mars/Base" }, "no such time zone"],
    [["YYYY-MM-DD HH:mm"], { zone: "UTC" }, "the times have no zone"],
    [["YYYY-MM-DD"], { zone: "UTC" }, "have no time"],
    [["YYYY-mm-DD"], {}, "minutes"],
    [["YYYY-MM"], {}, "a month and a day"],
    [["DD/MM"], {}, "needs a year"],
    [["YYYY-MM-DD hh:mm"], {}, "hh and A stand together"],
    [["MDYYYY"], {}, "needs a sign behind it"],
    [["dd/mm/yyyy"], {}, "is no part of a date"],
    [["YYYY-MM-DD YYYY"], {}, "twice"],
    [["YYYYY-MM-DD"], {}, "is no part of a date"],
    [[], {}, "write a pattern"],
    [["DD MMM YYYY"], { monthNames: ["a", "b"] }, "twelve months"],
  ])("%j with %j", (patterns, more, message) => {
    const form = { kind: "date" as const, patterns, ...more };
    const faults = converterFaults({ steps: [], form }).map((fault) => fault.message);
    expect(faults.join()).toContain(message);
  });

  it("may name patterns that no text fits both of", () => {
    const form = {
      kind: "date" as const,
      patterns: ["MM/DD/YYYY", "M/D/YYYY", "YYYYMMDD", "DD.MM.YYYY"],
    };
    expect(converterFaults({ steps: [], form })).toEqual([]);
  });
});
