import { resolve } from "node:path";
import { checkLayout, type LayoutResult } from "../layout/check-layout.ts";
import { machine } from "../run/host/machine.ts";
import { sharedPaths } from "../run/host/program.ts";
import { lintPlan, plainPrepareBy } from "./lint-plan.ts";

/**
 * Checks a layout by its folder, or by the name of one that comes with Nightpress: what its file
 * says, and what a run would refuse of its fonts, images and static content.
 */
export async function lintLayout(folderOrName: string): Promise<LayoutResult> {
  const host = machine().host;
  const folder = layoutFolder(folderOrName);
  const { plan, diagnostics } = checkLayout(host, folder, sharedPaths());
  if (plan === undefined) return { diagnostics };
  const found = [...diagnostics, ...(await lintPlan(host, plan, plainPrepareBy(folder)))];
  const isSound = found.every(({ severity }) => severity !== "error");
  return { ...(isSound && { plan }), diagnostics: found };
}

/** The folder of a layout that is named by it, or by the name of one that comes with Nightpress. */
export function layoutFolder(folderOrName: string): string {
  const shipped = `${sharedPaths().layoutsFolder}/${folderOrName}`;
  const isName = /^[\w-]+$/.test(folderOrName);
  return isName && machine().host.exists(`${shipped}/layout.yaml`)
    ? shipped
    : resolve(folderOrName);
}
