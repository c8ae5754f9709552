import type { Host } from "../base/host.ts";
import type { FileFinding } from "../model/inspection.ts";
import { eachChunk } from "./file-bytes.ts";

/** Text that others wrote, without its byte order mark. */
export function textOf(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}

/** Hands a file to `take` as text, piece by piece, until it returns false. */
export function eachText(
  host: Host,
  path: string,
  how: { readonly compression: FileFinding["compression"]; readonly encoding: string },
  take: (text: string) => boolean,
): void {
  const decoder = new TextDecoder(how.encoding);
  let isWanted = true;
  eachChunk(host, path, how.compression, (bytes) => {
    isWanted = take(decoder.decode(bytes, { stream: true }));
    return isWanted;
  });
  const rest = decoder.decode();
  if (isWanted && rest !== "") take(rest);
}
