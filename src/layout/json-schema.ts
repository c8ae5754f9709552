import { z } from "zod";
import { jobSchema } from "./job-schema.ts";
import { layoutSchema } from "./layout-schema.ts";

/** JSON Schema (draft 2020-12) of `layout.yaml`, for editors. */
export function layoutJsonSchema(): object {
  return titled(z.toJSONSchema(layoutSchema, { io: "input" }), "A Nightpress layout");
}

/** JSON Schema (draft 2020-12) of a job file, for editors. */
export function jobJsonSchema(): object {
  return titled(z.toJSONSchema(jobSchema, { io: "input" }), "A Nightpress job");
}

function titled(schema: object, title: string): object {
  return { ...schema, title };
}
