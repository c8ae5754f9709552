import { defined } from "../base/assert.ts";
import { type Diagnostic, UsageError } from "../base/diagnostic.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { type ScriptCoverage, scriptCoverage } from "../font/script-coverage.ts";
import { checkLayout } from "../layout/check-layout.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { layoutFolder } from "../run/folder/layout-folder.ts";
import { machine } from "../run/host/machine.ts";
import { sharedPaths } from "../run/host/program.ts";
import { plainPrepareBy } from "../work/plain-prepare-by.ts";
import { prepare } from "../work/prepare.ts";

/** A font of a layout: where it comes from, what it covers, and who uses it. */
export interface LayoutFont {
  /** Family and face, such as `sans/bold`. */
  readonly id: string;
  readonly file: string;
  readonly postScriptName: string;
  readonly outlines: "TrueType" | "CFF";
  /** Values of axes that the layout names, of a variable font. */
  readonly axes?: Readonly<Record<string, number>>;
  readonly characters: number;
  readonly scripts: readonly ScriptCoverage[];
  /** Fonts tried for characters that it lacks. */
  readonly fallbacks: readonly string[];
  /** Styles set in it. */
  readonly styles: readonly string[];
}

/** The fonts of a layout; or, where it has errors, these. */
export interface LayoutFonts {
  readonly diagnostics: readonly Diagnostic[];
  readonly fonts: readonly LayoutFont[];
}

/** What the fonts of a layout are, by its folder or by the name of one that comes along. */
export async function layoutFonts(folderOrName: string): Promise<LayoutFonts> {
  const { host } = machine();
  const folder = layoutFolder(host, folderOrName);
  const { plan, diagnostics } = checkLayout(host, folder, sharedPaths());
  if (plan === undefined) return { diagnostics, fonts: [] };
  try {
    const { fonts } = await prepare(host, plan, plainPrepareBy(folder));
    return { diagnostics, fonts: fonts.map((font) => described(plan, font)) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { diagnostics: error.diagnostics, fonts: [] };
  }
}

function described({ fonts, styles }: LayoutPlan, { index, face }: OpenFont): LayoutFont {
  const { id, file, packed, fallbacks } = defined(fonts[index], "a font's plan");
  return {
    id,
    file,
    postScriptName: face.id,
    outlines: face.isCff ? "CFF" : "TrueType",
    ...(packed?.axes && { axes: packed.axes }),
    characters: face.codePoints.length,
    scripts: scriptCoverage(face.codePoints),
    fallbacks: fallbacks.map((other) => defined(fonts[other], "a fallback").id),
    styles: styles.filter(({ font }) => font === index).map(({ name }) => name),
  };
}
