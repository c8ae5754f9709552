import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ProgramVersions } from "../folder/frozen-run.ts";

/** Folders that come with Nightpress. */
export interface SharedPaths {
  readonly fontsFolder: string;
  readonly layoutsFolder: string;
  readonly stocksFolder: string;
}

/** The package's own folder: above `src`, or above `dist/src` when built. */
function packageFolder(): string {
  const above = import.meta.url.endsWith(".ts") ? "../../.." : "../../../..";
  return fileURLToPath(new URL(above, import.meta.url)).replace(/\/$/, "");
}

export function sharedPaths(): SharedPaths {
  const root = packageFolder();
  const layoutsFolder = `${root}/layouts`;
  return { fontsFolder: `${root}/fonts`, layoutsFolder, stocksFolder: `${layoutsFolder}/stocks` };
}

export function programVersions(): ProgramVersions {
  const manifest = JSON.parse(readFileSync(`${packageFolder()}/package.json`, "utf8")) as {
    version: string;
  };
  return {
    nightpress: manifest.version,
    node: process.versions.node,
    zlib: process.versions.zlib,
    arch: process.arch,
  };
}
