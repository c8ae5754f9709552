import { type Host, makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { Certificate } from "../../model/certificate.ts";
import { certificateHtml } from "../../report/certificate-html.ts";
import type { RunFolder } from "../run-folder.ts";
import { certificatePdf } from "./certificate-pdf.ts";

/** Writes a certificate for people and for programs into the run's reports. */
export function writeCertificate(host: Host, folder: RunFolder, certificate: Certificate): void {
  makeDurableFolder(host, folder.reports);
  const path = (ending: string): string => `${folder.reports}/certificate.${ending}`;
  const write = (ending: string, text: string): void =>
    writeFileAtomic(host, path(ending), new TextEncoder().encode(text));
  writeFileAtomic(host, path("pdf"), certificatePdf(host, certificate));
  write("html", certificateHtml(certificate));
  // Last, for it is the one that counts.
  write("json", `${JSON.stringify(certificate, null, 1)}\n`);
}

/** The certificate of a run, not checked in any way; undefined where there is none. */
export function storedCertificate(host: Host, folder: RunFolder): unknown {
  const file = certificateFile(folder);
  return host.exists(file) ? parsedJson(host.readFile(file)) : undefined;
}

export function certificateFile({ reports }: RunFolder): string {
  return `${reports}/certificate.json`;
}

/** What a file of JSON holds; null where it is none. */
export function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Text(bytes)) as unknown;
  } catch {
    return null;
  }
}
