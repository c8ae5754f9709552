import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { checkShop } from "../../job/shop/check-shop.ts";
import type { Shop } from "../../model/shop.ts";
import { sharedPaths } from "../host/program.ts";

/** Loads a shop's file. Throws a `UsageError` with every error in it. */
export function loadShop(host: Host, shopFile: string): Shop {
  const file = resolve(shopFile);
  if (!host.exists(file))
    throw new UsageError([
      diagnostic("retention.missing-shop", `There is no shop file ${shopFile}.`, {
        hint: "It names the register and how long documents of each class are kept.",
      }),
    ]);
  const { shop, diagnostics } = checkShop(host, file, sharedPaths());
  if (shop === undefined) throw new UsageError(diagnostics);
  return shop;
}
