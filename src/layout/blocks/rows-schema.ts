import { z } from "zod";

/** What rows are called that those of a list are within. */
export const outerRows = z
  .union([z.string(), z.array(z.string()).min(1)], { error: () => "This must be a name." })
  .optional()
  .describe("of a list within rows: what those are called, from the outermost");
