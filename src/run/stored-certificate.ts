import { utf8Text } from "../base/utf8-text.ts";
import type { RunFolder } from "./run-folder.ts";
import type { RunPlace } from "./open-run.ts";

/** The certificate of a run, not checked in any way; undefined where there is none. */
export function storedCertificate({ host, folder }: RunPlace): unknown {
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
