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
