import { expect, test } from "vitest";
import { points } from "../../src/base/units.ts";
import { certificatePdf } from "../../src/evidence/certificate/certificate-pdf.ts";
import { sheetLines } from "../../src/evidence/certificate/sheet-lines.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { certificateSheet } from "../../src/report/certificate-sheet.ts";
import { sampleCertificate } from "../report/sample-certificate.ts";

const ROOM = { widthMpt: points(500), heightMpt: points(690) };
/** Every character half an em wide. */
const width = (text: string): number => text.length * 500;

test("the certificate is one page of PDF, the same for the same certificate", () => {
  const pdf = certificatePdf(new NodeHost(), sampleCertificate);
  const text = Buffer.from(pdf).toString("latin1");
  expect(text).toMatch(/^%PDF-1\.6/);
  expect(text).toMatch(/\/Type\/Pages\/Count 1\//);
  expect(text).toContain("Certificate of integrity, retail-statements 2026-10");
  expect(certificatePdf(new NodeHost(), sampleCertificate)).toEqual(pdf);
});

test("its lines stay within the page, and hashes are on one line each", () => {
  const lines = sheetLines(certificateSheet(sampleCertificate), ROOM, width);
  for (const { text, xMpt, baselineMpt, sizeMpt } of lines) {
    expect(xMpt + (width(text) * sizeMpt) / 1000).toBeLessThanOrEqual(ROOM.widthMpt);
    expect(baselineMpt).toBeLessThanOrEqual(ROOM.heightMpt);
  }
  const shown = lines.map(({ text }) => text);
  expect(shown).toContain(sampleCertificate.bodySha256);
});

test("long names are cut, and a sheet with much on it is set smaller", () => {
  const long = { ...sampleCertificate.envelope.issuedBy, operator: "x".repeat(3000) };
  const envelope = { ...sampleCertificate.envelope, issuedBy: long };
  const usual = sheetLines(certificateSheet(sampleCertificate), ROOM, width);
  const lines = sheetLines(certificateSheet({ ...sampleCertificate, envelope }), ROOM, width);
  expect(lines[0]?.sizeMpt).toBeLessThan(usual[0]?.sizeMpt ?? 0);
  expect(lines.at(-1)?.baselineMpt).toBeLessThanOrEqual(ROOM.heightMpt);
  expect(lines.map(({ text }) => text).join("")).toContain("x".repeat(100));
});
