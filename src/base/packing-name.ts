/** How a file is packed, by its name. */
export type Compression = "none" | "gzip" | "zstd" | "zip";

const ENDS: readonly (readonly [string, Compression])[] = [
  [".gz", "gzip"],
  [".zst", "zstd"],
  [".zip", "zip"],
];

export function compressionOf(file: string): Compression {
  return ENDS.find(([end]) => file.endsWith(end))?.[1] ?? "none";
}

/** A file's name without what says how it is packed. */
export function unpackedName(file: string): string {
  const [end = ""] = ENDS.find(([known]) => file.endsWith(known)) ?? [];
  return file.slice(0, file.length - end.length);
}
