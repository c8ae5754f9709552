import { type Host, HostError } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { LayoutFiles } from "../layout-files.ts";
import { isAssetName } from "../../yaml/schema-values.ts";
import { suggest } from "../../base/nearest-name.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

/** A file beside a layout, as found. */
export interface Asset {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** The folders in which what is named at `path` is looked for: beside its own file first. */
export function assetFolders(
  source: YamlSource,
  { folder, folders = [folder] }: LayoutFiles,
  path: Path,
  inner: "fonts" | "images",
): string[] {
  const { file } = source.place(path);
  const own = file.slice(0, file.lastIndexOf("/"));
  return [...new Set([own, ...folders])].map((each) => `${each}/${inner}`);
}

/**
 * The file called `name` in the first of `folders` that has it; undefined, and reported, if none
 * has. The schema accepts only plain names, so nothing else can be reached.
 */
export function findAsset(
  source: YamlSource,
  host: Host,
  path: Path,
  name: string,
  folders: readonly string[],
  what: "font" | "image",
): Asset | undefined {
  if (!isAssetName(name)) return undefined;
  for (const folder of folders) {
    if (!host.list(folder).includes(name)) continue;
    return readAsset(source, host, path, `${folder}/${name}`, what);
  }
  const names = folders.flatMap((folder) => host.list(folder));
  const hint =
    suggest(name, names) ?? `Nightpress looks among the layout's and the shared ${what}s`;
  const message = `There is no ${what} file \`${name}\`; add it or name another.`;
  source.report(`missing-${what}`, path, message, { hint });
  return undefined;
}

/** Links are followed, because shops share files that way; only plain files are read. */
export function readAsset(
  source: YamlSource,
  host: Host,
  path: Path,
  file: string,
  what: "font" | "image",
): Asset | undefined {
  const bytesMax = what === "font" ? limits.fontBytesMax : limits.imageBytesMax;
  const code = what === "font" ? "bad-font" : "bad-image";
  try {
    if (host.sizeBytes(file) <= bytesMax) return { file, bytes: host.readFile(file) };
    const size = `${bytesMax / 1024 / 1024} MB`;
    source.report(code, path, `The ${what} file is larger than ${size}; use a smaller one.`);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    source.report(code, path, `The ${what} file cannot be read. ${error.message}.`);
  }
  return undefined;
}
