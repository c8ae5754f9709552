import type { Host } from "../base/host.ts";
import { suggest } from "./suggest.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

const ASSET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** A file beside a layout, as found. */
export interface Asset {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * The file called `name` in the first of `folders` that has it; undefined, and reported, where
 * none has. The schema let only plain names through, so that nothing else can be reached.
 */
export function findAsset(
  source: YamlSource,
  host: Host,
  path: Path,
  name: string,
  folders: readonly string[],
  what: string,
): Asset | undefined {
  if (!ASSET_NAME.test(name)) return undefined;
  for (const folder of folders) {
    if (!host.list(folder).includes(name)) continue;
    const file = `${folder}/${name}`;
    return { file, bytes: host.readFile(file) };
  }
  const names = folders.flatMap((folder) => host.list(folder));
  const hint =
    suggest(name, names) ?? `it is looked for among the layout's and the shared ${what}s`;
  const message = `There is no ${what} file \`${name}\`; add it or name another.`;
  source.report(`missing-${what}`, path, message, { hint });
  return undefined;
}
