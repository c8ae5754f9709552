import type { Reject, RejectGroup } from "../model/reject.ts";

/** A layout has some hundred fields; what has more reasons is reported by code only. */
const GROUPS_MAX = 500;

/** Groups rejects by what is wrong with which field or block, in the order of their ordinals. */
export class RejectGroups {
  readonly #groups = new Map<string, RejectGroup>();

  add(reject: Reject): void {
    const field = fieldOfAll(reject.field);
    const name = [reject.code, field, reject.diagnostics[0]?.block ?? ""].join(" ");
    const known = this.#groups.get(name);
    if (known !== undefined) this.#groups.set(name, { ...known, count: known.count + 1 });
    else if (this.#groups.size < GROUPS_MAX) this.#groups.set(name, groupOf(reject, field));
    else this.#addToCode(reject);
  }

  /** The most frequent first. */
  list(): RejectGroup[] {
    return [...this.#groups.values()].sort((a, b) => b.count - a.count || a.ordinal - b.ordinal);
  }

  #addToCode(reject: Reject): void {
    const name = `${reject.code} and others`;
    const known = this.#groups.get(name) ?? { ...groupOf(reject, ""), count: 0 };
    this.#groups.set(name, { ...known, count: known.count + 1 });
  }
}

function groupOf(reject: Reject, field: string): RejectGroup {
  const { code, reason, diagnostics, file, line, ordinal } = reject;
  const { hint, source } = diagnostics[0] ?? {};
  const said = { message: reason, ...(hint !== undefined && { hint }) };
  return { code, field, count: 1, ...(source && { source }), ...said, file, line, ordinal };
}

/** The same field of all rows of a list; the number of an address line is kept. */
function fieldOfAll(field: string): string {
  return field.replaceAll(/\.\d+(?=\.)/g, ".*");
}
