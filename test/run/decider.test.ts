import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isDecisionSignedBy } from "../../src/audit/decision-signature.ts";
import { AuditLog } from "../../src/audit/audit-log.ts";
import { publicPem } from "../../src/base/ed25519.ts";
import { foldedName } from "../../src/base/person-name.ts";
import type { DecisionRule, Person } from "../../src/model/person.ts";
import { Decider, decisionName, earlierActs } from "../../src/run/decisions/decider.ts";
import type { Governance } from "../../src/run/decisions/governance.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { refusedCodes } from "../kit/refused-codes.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const host = new NodeHost();
const folder = temporaryFolder("decider");

/** A person's key pair: what the shop knows of it, and the file that only they have. */
function keyPair(name: string): { publicKey: string; keyFile: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const keyFile = `${folder}/${name}.pem`;
  writeFileSync(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }));
  return { publicKey: publicPem(publicKey), keyFile };
}

const ott = keyPair("ott");
const kim = keyPair("kim");
const PEOPLE: readonly Person[] = [
  { name: "Ána Novák", user: "anovak", roles: ["operator"] },
  { name: "B. Ito", user: "bito", roles: ["operator", "compliance"] },
  { name: "R. Ott", roles: ["compliance"], publicKey: ott.publicKey },
  { name: "S. Kim", roles: ["operator"], publicKey: kim.publicKey },
];
const RELEASE: DecisionRule = { by: ["operator"], notBy: ["approve", "run"], people: 1 };

function shop(rule: DecisionRule = RELEASE): Governance {
  const rules = { approvedLayout: false, decisions: { release: rule } };
  return { people: PEOPLE, rules, file: "/shop.yaml" };
}

function decider(by: string, osUser: string, keyFile?: string, governance = shop()): Decider {
  return new Decider(host, governance, { by, osUser, hostName: "vm", keyFile });
}

const release = (who: Decider, earlier: Parameters<Decider["refuse"]>[1] = []): string[] =>
  refusedCodes(() => who.refuse("release", earlier));

test("spellings of a name are one person: case, width, blanks, composed or not", () => {
  const spellings = [
    "Ána Novák",
    "  ána   NOVÁK ",
    "A\u0301na Nova\u0301k",
    "Ａ\u0301na\u3000Novák",
  ];
  for (const spelling of spellings) expect(foldedName(spelling), spelling).toBe("ána novák");
  expect(foldedName("STRASSE")).toBe(foldedName("Straße"));
  expect(decider("ÁNA  novák", "anovak").person).toBe("Ána Novák");
});

test("who may release is a known person with the role, as their own user", () => {
  expect(release(decider("Ána Novák", "anovak"))).toEqual([]);
  expect(release(decider("Nobody", "anovak"))).toEqual(["decision.unknown-person"]);
  expect(release(decider("R. Ott", "rott", ott.keyFile))).toEqual(["decision.no-role"]);
  expect(refusedCodes(() => decider("Ána Novák", "bito"))).toEqual(["decision.other-user"]);
  // Without a rule for it, anybody may decide.
  expect(refusedCodes(() => decider("Nobody", "anovak").refuse("hold", []))).toEqual([]);
});

test("a person with a key decides with that key alone", () => {
  expect(refusedCodes(() => decider("R. Ott", "rott"))).toEqual(["decision.not-signed"]);
  expect(refusedCodes(() => decider("r. ott", "rott", kim.keyFile))).toEqual([
    "decision.other-key",
  ]);
  expect(decider("r. ott", "rott", ott.keyFile).person).toBe("R. Ott");
});

test("who approved or began a run may not release it, however they spell their name", () => {
  const act = { act: "approve", by: "ＡNA", osUser: "anovak", isSigned: false };
  const approved = { ...act, by: "B.  ITO", osUser: "bito", person: "B. Ito" };
  expect(release(decider("b. ito", "bito"), [approved])).toEqual(["decision.same-person"]);
  expect(release(decider("Ána Novák", "anovak"), [approved])).toEqual([]);
  // Another name typed by the same user of the machine is no other person.
  expect(release(decider("Ána Novák", "anovak"), [act])).toEqual(["decision.same-person"]);
  const began = { act: "run", by: "", osUser: "anovak", isSigned: false };
  expect(release(decider("Ána Novák", "anovak"), [began])).toEqual(["decision.same-person"]);
  expect(release(decider("B. Ito", "bito"), [began])).toEqual([]);
  // A name is one person's also at another account, and with a key.
  const elsewhere = { ...act, by: "b.  ITO", osUser: "elsewhere" };
  expect(release(decider("B. Ito", "bito"), [elsewhere])).toEqual(["decision.same-person"]);
  const signed = { ...act, by: "s. KIM", osUser: "shift", isSigned: true };
  const kimAgain = decider("S. Kim", "shift", kim.keyFile);
  expect(release(kimAgain, [signed])).toEqual(["decision.same-person"]);
  // What the rule does not name keeps nobody from it.
  expect(release(decider("b. ito", "bito"), [{ ...approved, act: "pull" }])).toEqual([]);
});

test("two keys tell two people apart who use one account", () => {
  const act = { act: "approve", by: "R. Ott", osUser: "shift", person: "R. Ott" };
  const who = decider("S. Kim", "shift", kim.keyFile);
  expect(release(who, [{ ...act, isSigned: true }])).toEqual([]);
  expect(release(who, [{ ...act, isSigned: false }])).toEqual(["decision.same-person"]);
});

test("an entry is signed by the person's key, and no other key or entry has that signature", () => {
  const log = AuditLog.open(host, `${folder}/audit.ndjson`, "run");
  const decision = { action: "release", reason: "proofs seen", details: {} } as const;
  const entry = log.append(decider("s.  kim", "shift", kim.keyFile), decision);
  expect(entry).toMatchObject({ by: "s.  kim", person: "S. Kim", osUser: "shift" });
  expect(isDecisionSignedBy(entry, kim.publicKey)).toBe(true);
  expect(isDecisionSignedBy(entry, ott.publicKey)).toBe(false);
  expect(isDecisionSignedBy({ ...entry, reason: "other" }, kim.publicKey)).toBe(false);
  const plain = log.append(decider("Ána Novák", "anovak"), decision);
  expect(plain.signature).toBeUndefined();
  // What was written is read back whole.
  const { entries } = AuditLog.open(host, `${folder}/audit.ndjson`, "run");
  expect(entries).toEqual([entry, plain]);
  expect(earlierActs(entries).map(({ act, isSigned }) => [act, isSigned])).toEqual([
    ["release", true],
    ["release", false],
  ]);
});

test("lifting a legal hold is a decision of its own to rules", () => {
  expect(decisionName({ action: "legal-hold", details: { change: "lift" } })).toBe("lift-hold");
  expect(decisionName({ action: "legal-hold", details: { change: "add" } })).toBe("legal-hold");
});
