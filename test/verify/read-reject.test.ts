import { describe, expect, it } from "vitest";
import { limits } from "../../src/base/limits.ts";
import { readReject } from "../../src/verify/read-reject.ts";
import { sampleReject } from "../spool/sample-fragment.ts";

const line = (change: object): string => JSON.stringify({ ...sampleReject(7), ...change });

describe("the verifier's reader of rejects", () => {
  it("takes a reject as it is written", () => {
    expect(readReject(line({}), 6)).toEqual({ ordinal: 7, code: "data.missing-key" });
    const message = "The key is empty; give every record one.";
    const diagnostics = [{ code: "data.missing-key", severity: "error", message }];
    expect(readReject(line({ diagnostics }), -1)).toMatchObject({ ordinal: 7 });
    const raw = Buffer.alloc(limits.rejectRawBytesMax).toString("base64");
    expect(readReject(line({ raw }), -1)).toMatchObject({ ordinal: 7 });
  });

  it("says what is wrong with one that is not whole or out of order", () => {
    const found = (change: object): unknown => readReject(line(change), 6);
    expect(found({ ordinal: 6 })).toContain("input order");
    expect(found({ ordinal: 6.5 })).toContain("field ordinal");
    expect(found({ ordinal: "7" })).toContain("field ordinal");
    expect(found({ line: -1 })).toContain("field line");
    expect(found({ code: "Missing" })).toContain("field code");
    expect(found({ reason: "" })).toContain("field reason");
    expect(found({ raw: "abc" })).toContain("field raw");
    expect(found({ raw: "A".repeat(5464) })).toContain("field raw");
    expect(found({ diagnostics: [null] })).toContain("field diagnostics");
    expect(found({ diagnostics: [{ code: "data.other", message: "" }] })).toContain("code");
    expect(found({ rawTruncated: undefined })).toContain("field rawTruncated");
    expect(found({ name: "Ann" })).toContain("that rejects do not have");
    for (const text of ["", "{", "null", "[]", "7", line({}).slice(1)])
      expect(readReject(text, -1)).toBe("The line is not a reject.");
  });
});
