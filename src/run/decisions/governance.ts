import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { hashValue } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import type { Person, ShopRules } from "../../model/person.ts";
import { Register } from "../../register/register.ts";
import type { KnownPeople } from "../../register/register-shop.ts";
import { RegisterError } from "../../register/register-error.ts";
import type { Shop } from "../../model/shop.ts";
import { loadShop } from "../folder/load-shop.ts";

/** Who decides for a shop, and by which rules. */
export interface Governance {
  readonly people: readonly Person[];
  readonly rules: ShopRules;
  /** The shop's file, for messages. */
  readonly file: string;
}

/** What a shop's file says of people. */
type SaidOfPeople = Pick<Shop, "file" | "people" | "rules">;

const NO_RULES: ShopRules = { approvedLayout: false, decisions: {} };

/**
 * What holds for a run: the rules that it began with, which its sealed `job.json` has, and the
 * people that the shop's file names now, because some will have come or gone. Undefined for a shop
 * without either. Throws a `UsageError` if the shop's file is there and faulty.
 */
export function runGovernance(host: Host, shop: Shop | undefined): Governance | undefined {
  if (shop === undefined || (shop.people === undefined && shop.rules === undefined))
    return undefined;
  const { file, rules = NO_RULES } = shop;
  const { people = [] } = host.exists(file) ? loadShop(host, file) : shop;
  return { people, rules, file };
}

/**
 * What holds for what is done in a shop, rather than about a run: what its file says now, or if
 * that is gone what the register knows. Undefined for a shop without people and rules, and where
 * the register is missing or damaged.
 */
export function shopGovernance(host: Host, registerFile: string): Governance | undefined {
  return governanceBy(peopleNow(host, knownPeople(host, registerFile)));
}

export function governanceBy(people: KnownPeople | undefined): Governance | undefined {
  return people && { ...people, rules: people.rules ?? NO_RULES };
}

/**
 * Throws a `UsageError` if a register has the people and rules of another shop's file, which is
 * still there and says otherwise: a copy of that without a rule would take the rule away from all
 * that is done with the register.
 */
export function refuseOtherShop(host: Host, registerFile: string, shop: SaidOfPeople | undefined) {
  const known = knownPeople(host, registerFile);
  if (known === undefined || known.file === shop?.file || !host.exists(known.file)) return;
  const now = peopleNow(host, known);
  const { people = [], rules } = shop ?? {};
  if (now === undefined || hashOf(now) === hashOf({ people, rules })) return;
  const message = `The register ${registerFile} has the people and rules of ${known.file}.`;
  throw new UsageError([
    diagnostic("decision.other-shop", message, {
      hint: "Name that shop's file, give this shop a register of its own, or make the two agree.",
    }),
  ]);
}

function hashOf({ people, rules }: Omit<KnownPeople, "file">): string {
  return hashValue({ people, rules: rules ?? null });
}

/** The people and rules that the shop's file has now, or if that is gone those that were known. */
export function peopleNow(host: Host, known: KnownPeople | undefined): KnownPeople | undefined {
  if (known === undefined || !host.exists(known.file)) return known;
  const { file, people = [], rules } = loadShop(host, known.file);
  return { file, people, rules };
}

/** What the register knows of its shop's people; undefined also if it is missing or damaged. */
export function knownPeople(host: Host, registerFile: string) {
  if (!host.exists(registerFile)) return undefined;
  try {
    return Register.with(host, registerFile, ({ shop }) => shop.people());
  } catch (error) {
    if (error instanceof RegisterError) return undefined;
    throw error;
  }
}
