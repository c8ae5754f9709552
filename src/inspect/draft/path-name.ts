import type { ColumnFinding } from "../../model/inspection.ts";

/** Words that say nothing without what they are of. */
const NEEDS_OWNER =
  /^(?:id|no|nr|number|key|code|cd|kind|type|name|date|from|to|text|value|amount|status)$/i;
const NUMBERED = /^(?:field_)?\d+$/;

function isVague(name: string): boolean {
  return NEEDS_OWNER.test(name) || NUMBERED.test(name);
}

/**
 * What a leaf of nested records is called: by the last name of its path, with the one before where
 * the last one says too little, or others have it, too.
 */
export function pathName(
  { name, kind }: ColumnFinding,
  all: readonly Pick<ColumnFinding, "name">[],
): string {
  const steps = name.split(".");
  const last = steps.at(-1) ?? "";
  const isShared = all.some(
    (other) => other.name !== name && `.${other.name}`.endsWith(`.${last}`),
  );
  // Of a yes or no, the subject is what it is asked of.
  const isShort = isShared || kind.kind === "boolean" || isVague(last);
  return steps.slice(isShort ? -2 : -1).join("_");
}
