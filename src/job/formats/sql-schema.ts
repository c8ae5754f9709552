import { z } from "zod";
import type { SqlSpec } from "../../model/input-format.ts";
import { fault } from "../../yaml/schema-issues.ts";
import { filePath } from "../../yaml/schema-values.ts";

const TIMEOUT_SECONDS = 3600;
const URL_FAULT = fault(
  "wrong-value",
  "This must be a URL such as postgresql://reader@db.example.com/billing, without a password: " +
    "that comes from PGPASSWORD or a passfile.",
);

export const sqlSchema = z
  .strictObject({
    url: z
      .string()
      .regex(/^postgres(ql)?:\/\//, { error: () => URL_FAULT })
      .optional()
      .describe("of PostgreSQL; PG* variables and a passfile give what it leaves out"),
    database: filePath.optional().describe("an SQLite file, in place of PostgreSQL"),
    timeout: z
      .number()
      .int()
      .min(1)
      .max(86_400)
      .optional()
      .describe("seconds for a query; 3600 by default"),
  })
  .describe("the database that a query is put to");

export function sqlOf(value: z.output<typeof sqlSchema>): SqlSpec {
  const { url, database, timeout = TIMEOUT_SECONDS } = value;
  return {
    kind: "sql",
    form: "rows",
    ...(url !== undefined && { url }),
    ...(database !== undefined && { database }),
    timeoutSeconds: timeout,
  };
}
