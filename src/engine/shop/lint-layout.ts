import { resolve } from "node:path";
import type { Diagnostic } from "../../base/diagnostic.ts";
import { checkLayout } from "../../layout/check-layout.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { machine } from "../machine.ts";
import { sharedPaths } from "../load-run.ts";

/** Checks a layout by its folder, or by the name of one that comes with Nightpress. */
export function lintLayout(folderOrName: string): {
  readonly diagnostics: readonly Diagnostic[];
  readonly plan?: LayoutPlan;
} {
  const host = machine().host;
  const shared = sharedPaths();
  const shipped = `${shared.layoutsFolder}/${folderOrName}`;
  const isName = /^[\w-]+$/.test(folderOrName) && host.exists(`${shipped}/layout.yaml`);
  return checkLayout(host, isName ? shipped : resolve(folderOrName), shared);
}
