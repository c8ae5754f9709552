import { describe, expect, it } from "vitest";
import type { Certificate } from "../../src/model/certificate.ts";
import { certificateHtml } from "../../src/report/certificate-html.ts";
import { certificateSheet } from "../../src/report/certificate-sheet.ts";
import { sampleBody, sampleCertificate } from "./sample-certificate.ts";
import { tagFaults } from "./tag-balance.ts";

const { envelope } = sampleCertificate;

function claims(certificate: Partial<Certificate>): string {
  return certificateSheet({ ...sampleCertificate, ...certificate }).claims.join(" ");
}

function textOf(certificate: Partial<Certificate>): string {
  const { sections } = certificateSheet({ ...sampleCertificate, ...certificate });
  const rows = sections.flatMap((section) => section.rows);
  return rows.map(({ label, text }) => `${label}: ${text}`).join("\n");
}

describe("the certificate for people", () => {
  it("says what was made, proven and left out", () => {
    const text = textOf({});
    expect(text).toContain("Records: 1,500 read, and 2 seed addresses");
    expect(text).toContain("They ended as: 200 email, 1,290 print, 10 rejected");
    expect(text).toContain("Print: 1,290 pieces, 1,668 sheets, 3,300 pages, in 1 spool");
    expect(text).toContain("Sum of closing: 1234567.89 composed, 1234567.89 read from the pages");
    expect(text).toContain("Rejected: 10 data.missing-key");
    expect(text).toContain("2 processes, 2 h 13 min from first to last");
    expect(text).toContain(`Merkle root: ${sampleBody.merkle?.root}`);
  });

  it("claims no more than is known of the mailing", () => {
    expect(claims({})).toContain("nothing about printing, inserting, mailing or delivery");
    const mailing = { seq: 4, by: "B. Ito", date: "2026-11-03", statement: "PS 8841" };
    const mailed = { ...envelope, mailings: [{ ...mailing, outputs: 3, pieces: 0 }] };
    const text = claims({ envelope: mailed });
    expect(text).toContain(
      "B. Ito entered that 3 spools and batches went out on 2026-11-03 under statement " +
        "PS 8841 (decision 4).",
    );
    expect(text).toContain("Nightpress itself saw nothing mailed");
  });

  it("shows what cannot be seen, as it may stand in logs of old", () => {
    const mailing = { seq: 4, by: "B. Ito\nA. Novak", date: "2026-11-03", outputs: 3, pieces: 0 };
    const mailed = { ...envelope, mailings: [{ ...mailing, statement: "\u202e1488" }] };
    const text = claims({ envelope: mailed });
    expect(text).toContain("B. Ito\\u000aA. Novak entered");
    expect(text).toContain("statement \\u202e1488");
    const issuedBy = { ...envelope.issuedBy, operator: "A.\u200b Novak" };
    expect(textOf({ envelope: { ...envelope, issuedBy } })).toContain("A.\\u200b Novak");
    expect(certificateHtml({ ...sampleCertificate, envelope: mailed })).not.toMatch(/\p{Cf}/u);
  });

  it("says where nothing was verified, signed or meant to be mailed", () => {
    const test = { ...sampleBody.job, mode: "test" } as const;
    const body = { ...sampleBody, job: test, merkle: null } as const;
    const unverified = { ...body, verification: { result: "not verified" } } as const;
    const certificate = { ...sampleCertificate, body: unverified, signature: null };
    const sheet = certificateSheet(certificate);
    expect([sheet.verdict.tone, sheet.isTest]).toEqual(["warning", true]);
    expect(sheet.claims.join(" ")).toMatch(/not read back.*must not be mailed.*not signed/);
    expect(textOf(certificate)).not.toContain("Merkle root");
  });

  it("cuts long lists and tells how long they are", () => {
    const rejects = Array.from({ length: 40 }, (_, at) => ({ code: `data.code-${at}`, count: at }));
    const body = { ...sampleBody, records: { ...sampleBody.records, rejects } };
    const text = textOf({ body });
    expect(text).toContain("Rejected: 39 data.code-39");
    expect(text).toContain("and 36 other reject reasons");
    expect(text.split("\n").length).toBeLessThan(45);
  });
});

describe("certificate.html", () => {
  it("is one page that needs nothing beside it, with all tags closed", () => {
    const html = certificateHtml(sampleCertificate);
    expect(tagFaults(html)).toEqual([]);
    expect(html).not.toMatch(/<script|<img|<link|https?:/);
  });

  it("writes names as text", () => {
    const issuedBy = { ...envelope.issuedBy, operator: "<script>alert(1)</script>" };
    const html = certificateHtml({ ...sampleCertificate, envelope: { ...envelope, issuedBy } });
    expect(html).not.toContain("<script>");
    expect(html).toContain("&lt;script&gt;");
  });
});

it("a run that has made nothing is not called whole", () => {
  const body = { ...sampleCertificate.body, spools: [], batches: [] };
  const { verdict, claims } = certificateSheet({ ...sampleCertificate, body });
  expect(verdict).toEqual({ tone: "warning", title: "Nothing was made" });
  expect(claims.join(" ")).not.toContain("every piece");
});
