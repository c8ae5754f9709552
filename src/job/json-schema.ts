import { z } from "zod";
import { deviceSchema } from "./shop/device-schema.ts";
import type { FileKind } from "../model/file-kind.ts";
import { jobSchema } from "./job-schema.ts";
import { layoutSchema } from "../layout/layout-schema.ts";
import { shopSchema } from "./shop/shop-schema.ts";
import { envelopeSchema, stockSchema } from "../layout/paper/stocks.ts";

/** JSON Schema (draft 2020-12) of each kind of file, for editors. */
export const jsonSchemas: Readonly<Record<FileKind, () => object>> = {
  layout: () => titled(layoutSchema, "A Nightpress layout"),
  job: () => titled(jobSchema, "A Nightpress job"),
  shop: () => titled(shopSchema, "A Nightpress shop"),
  stock: () => titled(stockSchema, "A Nightpress stock"),
  envelope: () => titled(envelopeSchema, "A Nightpress envelope"),
  device: () => titled(deviceSchema, "A Nightpress press or inserter"),
};

export function layoutJsonSchema(): object {
  return jsonSchemas.layout();
}

export function jobJsonSchema(): object {
  return jsonSchemas.job();
}

function titled(schema: z.ZodType, title: string): object {
  return { ...z.toJSONSchema(schema, { io: "input" }), title };
}
