import { posix } from "node:path";
import { suggest } from "../../base/nearest-name.ts";
import { type Asset, assetFolders, findAsset, readAsset } from "../art/assets.ts";
import type { LayoutFiles } from "../layout-files.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

/**
 * The font file of that name: beside the layout or among the shared ones, or, where the name begins
 * with `@`, in an installed package. Undefined, and reported, if there is none.
 */
export function findFont(
  source: YamlSource,
  files: LayoutFiles,
  path: Path,
  name: string,
): Asset | undefined {
  if (name.startsWith("@")) return findPackaged(source, files, path, name);
  const folders = [...assetFolders(source, files, path, "fonts"), files.fontsFolder];
  return findAsset(source, files.host, path, name, folders, "font");
}

/** Packages are looked for as Node does: above the layout's folder, then above our own. */
function findPackaged(
  source: YamlSource,
  { host, folder, fontsFolder }: LayoutFiles,
  path: Path,
  name: string,
): Asset | undefined {
  const [scope = "", own = ""] = name.split("/");
  const packageName = `${scope}/${own}`;
  const home = [...foldersAbove(folder), ...foldersAbove(fontsFolder)]
    .map((above) => `${above}/node_modules`)
    .find((modules) => host.exists(`${modules}/${packageName}`));
  if (home === undefined) {
    const hint = `run \`npm install ${packageName}\` where the layouts are`;
    source.report("missing-font", path, `The package ${packageName} is not installed.`, { hint });
    return undefined;
  }
  const file = `${home}/${name}`;
  if (host.exists(file)) return readAsset(source, host, path, file, "font");
  const beside = posix.dirname(file);
  const names = host.exists(beside) ? host.list(beside) : host.list(`${home}/${packageName}`);
  const near = suggest(posix.basename(file), names);
  const hint = near ?? `it has ${names.slice(0, 12).join(", ")}`;
  source.report("missing-font", path, `The package ${packageName} has no such file.`, { hint });
  return undefined;
}

function foldersAbove(folder: string): string[] {
  const above = posix.dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}
