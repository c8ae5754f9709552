import type { Block } from "../../model/block.ts";
import { isMapping } from "../data-declaration.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { checkedBlocks } from "./blocks.ts";

/**
 * The blocks of those boxes that e-mails show too, before or after those of the flow. They are
 * checked as such once more: a page number, which an e-mail has not, is an error.
 */
export function emailBoxes(check: LayoutCheck, print: unknown, place: "before" | "after"): Block[] {
  const own = { ...check, idPrefix: `${check.idPrefix ?? ""}email@` };
  return listIn(print, "masters").flatMap((master, index) =>
    listIn(master, "boxes").flatMap((box, at) => {
      if (!isMapping(box) || box["in-email"] !== place || !Array.isArray(box.blocks)) return [];
      const path = ["print", "masters", index, "boxes", at, "blocks"];
      return checkedBlocks(own, path, box.blocks).map(inEmailAlone);
    }),
  );
}

function inEmailAlone<T extends Block>(block: T): T {
  return { ...block, channels: { print: false, email: block.channels.email } };
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = isMapping(value) ? value[key] : undefined;
  const entries: readonly unknown[] = Array.isArray(list) ? list : [];
  return entries;
}
