import { z } from "zod";
import { deviceSchema } from "./device-schema.ts";
import { suppressSchema } from "../lists/list-schema.ts";
import { holdSchema, mailerSchema } from "../job-schema.ts";
import { peopleSchema, rulesSchema } from "./people-schema.ts";
import { fault } from "../../yaml/schema-issues.ts";
import { assetName, filePath, plainName } from "../../yaml/schema-values.ts";

const STREAMS_FAULT = fault(
  "bad-streams",
  "This must be the name of a stream, with up to four `*` for any text: such as `automation-*`.",
);
/** With many stars, a name that does not match would be tried in billions of ways. */
const STREAMS = /^(?=.{1,64}$)[a-z0-9-]*(?:\*[a-z0-9-]*){0,4}$/;

/** Longer than any law requires; a typing error in a retention is found before a purge. */
const RETENTION_DAYS_MAX = 36_525;
const WORKERS_MAX = 256;

export const assignSchema = z.strictObject({
  streams: z.string().regex(STREAMS, { error: () => STREAMS_FAULT }),
  press: assetName.optional(),
  inserter: assetName.optional(),
});

export const shopSchema = z.strictObject({
  shop: plainName,
  register: filePath.optional().describe("the register's file, shared by all runs"),
  workers: z.number().int().min(1).max(WORKERS_MAX).optional().describe("for all runs together"),
  devices: z
    .union([filePath, z.array(deviceSchema)])
    .optional()
    .describe("a folder with a file for each, or the devices themselves"),
  assign: z.array(assignSchema).max(256).optional().describe("the first matching rule applies"),
  mailers: z.record(plainName, mailerSchema).optional().describe("mailer ids by name"),
  retention: z
    .record(plainName, z.number().int().min(1).max(RETENTION_DAYS_MAX))
    .optional()
    .describe("days from mailing by document class; `default` for all others"),
  hold: holdSchema.optional().describe("where runs wait for a decision, unless their job says"),
  seeds: filePath.optional().describe("records of seed addresses, which get every mailing"),
  suppress: suppressSchema.optional().describe("lists of keys that get nothing from anyone"),
  certificate: z
    .strictObject({ key: filePath })
    .optional()
    .describe("the file of the Ed25519 key that signs certificates; never the key itself"),
  reprints: z
    .strictObject({ "pieces-max-percent": z.number().min(0).max(100).optional() })
    .optional(),
  people: peopleSchema.optional().describe("who decides"),
  rules: rulesSchema.optional().describe("who may decide what"),
});

export type ShopValue = z.output<typeof shopSchema>;
