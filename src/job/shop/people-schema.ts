import { z } from "zod";
import { limits } from "../../base/limits.ts";
import { EARLIER_PARTS } from "../../model/person.ts";
import { filePath, plainName } from "../../yaml/schema-values.ts";

const TEXT_LENGTH_MAX = limits.nameLengthMax;
const PEOPLE_MAX = 1000;

const roles = z.array(plainName).min(1).max(64);

export const personSchema = z.strictObject({
  name: z.string().min(1).max(TEXT_LENGTH_MAX).describe("as decisions name them"),
  user: z.string().min(1).max(TEXT_LENGTH_MAX).optional().describe("of the operating system"),
  roles: roles.optional(),
  key: filePath.optional().describe("the file of their public Ed25519 key"),
});

export const peopleSchema = z.array(personSchema).min(1).max(PEOPLE_MAX);

const decidedBy = z.strictObject({ by: roles.optional() }).optional();
const aboutRun = z
  .strictObject({
    by: roles.optional(),
    "not-by": z.array(z.enum(EARLIER_PARTS)).min(1).max(EARLIER_PARTS.length).optional(),
  })
  .optional();
const shared = z
  .strictObject({
    by: roles.optional(),
    people: z.union([z.literal(1), z.literal(2)]).optional(),
  })
  .optional();

export const rulesSchema = z.strictObject({
  run: z.strictObject({ "approved-layout": z.boolean() }).optional(),
  "approve-layout": shared,
  purge: shared,
  "lift-hold": shared,
  override: aboutRun,
  approve: aboutRun,
  sample: aboutRun,
  judge: aboutRun,
  release: aboutRun,
  hold: aboutRun,
  pull: aboutRun,
  reimage: aboutRun,
  reprint: aboutRun,
  reconcile: aboutRun,
  mailed: aboutRun,
  correct: aboutRun,
  redrive: aboutRun,
  withdraw: aboutRun,
  "by-hand": aboutRun,
  close: aboutRun,
  suppress: decidedBy,
  abandon: decidedBy,
  find: decidedBy,
  get: decidedBy,
  "legal-hold": decidedBy,
  register: decidedBy,
});

export type PeopleValue = z.output<typeof peopleSchema>;
export type RulesValue = z.output<typeof rulesSchema>;
