import { sha256 } from "../../base/hash.ts";
import { type Host, makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import type { Certificate, CertifiedFile } from "../../model/certificate.ts";
import { certificateHtml } from "../../report/certificate-html.ts";
import { certificateFile } from "../../run/folder/stored-certificate.ts";
import { certificatePdf } from "./certificate-pdf.ts";
import type { RunPlace } from "../../run/folder/open-run.ts";

/** A certificate for people, by the names of the files beside `certificate.json`. */
export type CertificateSheets = ReadonlyMap<string, Uint8Array>;

/**
 * Sets a certificate for people. What its sheets say does not depend on the bytes of its signature.
 */
export function certificateSheets(host: Host, certificate: Certificate): CertificateSheets {
  return new Map([
    ["certificate.pdf", certificatePdf(host, certificate)],
    ["certificate.html", new TextEncoder().encode(certificateHtml(certificate))],
  ]);
}

export function certifiedSheets(sheets: CertificateSheets): CertifiedFile[] {
  return [...sheets].map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256(bytes) }));
}

/** Writes a certificate for people and for programs into the run's reports. */
export function writeCertificate(
  { host, folder }: RunPlace,
  certificate: Certificate,
  sheets: CertificateSheets,
): void {
  makeDurableFolder(host, folder.reports);
  for (const [name, bytes] of sheets) writeFileAtomic(host, `${folder.reports}/${name}`, bytes);
  // Last, because it is the authoritative one.
  const text = `${JSON.stringify(certificate, null, 1)}\n`;
  writeFileAtomic(host, certificateFile(folder), new TextEncoder().encode(text));
}
