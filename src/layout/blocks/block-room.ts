import type { Block, BlockBase } from "../../model/block.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { pathOfId } from "../block-path.ts";
import type { CommonValue } from "./block-schema.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { layoutSchema } from "../layout-schema.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

const KEYS = ["if-room", "priority", "at-foot"] as const;

/** Whether a block waits for room or stands at the foot: the blocks of the flow itself can. */
export function competing(
  check: LayoutCheck,
  path: Path,
  own: CommonValue,
  depth: number,
): Pick<BlockBase, "ifRoom" | "priority" | "atFoot"> {
  const inFlow = depth === 0 && !check.hasPages;
  for (const key of KEYS) {
    if (own[key] === undefined || inFlow) continue;
    const message = `\`${key}\` works only in the layout's own \`blocks\`; move it there.`;
    check.source.report("wrong-value", [...path, key], message, { at: "key" });
  }
  return {
    ...(own["if-room"] === true && { ifRoom: true }),
    ...(own.priority !== undefined && { priority: own.priority }),
    ...(own["at-foot"] === true && { atFoot: true }),
  };
}

/** Checks what blocks compete for: places in zones, the foot of the last page. */
export function checkedRoom(
  source: YamlSource,
  written: unknown,
  blocks: readonly Block[],
): Pick<LayoutPlan, "zones"> {
  checkFoot(source, blocks);
  const limits = checkAgainst(source, ["zones"], layoutSchema.shape.zones, written);
  const known = blocks.flatMap((block) =>
    block.kind === "group" && block.zone !== undefined ? [block.zone] : [],
  );
  const zones = Object.entries(limits ?? {}).map(([name, { most }]) => ({ name, most }));
  for (const { name } of zones) {
    if (known.includes(name)) continue;
    const message = `No message in \`blocks\` is of the zone \`${name}\`.`;
    const hint = nameHint(name, "zones", known);
    source.report("wrong-value", ["zones", name], message, { at: "key", hint });
  }
  return zones.length > 0 ? { zones } : {};
}

/** What stands at the foot of the last page is the end of the flow. */
function checkFoot(source: YamlSource, blocks: readonly Block[]): void {
  const printed = blocks.filter(({ channels }) => channels.print);
  const foot = printed.findIndex(({ atFoot }) => atFoot === true);
  const after = printed.find(({ atFoot }, index) => foot >= 0 && index > foot && atFoot !== true);
  if (after === undefined) return;
  const message = "This follows a block that stands at the foot of the last page; move it above.";
  source.report("wrong-value", pathOfId(after.id), message, {
    hint: "or give it `at-foot: true`, too",
  });
}
