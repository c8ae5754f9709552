import type { BlockPlace, LayoutPlan } from "../model/layout-plan.ts";
import type { YamlSource } from "../yaml/yaml-source.ts";
import { pathOfId } from "./block-path.ts";

type Blocks = Pick<LayoutPlan, "blocks" | "masters" | "asserts">;

/**
 * Where the blocks and boxes of a plan stand in the layout's files, so that a run, which reads no
 * layout, can name the line that a record did not fit.
 */
export function blockPlaces(
  source: YamlSource,
  { blocks, masters, asserts }: Blocks,
): Readonly<Record<string, BlockPlace>> {
  const places: Record<string, BlockPlace> = {};
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== "object" || value === null) return;
    const id: unknown = "id" in value ? value.id : undefined;
    if (typeof id === "string") {
      const { file, line, column } = source.place(pathOfId(id));
      places[pathOfId(id).join(".")] = { file, line, column };
    }
    for (const part of Object.values(value)) visit(part);
  };
  visit([blocks, masters, asserts]);
  return places;
}
