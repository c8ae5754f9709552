import { checkLayout, type LayoutResult } from "../layout/check-layout.ts";
import { layoutFolder } from "../run/folder/layout-folder.ts";
import { machine } from "../run/host/machine.ts";
import { sharedPaths } from "../run/host/program.ts";
import { plainPrepareBy } from "../work/plain-prepare-by.ts";
import { type LintOptions, lintPlan } from "./lint-plan.ts";

/**
 * Checks a layout by its folder, or by the name of one that comes with Nightpress: what its file
 * says, and what a run would refuse of its fonts, images and static content.
 */
export async function lintLayout(
  folderOrName: string,
  options: LintOptions = {},
): Promise<LayoutResult> {
  const host = machine().host;
  const folder = layoutFolder(host, folderOrName);
  const { plan, diagnostics, advice } = checkLayout(host, folder, sharedPaths());
  if (plan === undefined) return { diagnostics, advice };
  const tried = await lintPlan(host, plan, plainPrepareBy(folder), options);
  const found = [...diagnostics, ...advice, ...tried];
  const isSound = found.every(({ severity }) => severity !== "error");
  return { ...(isSound && { plan }), diagnostics: found, advice };
}
