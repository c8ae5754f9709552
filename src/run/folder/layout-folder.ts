import { resolve } from "node:path";
import type { Host } from "../../base/host.ts";
import { sharedPaths } from "../host/program.ts";

/** The folder of a layout that is named by it, or by the name of one that comes with Nightpress. */
export function layoutFolder(host: Host, folderOrName: string): string {
  const shipped = `${sharedPaths().layoutsFolder}/${folderOrName}`;
  const isName = /^[\w-]+$/.test(folderOrName);
  return isName && host.exists(`${shipped}/layout.yaml`) ? shipped : resolve(folderOrName);
}
