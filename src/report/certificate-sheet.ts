import { visible } from "../base/visible-text.ts";
import { CHANNEL_FACTS, MESSAGE_CHANNELS, type MessageChannel } from "../model/channel.ts";
import type {
  Certificate,
  CertificateBody,
  CertificateEnvelope,
  CertifiedApproval,
  CertifiedDecision,
  RunAttempt,
} from "../model/certificate.ts";
import { countText, durationText, grouped } from "./figures.ts";

/** What a certificate says to people, on the one page of both HTML and PDF. */
export interface CertificateSheet {
  readonly title: string;
  readonly subject: string;
  readonly isTest: boolean;
  readonly verdict: { readonly tone: "good" | "warning"; readonly title: string };
  /** What was proven and what was not, in sentences. */
  readonly claims: readonly string[];
  readonly sections: readonly SheetSection[];
}

export interface SheetSection {
  readonly title: string;
  readonly rows: readonly SheetRow[];
}

/** `isCode` marks what is compared character by character. */
export interface SheetRow {
  readonly label: string;
  readonly text: string;
  readonly isCode?: true;
}

const LISTED_MAX = 4;
const NOTHING_MADE = "Nothing was made";

/** Puts a certificate into words. Long lists are cut: certificate.json has all. */
export function certificateSheet(certificate: Certificate): CertificateSheet {
  const { body } = certificate;
  const { name, cycle, asOf, mode, child } = body.job;
  return {
    title: "Certificate of integrity",
    subject: `${name} ${cycle}${child > 0 ? `, child run ${child}` : ""}, as of ${asOf}`,
    isTest: mode === "test",
    verdict: verdictOf(body),
    claims: claimsOf(certificate).map((claim) => visible(claim)),
    sections: [
      { title: "What was made", rows: madeRows(body) },
      { title: "What was proven", rows: provenRows(body) },
      { title: "Exceptions", rows: exceptionRows(body) },
      { title: "Made from", rows: sourceRows(certificate) },
      { title: "Fingerprints", rows: fingerprintRows(certificate) },
      { title: "Issued", rows: issuedRows(certificate.envelope) },
      { title: "How to check it", rows: CHECK_ROWS },
    ],
  };
}

/** A run that made nothing proves nothing, however well its sums agree. */
function verdictOf({
  verification,
  spools,
  batches,
}: CertificateBody): CertificateSheet["verdict"] {
  const made =
    spools.reduce((sum, { pieces }) => sum + pieces, 0) +
    batches.reduce((sum, { count }) => sum + count, 0);
  if (made === 0) return { tone: "warning", title: NOTHING_MADE };
  if (verification.result === "verified")
    return { tone: "good", title: "Every piece is whole, once, and unmixed" };
  return { tone: "warning", title: "Made but not verified" };
}

function claimsOf({ body, envelope, signature }: Certificate): string[] {
  const { job, verification } = body;
  const hasMade = verdictOf(body).title !== NOTHING_MADE;
  const proven = !hasMade
    ? "No record became a document: spools and batches hold nothing to prove."
    : verification.result === "verified"
      ? "The finished files were read back, page by page and message by message, by a reader " +
        "that shares nothing with what wrote them: every piece of the run's account is in one " +
        "spool or batch, once, with its own pages in order, as they were composed."
      : "The sums of the run agree. Its finished files were not read back: nothing is " +
        "proven about single pieces.";
  const test = job.mode === "test" ? ["The run was a test and must not be mailed."] : [];
  const unsigned = signature === null ? ["This certificate is not signed."] : [];
  return [proven, ...test, ...mailingClaims(envelope), ...unsigned];
}

function mailingClaims({ mailings }: CertificateEnvelope): string[] {
  if (mailings.length === 0)
    return [
      "This says nothing about printing, inserting, mailing or delivery: no evidence " +
        "of these was entered.",
    ];
  const told = mailings.slice(0, LISTED_MAX).map(({ by, date, statement, outputs, seq }) => {
    const what = countText(outputs, "spool or batch", "spools and batches");
    return (
      `${by} entered that ${what} went out on ${date} under statement ${statement} ` +
      `(decision ${seq}).`
    );
  });
  return [...told, "That is their evidence: Nightpress itself saw nothing mailed or delivered."];
}

function madeRows({ records, spools, batches, serials }: CertificateBody): SheetRow[] {
  const sum = (what: "pieces" | "sheets" | "pages"): number =>
    spools.reduce((all, spool) => all + spool[what], 0);
  const messages = (channel: MessageChannel): string => {
    const own = batches.filter((batch) => batch.channel === channel);
    const { one, many } = CHANNEL_FACTS[channel];
    return countText(
      own.reduce((all, { count }) => all + count, 0),
      one,
      many,
    );
  };
  const ended = records.ended.filter(({ count }) => count > 0);
  const seeds =
    records.seeds > 0 ? `, and ${countText(records.seeds, "seed address", "seed addresses")}` : "";
  return [
    row("Records", `${grouped(records.read)} read${seeds}`),
    row(
      "They ended as",
      ended.map(({ disposition, count }) => `${grouped(count)} ${disposition}`).join(", "),
    ),
    row(
      "Print",
      `${countText(sum("pieces"), "piece")}, ${countText(sum("sheets"), "sheet")}, ` +
        `${countText(sum("pages"), "page")}, in ${countText(spools.length, "spool")}`,
    ),
    row(
      "Digital",
      `${MESSAGE_CHANNELS.map(messages).join(", ")}, in ` +
        countText(batches.length, "batch", "batches"),
    ),
    ...(serials === null
      ? []
      : [row("IMb serials", `${serials.first} to ${serials.last} of mailer ${serials.mailerId}`)]),
  ];
}

function provenRows({ balance, verification }: CertificateBody): SheetRow[] {
  const agreeing = balance.filter(({ ok }) => ok).length;
  const stages = [...new Set(balance.map(({ stage }) => stage))];
  const sums = row(
    "Balance",
    `${grouped(agreeing)} of ${countText(balance.length, "sum")} agree: ${stages.join(", ")}`,
  );
  if (verification.result !== "verified") return [sums, row("Verifier", "not requested")];
  const { counts, sums: money } = verification;
  const { pages, sheets, pieces, furnitureSheets, messages } = counts;
  return [
    sums,
    row(
      "Read back",
      `${countText(pages, "page")} on ${countText(sheets, "sheet")}, ` +
        `${grouped(furnitureSheets)} of them furniture`,
    ),
    row("Found", `${countText(pieces, "piece")}, ${countText(messages, "message")}`),
    ...money
      .slice(0, LISTED_MAX)
      .map(({ field, composed, printed }) =>
        row(`Sum of ${field}`, `${composed} composed, ${printed} read from the pages`),
      ),
    ...more(money.length, "sums of money"),
  ];
}

function exceptionRows({ records, verification }: CertificateBody): SheetRow[] {
  const rejects = records.rejects.toSorted((a, b) => b.count - a.count);
  const unchecked = verification.result === "verified" ? verification.notChecked : [];
  const rows = [
    ...rejects
      .slice(0, LISTED_MAX)
      .map(({ code, count }) => row("Rejected", `${grouped(count)} ${code}`)),
    ...more(rejects.length, "reject reasons"),
    ...(records.pastRejectLimit ? [row("Limit", "more were rejected than the job allows")] : []),
    ...unchecked.slice(0, LISTED_MAX).map((text) => row("Not checked", text)),
    ...more(unchecked.length, "things not checked"),
  ];
  return rows.length > 0 ? rows : [row("None", "")];
}

/** Who approved the layout, or who answers for a run without that. */
function approvalRows(
  approval: CertifiedApproval,
  decisions: readonly CertifiedDecision[],
): SheetRow[] {
  if (approval.result === "approved") {
    const { approvers, until, proof, sha256 } = approval;
    const ends = until === "" ? "" : `, until ${until}`;
    const named = approvers.map(({ by, seq }) => `${by} (entry ${seq} of the shop's log)`);
    return [
      row("Layout approved", `by ${named.join(" and ")}${ends}`),
      code("Approved state", sha256),
      code("Proof set", proof),
    ];
  }
  const override = decisions.find(({ code: of }) => of === "layout.unapproved");
  const by = override === undefined ? "" : ` by ${override.by} (decision ${override.seq})`;
  return [row("Layout NOT approved", `overridden${by}`), code("State", approval.sha256)];
}

function sourceRows({ body, envelope }: Certificate): SheetRow[] {
  const { frozen, program, approval } = body;
  const { decisions } = envelope;
  const { inputs, layout, fonts, images, seeds, suppressions } = frozen;
  const others = [
    countText(fonts.length, "font"),
    countText(images.length, "image"),
    ...(seeds.length > 0 ? [countText(seeds.length, "seed list", "seed lists")] : []),
    countText(suppressions.length, "suppression list", "suppression lists"),
  ];
  return [
    ...inputs.slice(0, LISTED_MAX).map(({ name, sha256 }) => code(`Input ${name}`, sha256)),
    ...more(inputs.length, "inputs"),
    code(`Layout ${layout.name}`, layout.sha256),
    ...(approval === undefined ? [] : approvalRows(approval, decisions)),
    row("By their hashes", others.join(", ")),
    row(
      "Program",
      `Nightpress ${program.nightpress}, Node ${program.node}, zlib ${program.zlib}, ` +
        program.arch,
    ),
  ];
}

function fingerprintRows({ body, bodySha256, envelope, signature }: Certificate): SheetRow[] {
  const { merkle, auditRoot } = body;
  return [
    ...(merkle === null
      ? []
      : [
          code("Merkle root", merkle.root),
          row(
            "over",
            `${countText(merkle.leafCount, "piece or message", "pieces and messages")} (RFC 9162)`,
          ),
        ]),
    code("Body", bodySha256),
    code("Audit log, assembly", auditRoot.hash),
    code("Audit log, now", envelope.auditRoot.hash),
    signature === null ? row("Signature", "none") : code("Signed by key", signature.keyid),
  ];
}

function issuedRows({
  issuedAtIso,
  issuedBy,
  runId,
  attempts,
  decisions,
  quarantined = [],
}: CertificateEnvelope): SheetRow[] {
  const { operator, osUser, hostName } = issuedBy;
  const by = operator === undefined ? "" : `${operator}, `;
  const last = decisions.at(-1);
  const until = last === undefined ? "" : `, the last: ${last.action} by ${last.by}`;
  return [
    row("At", `${issuedAtIso.slice(0, 19)}Z by ${by}${osUser}@${hostName}`),
    row("Run", `${runId}, ${attemptsText(attempts)}`),
    row("Decisions", `${grouped(decisions.length)}${until}`),
    ...(quarantined.length === 0 ? [] : [row("Quarantine", quarantineText(quarantined))]),
  ];
}

function quarantineText(quarantined: NonNullable<CertificateEnvelope["quarantined"]>): string {
  const named = quarantined.slice(0, LISTED_MAX).map(({ file, piece, document }) => {
    return `${file} ${piece < 0 ? `document ${document}` : `piece ${piece}`}`;
  });
  const rest = quarantined.length - named.length;
  const more = rest > 0 ? ` and ${grouped(rest)} other` : "";
  return `not as composed, and pulled for that reason: ${named.join(", ")}${more}`;
}

function attemptsText(attempts: readonly RunAttempt[]): string {
  const [first, last] = [attempts[0], attempts.at(-1)];
  const processes = countText(attempts.length, "process", "processes");
  if (first === undefined || last?.endedAtIso === undefined) return processes;
  const seconds = (Date.parse(last.endedAtIso) - Date.parse(first.beganAtIso)) / 1000;
  return `${processes}, ${durationText(seconds)} from first to last`;
}

const CHECK_ROWS: readonly SheetRow[] = [
  code("All of it", "nightpress certificate check DIR --public-key FILE"),
  code("One piece", "nightpress certificate check DIR --piece N --proof FILE"),
  code("A proof alone", "nightpress certificate check-proof FILE --public-key FILE"),
  row(
    "Without Nightpress",
    "SHA-256 of .body in RFC 8785 form; openssl checks the signature (DSSE v1, Ed25519)",
  ),
];

function row(label: string, text: string): SheetRow {
  return { label: visible(label), text: visible(text) };
}

function code(label: string, text: string): SheetRow {
  return { ...row(label, text), isCode: true };
}

function more(count: number, what: string): SheetRow[] {
  return count > LISTED_MAX ? [row("", `and ${grouped(count - LISTED_MAX)} other ${what}`)] : [];
}
