import type { KeyObject } from "node:crypto";
import { createPublicKey } from "node:crypto";
import { signDecision } from "../../audit/decision-signature.ts";
import type { DiagnosticCode } from "../../base/diagnostic-code.ts";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { keyidOf } from "../../base/ed25519.ts";
import type { Host } from "../../base/host.ts";
import { foldedName } from "../../base/person-name.ts";
import type { Actor, AuditEntry, Decision, DecisionSignature } from "../../model/audit.ts";
import type { DecisionRule, Person } from "../../model/person.ts";
import { readSigningKey } from "../host/key-file.ts";
import type { PresentActor } from "./actor.ts";
import type { Governance } from "./governance.ts";

/** Somebody's part in what is decided about: an earlier decision, or that they began the run. */
export interface EarlierAct extends Pick<Actor, "by" | "osUser"> {
  /** The decision's name as rules have it. */
  readonly act: string;
  /** The shop's spelling of their name, where it knew them; it may be empty. */
  readonly person?: string | undefined;
  readonly isSigned: boolean;
}

/**
 * Whether two acts were one person's: by the name however it was typed, or by the user of the
 * machine, unless two keys tell them apart.
 */
export function isSamePerson(one: Omit<EarlierAct, "act">, other: Omit<EarlierAct, "act">) {
  const name = nameIn(one);
  if (name !== "" && name === nameIn(other)) return true;
  return one.osUser === other.osUser && !(one.isSigned && other.isSigned);
}

function nameIn({ by, person = "" }: Omit<EarlierAct, "act">): string {
  return foldedName(person === "" ? by : person);
}

/**
 * Who decides, as the shop knows them. All that people decide passes here: who they are is held
 * against the shop's people, what they may against its rules, and their key signs the entry.
 */
export class Decider implements Actor {
  readonly by: string;
  readonly osUser: string;
  readonly hostName: string;
  /** The shop's spelling of the name. */
  readonly person?: string;
  readonly #governance: Governance | undefined;
  readonly #known: Person | undefined;
  readonly #key: KeyObject | undefined;

  /**
   * Throws a `UsageError` if the name is that of a person who decides as another user, or signs
   * with a key that is not at hand.
   */
  constructor(host: Host, governance: Governance | undefined, actor: Actor | PresentActor) {
    const { by, osUser, hostName } = actor;
    this.by = by;
    this.osUser = osUser;
    this.hostName = hostName;
    if (!("keyFile" in actor) || governance === undefined) return;
    this.#governance = governance;
    this.#known = governance.people.find(({ name }) => foldedName(name) === foldedName(by));
    if (this.#known === undefined) return;
    this.person = this.#known.name;
    this.#key = signingKeyOf(host, this.#known, actor.keyFile);
    const { user } = this.#known;
    if (user === undefined || user === osUser || this.#key !== undefined) return;
    throw refused("decision.other-user", `${this.person} is the user ${user}, not ${osUser}.`, {
      hint: `Decide as that user, or under your own name. ${governance.file} names the people.`,
    });
  }

  /**
   * Throws a `UsageError` if the shop's rules do not let this person decide that, after what they
   * have done about it before.
   */
  refuse(name: string, earlier: readonly EarlierAct[]): void {
    const rule = this.ruleOf(name);
    if (rule === undefined || this.#governance === undefined) return;
    const known = this.#known;
    const { file } = this.#governance;
    if (known === undefined)
      throw refused("decision.unknown-person", `${this.by} is none of the shop's people.`, {
        hint: `Its rules say who may decide on \`${name}\`. ${file} names the people.`,
      });
    const { by, notBy } = rule;
    if (by !== undefined && !by.some((role) => known.roles.includes(role)))
      throw refused("decision.no-role", `${known.name} may not decide on \`${name}\`.`, {
        hint: `The shop's rules want one of the roles ${by.join(", ")}.`,
      });
    const own = earlier.find((one) => notBy.some((part) => part === one.act) && this.isSame(one));
    if (own === undefined) return;
    throw refused("decision.same-person", alreadyText(this, own, name), {
      hint:
        "The shop's rules want another person to decide: as another user of the machine" +
        (own.act === "run" ? "." : ", or with a key where both have one."),
    });
  }

  ruleOf(name: string): DecisionRule | undefined {
    const decisions: Readonly<Record<string, DecisionRule | undefined>> =
      this.#governance?.rules.decisions ?? {};
    return decisions[name];
  }

  get isSigned(): boolean {
    return this.#key !== undefined;
  }

  /** Whether an act was this person's; without a name, it is that of the user's own person. */
  isSame(act: Omit<EarlierAct, "act">): boolean {
    const people = this.#governance?.people ?? [];
    const ofUser = people.find(({ user }) => user === act.osUser)?.name ?? "";
    return isSamePerson(act.by === "" ? { ...act, by: ofUser } : act, this);
  }

  sign(entryHash: string): DecisionSignature | undefined {
    return this.#key && signDecision(entryHash, this.#key);
  }
}

/** The name by which rules know what an entry decides. */
export function decisionName({ action, details }: Pick<Decision, "action" | "details">): string {
  return action === "legal-hold" && details["change"] === "lift" ? "lift-hold" : action;
}

/** Entries of a log as earlier parts in what is decided about. */
export function earlierActs(entries: readonly AuditEntry[]): EarlierAct[] {
  return entries.map(({ by, osUser, person, signature, ...entry }) => ({
    act: decisionName(entry),
    by,
    osUser,
    person,
    isSigned: signature !== undefined,
  }));
}

/** The key of a person who has one; what they decide is signed. */
function signingKeyOf(
  host: Host,
  { name, publicKey }: Person,
  keyFile: string | undefined,
): KeyObject | undefined {
  if (publicKey === undefined) return undefined;
  if (keyFile === undefined)
    throw refused("decision.not-signed", `What ${name} decides is signed with their key.`, {
      hint: "Name the file of the private key: --sign FILE, or NIGHTPRESS_KEY=FILE.",
    });
  const key = readSigningKey(host, keyFile);
  if (keyidOf(createPublicKey(key)) === keyidOf(createPublicKey(publicKey))) return key;
  throw refused("decision.other-key", `The key in ${keyFile} is not that of ${name}.`, {
    hint: "Sign with the key whose public half the shop's file names for the person.",
  });
}

function alreadyText({ by }: Decider, { act, osUser }: EarlierAct, name: string): string {
  if (act === "run")
    return `The run was begun as the user ${osUser}; ${by} may not \`${name}\` it.`;
  return `${by} cannot be told from the person of an earlier \`${act}\`, and may not \`${name}\`.`;
}

function refused(code: DiagnosticCode, message: string, detail: { hint: string }): UsageError {
  return new UsageError([diagnostic(code, message, detail)]);
}
