import { publicKeyIn, publicPem } from "../../base/ed25519.ts";
import type { Host } from "../../base/host.ts";
import { keysOf } from "../../base/keys-of.ts";
import { foldedName } from "../../base/person-name.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import { unseenCharacter } from "../../base/visible-text.ts";
import { absolute } from "../../layout/absolute-path.ts";
import type { DecisionRule, Person, RuledDecision, ShopRules } from "../../model/person.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { YamlSource } from "../../yaml/yaml-source.ts";
import type { PeopleValue, RulesValue } from "./people-schema.ts";

/** What a shop's file says of people, as it is written there. */
export interface PeopleSections {
  readonly people?: PeopleValue | undefined;
  readonly rules?: RulesValue | undefined;
}

/** Of a shop: its people, and the rules for what they decide. */
export interface CheckedPeople {
  readonly people?: readonly Person[];
  readonly rules?: ShopRules;
}

/** Checks the people of a shop, with the keys they name, and that rules name roles that exist. */
export function checkPeople(
  source: YamlSource,
  host: Host,
  folder: string,
  { people, rules }: PeopleSections,
): CheckedPeople {
  reportTwice(source, people ?? []);
  const checked = people?.map((person, index): Person => {
    const { name, user, roles = [], key } = person;
    if (unseenCharacter(name) !== undefined)
      source.report("wrong-value", ["people", index, "name"], "A name has no invisible character.");
    const publicKey = key === undefined ? undefined : keyOf(source, host, folder, { key, index });
    return {
      name,
      roles,
      ...(user !== undefined && { user }),
      ...(publicKey !== undefined && { publicKey }),
    };
  });
  reportUnknownRoles(source, checked ?? [], rules);
  return { ...(checked && { people: checked }), ...(rules && { rules: rulesOf(rules) }) };
}

/** Two spellings of one name, one user or one key would make one person into two. */
function reportTwice(source: YamlSource, people: PeopleValue): void {
  const kinds = {
    name: people.map(({ name }) => foldedName(name)),
    user: people.map(({ user }) => user),
  } as const;
  for (const kind of keysOf(kinds))
    kinds[kind].forEach((value, index) => {
      const first = kinds[kind].findIndex((other) => other === value);
      if (value === undefined || first === index) return;
      const other = people[first]?.name;
      const message = `This is also ${other}; give each person a ${kind} of their own.`;
      source.report("name-taken", ["people", index, kind], message);
    });
}

function keyOf(
  source: YamlSource,
  host: Host,
  folder: string,
  { key, index }: { readonly key: string; readonly index: number },
): string | undefined {
  const file = absolute(folder, key);
  const found = host.exists(file) ? publicKeyIn(utf8Text(host.readFile(file))) : "does not exist";
  if (typeof found !== "string") return publicPem(found);
  source.report("bad-public-key", ["people", index, "key"], `The file \`${key}\` ${found}.`, {
    hint: "`nightpress certificate keygen FILE` makes a key pair; FILE.pub is named here",
  });
  return undefined;
}

function reportUnknownRoles(
  source: YamlSource,
  people: readonly Person[],
  rules: RulesValue | undefined,
): void {
  const known = new Set(people.flatMap(({ roles }) => roles));
  for (const [name, rule] of Object.entries(rules ?? {}))
    if (rule !== undefined && "by" in rule)
      rule.by?.forEach((role, index) => {
        if (known.has(role)) return;
        const message = `Nobody of the shop has the role \`${role}\`; name a role of \`people\`.`;
        source.report("unknown-role", ["rules", name, "by", index], message, {
          hint: nameHint(role, "roles", known),
        });
      });
}

function rulesOf({ run, ...decisions }: RulesValue): ShopRules {
  const rules: Partial<Record<RuledDecision, DecisionRule>> = {};
  for (const name of keysOf(decisions)) {
    const rule = decisions[name];
    if (rule !== undefined) rules[name] = ruleOf(rule);
  }
  return { approvedLayout: run?.["approved-layout"] === true, decisions: rules };
}

type RuleValue = NonNullable<Omit<RulesValue, "run">[RuledDecision]>;

function ruleOf(rule: RuleValue): DecisionRule {
  return {
    ...(rule.by && { by: rule.by }),
    notBy: "not-by" in rule ? (rule["not-by"] ?? []) : [],
    people: "people" in rule ? (rule.people ?? 1) : 1,
  };
}
