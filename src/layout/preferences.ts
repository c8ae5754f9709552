import type { LargePrint, LayoutPlan } from "../model/layout-plan.ts";
import type { TextFormat, TextPreference } from "../model/text-format.ts";
import { checkAgainst } from "../yaml/schema-issues.ts";
import { SIZE_MAX_MPT } from "./blocks/styles.ts";
import { checkedExpr } from "./blocks/texts.ts";
import type { LayoutCheck } from "./layout-check.ts";
import { layoutSchema } from "./layout-schema.ts";

const WIDTH = 72;
/** A page of braille as embossers have it. */
const CELLS = 40;
const LINES = 25;

/** Checks the section `preferences`: what the layout does otherwise for some customers. */
export function checkedPreferences(
  check: LayoutCheck,
  { preferences, email }: Readonly<Record<string, unknown>>,
): Pick<LayoutPlan, "largePrint" | "plainText" | "braille"> {
  const schema = layoutSchema.shape.preferences;
  const own = checkAgainst(check.source, ["preferences"], schema, preferences) ?? {};
  const { "large-print": large, "plain-text": text, braille } = own;
  const textOf = (name: string, when: string | boolean, format: TextFormat) =>
    checkedText(check, name, when, format, email !== undefined);
  const largePrint = large && checkedLarge(check, large.when, large.scale);
  const plainText =
    text && textOf("plain-text", text.when, { kind: "text", width: text.width ?? WIDTH });
  const width = braille?.cells ?? CELLS;
  const pageLines = braille?.lines ?? LINES;
  const forBraille =
    braille && textOf("braille", braille.when, { kind: "braille", width, pageLines });
  return {
    ...(largePrint && { largePrint }),
    ...(plainText && { plainText }),
    ...(forBraille && { braille: forBraille }),
  };
}

function checkedLarge(
  check: LayoutCheck,
  written: string | boolean,
  percent: number,
): LargePrint | undefined {
  const path = ["preferences", "large-print"];
  const when = checkedExpr(check, [...path, "when"], written, "boolean");
  const tooLarge = check.styles.items.find(
    ({ sizeMpt, isFixed }) => isFixed !== true && sizeMpt * percent > SIZE_MAX_MPT * 100,
  );
  if (tooLarge !== undefined) {
    const message = `It makes the style \`${tooLarge.name}\` larger than 144pt.`;
    check.source.report("bad-size", [...path, "scale"], message);
  }
  return when && { when, percent };
}

function checkedText(
  check: LayoutCheck,
  name: string,
  written: string | boolean,
  format: TextFormat,
  hasEmail: boolean,
): TextPreference | undefined {
  const path = ["preferences", name];
  const when = checkedExpr(check, [...path, "when"], written, "boolean");
  if (!hasEmail) {
    const message = "Such text goes out as e-mail, and the layout has no section `email`.";
    check.source.report("missing-key", path, message, { at: "key" });
  }
  return when && { when, format };
}
