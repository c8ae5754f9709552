import { parseSync } from "vite";
import { describe, expect, it } from "vitest";
import { CHANNEL_FACTS, CHANNELS, MESSAGE_CHANNELS } from "../../src/model/channel.ts";
import { type SourceFile, sourceFiles } from "./source-tree.ts";

/** Where a channel of messages may be called by its name, and why there. */
const NAMED: Readonly<Record<string, string>> = {
  "src/model/channel.ts": "the descriptor itself",
  // What people declare for a channel: a section of the layout, a rule and a tester of the job.
  "src/layout/layout-schema.ts": "the sections of a layout, by their keys",
  "src/layout/check-content.ts": "each section has a check of its own",
  "src/layout/digital-channels.ts": "these checks",
  "src/layout/preferences.ts": "what is text alone goes out as e-mail",
  "src/job/check-job.ts": "the rule of notices beside an e-mail",
  "src/job/job-schema.ts": "the rules and testers of a job, by their keys",
  "src/model/layout-plan.ts": "each checked section has a type of its own",
  "src/bind/binder.ts": "each section has texts of its own",
  "src/bind/locale-binder.ts": "these texts",
  // Blocks are shown on paper and in e-mails: an SMS has a text of its own.
  "src/layout/blocks/block-schema.ts": "where a block is shown",
  "src/layout/blocks/blocks.ts": "where a block is shown",
  "src/layout/blocks/plain-text-block.ts": "where a block is shown",
  "src/layout/blocks/email-boxes.ts": "boxes that e-mails show too",
  "src/layout/blocks/block-button.ts": "a block of e-mails alone",
  "src/layout/blocks/block-chart.ts": "how e-mails show a chart",
  "src/model/chart.ts": "how e-mails show a chart",
  "src/layout/advice/unseen-texts.ts": "where texts are shown",
  "src/layout/layout-rules.ts": "where required texts are shown unless their layout says",
  "src/model/block.ts": "where a block is shown",
  "src/paint/html/shown-blocks.ts": "where a block is shown",
  "src/paint/html/html-blocks.ts": "where a block is shown",
  "src/paint/html/email-painter.ts": "the painter of e-mails",
  "src/cases/usual-values.ts": "a recipient for each, where no sample has one",
  "src/serve/answer-format.ts": "the forms that letters are asked for in",
  "src/serve/letter-answer.ts": "these forms",
  "src/proof/opened-layout.ts": "the parts of a letter that embedders ask for",
  "src/proof/compare/document-pieces.ts": "the texts of each kind of message, to be compared",
  // The writer's descriptors and what they name.
  "src/work/channel-renderers.ts": "the descriptors of the writer",
  "src/work/email-maker.ts": "the maker of e-mails",
  "src/work/email-images.ts": "the logo that e-mails carry",
  "src/work/sms-maker.ts": "the maker of SMS",
  // The verifier's, which it states apart.
  "src/verify/channel-rules.ts": "the descriptors of the verifier",
  "src/verify/file/fragment-rows.ts": "where a fragment has a channel's index and data",
  "src/verify/email-fault.ts": "what an e-mail may be",
  "src/verify/sms-fault.ts": "what an SMS may be",
};

const names: readonly string[] = MESSAGE_CHANNELS;

/** How often a file calls a channel of messages by its name: as text, key, member or variable. */
function namesIn({ path, text }: SourceFile): number {
  let found = 0;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (node === null || typeof node !== "object" || Array.isArray(node)) return;
    const { type, name, value } = node as Record<string, unknown>;
    const called = type === "Identifier" ? name : type === "Literal" ? value : undefined;
    if (typeof called === "string" && names.includes(called)) found += 1;
    Object.values(node).forEach(visit);
  };
  visit(parseSync(path, text).program);
  return found;
}

describe("the names of channels", () => {
  it("stand in the descriptors, and where a channel has something of its own", () => {
    const files = sourceFiles("src").filter((file) => namesIn(file) > 0);
    expect(files.map(({ path }) => path).sort()).toEqual(Object.keys(NAMED).sort());
  });

  it("are found as text, key, member, type and variable, and not in comments or other words", () => {
    const found = (text: string): number => namesIn({ path: "src/planted.ts", text });
    expect(found('const a = channel === "sms" ? x : y;')).toBe(1);
    expect(found("const counts = { print: 0, email: 0 };")).toBe(1);
    expect(found("use(folder.email, folder['sms']);")).toBe(2);
    expect(found('type Message = "email" | "sms"; interface A { readonly sms: number }')).toBe(3);
    expect(found("const { email, rest } = counts;")).toBeGreaterThan(0);
    expect(found('// email\nconst emails = "emails and sms"; const smsLine = 1;')).toBe(0);
  });
});

describe("the descriptors", () => {
  it("keep the codes of the ledger, and no two channels have one in common", () => {
    const codes = CHANNELS.map((channel) => [channel, CHANNEL_FACTS[channel].code]);
    expect(Object.fromEntries(codes)).toEqual({ print: 0, email: 1, sms: 2 });
    for (const fact of ["code", "extension", "data", "index"] as const)
      expect(new Set(CHANNELS.map((channel) => CHANNEL_FACTS[channel][fact])).size).toBe(
        CHANNELS.length,
      );
  });

  it("are in the order that fragments, batches and accounts have always had", () => {
    expect(CHANNELS).toEqual(["print", "email", "sms"]);
    expect(MESSAGE_CHANNELS).toEqual(["email", "sms"]);
  });
});
