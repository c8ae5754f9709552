import type { Certificate } from "../../model/certificate.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { RunFolder } from "./run-folder.ts";
import type { RunPlace } from "./open-run.ts";

/** A certificate that may have been changed since, so that any part of it may be missing. */
export type StoredCertificate = Partial<Certificate> | null | undefined;

/** The certificate of a run, unchecked; undefined if there is none. */
export function storedCertificate({ host, folder }: RunPlace): StoredCertificate {
  const file = certificateFile(folder);
  if (!host.exists(file)) return undefined;
  return parsedJson(host.readFile(file)) as StoredCertificate;
}

export function certificateFile({ reports }: RunFolder): string {
  return `${reports}/certificate.json`;
}

/** The value in a file of JSON; null if the file is not JSON. */
export function parsedJson(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(utf8Text(bytes));
    return value;
  } catch {
    return null;
  }
}
