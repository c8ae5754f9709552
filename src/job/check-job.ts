import { keysOf } from "../base/keys-of.ts";
import { byPlace, type Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { Expr } from "../model/expr.ts";
import { MESSAGE_CHANNELS, type MessageChannel } from "../model/channel.ts";
import type { ChannelRules, InputSpec, Job, MailSpec } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { Parameters } from "../model/parameter.ts";
import type { FieldSources } from "../model/mapping.ts";
import type { Shop } from "../model/shop.ts";
import type { Stock } from "../model/stock.ts";
import { absolute } from "../layout/absolute-path.ts";
import { checkShop } from "./shop/check-shop.ts";
import { isMapping } from "../layout/data-declaration.ts";
import { recordScope, type Scope } from "../layout/expression/expression-scope.ts";
import { checkSeeds, checkSuppress } from "./lists/check-lists.ts";
import { describedLists, describedSeeds } from "./lists/described-lists.ts";
import { CopybookReader } from "./formats/copybook/read-copybooks.ts";
import { checkFormats } from "./formats/check-formats.ts";
import { checkDialect } from "./formats/dialect-schema.ts";
import { checkExpect } from "./job-expect.ts";
import { type CheckedMapping, checkMapping, checkSearch } from "./job-mapping.ts";
import { withFileLists } from "./input-lists.ts";
import { jobSchema, type JobValue, type MailerValue } from "./job-schema.ts";
import { checkParameters, checkTaken } from "./job-parameters.ts";
import { type JobSettings, withSettings } from "./job-settings.ts";
import { jobOf, mailOf, type WholeJobValue } from "./job-values.ts";
import type { LayoutFiles, SharedFolders } from "../layout/layout-files.ts";
import { checkSameSheet } from "../layout/paper/paper-check.ts";
import { checkAgainst, reportMissing, reportUnknownKey } from "../yaml/schema-issues.ts";
import { isAssetName } from "../yaml/schema-values.ts";
import { reportSecretValues } from "../yaml/secret-scan.ts";
import { readStock } from "../layout/paper/stocks.ts";
import { nameHint } from "../yaml/suggest.ts";
import { checkedExpr } from "../layout/blocks/texts.ts";
import { readYaml, type YamlSource } from "../yaml/yaml-source.ts";

/** A job file, checked as far as possible without its layout. */
export interface CheckedJob {
  /** Without channel rules: those are expressions over the layout's data. */
  readonly job?: Job;
  readonly layoutFolder?: string;
  /** Undefined if their declaration is faulty. */
  readonly parameters?: Parameters;
  readonly diagnostics: readonly Diagnostic[];
  /** Where the files that the job names are. */
  readonly at: { readonly host: Host; readonly folder: string };
  /** What `checkJobAgainst` continues with. */
  readonly written: { readonly source: YamlSource; readonly value: Partial<JobValue> };
}

const HEAD_AND_END = 2;

type Section = keyof typeof jobSchema.shape;
const SECTIONS = keysOf(jobSchema.shape);

/**
 * Checks the job file at the absolute path `file`: all errors at once, each with its place. Files
 * it names are relative to it; `layout` is a folder beside it, or else one in `layoutsFolder`.
 */
export function checkJob(
  host: Host,
  file: string,
  shared: SharedFolders & { readonly layoutsFolder: string },
  settings: JobSettings = {},
): CheckedJob {
  const source = readYaml(host, file, "job");
  const folder = file.slice(0, file.lastIndexOf("/")) || "/";
  const isYaml = source.diagnostics.length === 0;
  const written = isYaml ? withSettings(source, checkedSections(source), settings) : {};
  const isFaulty = !isYaml || (written.parameters === undefined && "parameters" in mapping(source));
  const parameters = isFaulty
    ? undefined
    : checkParameters(source, written.parameters ?? {}, settings);
  reportSecretValues(source);
  if (written.input !== undefined) {
    checkFormats(source, written.input);
    checkDialects(source, written.input);
    checkExpect(source, written.input);
  }
  checkSuppress(source, written.suppress);
  const copybooks = new CopybookReader(source, host, folder);
  const described = written.input && copybooks.described(written.input);
  const input = described && withFileLists(source, host, described, folder);
  const value = { ...written, ...(input && { input }), ...listValues(copybooks, written) };
  const shop =
    value.shop === undefined
      ? undefined
      : readShop(source, host, absolute(folder, value.shop), shared);
  const seeds = value.seeds ?? shop?.seedsFile;
  if (seeds !== undefined && value.input !== undefined)
    checkSeeds(source, [value.seeds === undefined ? "shop" : "seeds"], seeds, value.input);
  const mail =
    value.mail && checkedMail(source, value.mail, value.shop === undefined ? "none" : shop);
  if (value.print !== undefined) checkSpoolSheets(source, value.print);
  const layoutFolder =
    value.layout === undefined
      ? undefined
      : findLayout(source, host, value.layout, folder, shared.layoutsFolder);
  const diagnostics = source.diagnostics.toSorted(byPlace);
  const found = { diagnostics, at: { host, folder }, written: { source, value } };
  const checked = { ...(parameters && { parameters }), ...found };
  if (layoutFolder === undefined) return checked;
  if (diagnostics.length > 0 || mail === undefined) return { ...checked, layoutFolder };
  const whole = { ...(value as WholeJobValue), mail };
  const job = jobOf(whole, folder, layoutFolder, shop, parameters?.values);
  return { ...checked, job, layoutFolder };
}

/** What of a layout a job is checked against. */
type JobLayout = Pick<
  LayoutPlan,
  "shape" | "parameters" | "currencyDigits" | "stock" | "envelope" | MessageChannel
>;

/** Every job prints: what cannot go out as a message is mailed, for which it needs an envelope. */
function checkMailed(source: YamlSource, { envelope }: JobLayout): void {
  if (envelope !== undefined) return;
  const message = "The layout has no envelope: its pages are for the screen, and a job mails them.";
  const hint = "name an `envelope` in the layout's `print`, or compose single letters of it";
  source.report("no-envelope", ["layout"], message, { hint });
}

/**
 * Checks what a job says about its layout's data: the key, columns, detail lists, sums and channel
 * rules. Gives all of the job's diagnostics, and the finished job if there are no errors.
 */
export function checkJobAgainst(
  checked: CheckedJob,
  plan: JobLayout,
  files: LayoutFiles,
): { job?: Job; diagnostics: readonly Diagnostic[] } {
  const { source, value } = checked.written;
  checkMailed(source, plan);
  checkSearch(source, value.search ?? {}, plan.shape);
  const { parameters } = checked;
  if (parameters !== undefined)
    checkTaken(source, parameters, plan.parameters, plan.currencyDigits);
  const isDeclared = Object.keys(parameters?.shape.fields ?? {}).length > 0;
  const known = isDeclared ? parameters : undefined;
  const job = { ...checked.at, source, ...plan, parameters: known };
  const mapping = value.input && checkMapping(job, value.input, plan.shape);
  const scope = recordScope(plan.shape, plan.currencyDigits, new Set(), known);
  const channels = checkedChannels(source, scope, value.channels ?? {}, plan);
  const furnitureStock = checkedFurnitureStock(source, files, value.print, plan.stock);
  const diagnostics = source.diagnostics.toSorted(byPlace);
  if (checked.job === undefined || diagnostics.length > 0) return { diagnostics };
  const print = { ...checked.job.print, ...(furnitureStock && { furnitureStock }) };
  const sources = mapping && withSources(checked.job, mapping);
  return { job: { ...checked.job, ...sources, channels, print }, diagnostics };
}

function listValues(
  copybooks: CopybookReader,
  { suppress, seeds }: Partial<JobValue>,
): Pick<JobValue, "suppress" | "seeds"> {
  return {
    ...(suppress !== undefined && { suppress: describedLists(copybooks, suppress) }),
    ...(seeds !== undefined && { seeds: describedSeeds(copybooks, seeds) }),
  };
}

/** The inputs that the mapping is for; seeds may have some of the input's detail lists. */
function withSources(
  { input, seeds }: Job,
  { fields, details }: CheckedMapping,
): Pick<Job, "input" | "seeds"> {
  const own = { input: mapped(input, { fields, details }) };
  if (seeds?.isMapped !== true) return { ...own, ...(seeds && { seeds }) };
  const ofSeeds = seeds.input.details.map(
    ({ into }) => details[input.details.findIndex((detail) => detail.into === into)] ?? {},
  );
  const mappedSeeds = mapped(seeds.input, { fields, details: ofSeeds });
  return { ...own, seeds: { ...seeds, input: mappedSeeds } };
}

/** The input with the sources of its fields; one that has none keeps the form it had. */
function mapped(input: InputSpec, { fields, details }: CheckedMapping): InputSpec {
  const withFields = (sources: FieldSources = {}): { fields?: FieldSources } =>
    Object.keys(sources).length > 0 ? { fields: sources } : {};
  return {
    ...input,
    ...withFields(fields),
    details: input.details.map((one, nth) => ({ ...one, ...withFields(details[nth]) })),
  };
}

function mapping({ value }: YamlSource): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}

/** The sections that are right; the others are reported. */
function checkedSections(source: YamlSource): Partial<JobValue> {
  const { value } = source;
  if (!isMapping(value)) {
    source.report("wrong-value", [], "A job is a mapping that starts with `job: name`.");
    return {};
  }
  const sections: Partial<Record<Section, unknown>> = {};
  for (const key of Object.keys(value))
    if (!SECTIONS.some((known) => known === key)) reportUnknownKey(source, [key], SECTIONS);
  for (const key of SECTIONS) {
    const schema = jobSchema.shape[key];
    if (value[key] !== undefined) sections[key] = checkAgainst(source, [key], schema, value[key]);
    else if (!schema.safeParse(undefined).success) reportMissing(source, [key]);
  }
  return sections as Partial<JobValue>;
}

function checkDialects(source: YamlSource, input: JobValue["input"]): void {
  checkDialect(source, ["input"], input);
  for (const [index, detail] of (input.details ?? []).entries())
    checkDialect(source, ["input", "details", index], detail);
}

/** A spool needs room for a sheet of mail beside its own. */
function checkSpoolSheets(source: YamlSource, print: NonNullable<JobValue["print"]>): void {
  const { "spool-sheets": most, "set-up": setUp } = print;
  const pattern = setUp?.["test-pattern"] === true ? 1 : 0;
  // A break sheet precedes a piece, so one more sheet may be needed.
  const breaks = print["break-sheets"] === undefined ? 0 : 1;
  const own = HEAD_AND_END + (setUp?.sheets ?? 0) + pattern + breaks;
  if (most === undefined || most > own) return;
  const message = `A spool of ${most} sheets has no room for mail: ${own} are its own; allow more.`;
  source.report("spool-too-small", ["print", "spool-sheets"], message);
}

/** The stock of furniture, which runs through the press and the cameras with that of the mail. */
function checkedFurnitureStock(
  source: YamlSource,
  files: LayoutFiles,
  print: JobValue["print"],
  mailStock: Stock,
): Stock | undefined {
  const name = print?.["furniture-stock"];
  if (name === undefined) return undefined;
  const path = ["print", "furniture-stock"];
  const stock = readStock(source, files, path, name);
  if (stock !== undefined) checkSameSheet(source, path, stock, mailStock);
  return stock;
}

function readShop(
  source: YamlSource,
  host: Host,
  file: string,
  shared: SharedFolders,
): Shop | undefined {
  if (!host.exists(file)) {
    const message = `There is no shop file ${file}; name an existing file.`;
    source.report("missing-shop", ["shop"], message);
    return undefined;
  }
  const { shop, diagnostics } = checkShop(host, file, shared);
  source.diagnostics.push(...diagnostics);
  return shop;
}

/** The mailer of its shop that a job names, with the job's own changes, or one of the job's own. */
function checkedMail(
  source: YamlSource,
  mail: JobValue["mail"],
  shop: Shop | "none" | undefined,
): MailSpec | undefined {
  const { mailer: name, ...own } = mail;
  if (name === undefined) {
    const missing = (["mailer-id", "service-type"] as const).filter((key) => !(key in own));
    for (const key of missing) reportMissing(source, ["mail", key]);
    return missing.length > 0 ? undefined : mailOf(own as MailerValue);
  }
  if (shop === "none") {
    const message = "The job names a mailer, but no shop that has mailers; add `shop: shop.yaml`.";
    source.report("no-shop", ["mail", "mailer"], message);
    return undefined;
  }
  const found = shop?.mailers[name];
  if (found === undefined) {
    if (shop !== undefined) {
      const message = `The shop has no mailer \`${name}\`; name one of its mailers.`;
      const hint = nameHint(name, "mailers", Object.keys(shop.mailers));
      source.report("unknown-mailer", ["mail", "mailer"], message, { hint });
    }
    return undefined;
  }
  return {
    mailerId: own["mailer-id"] ?? found.mailerId,
    serviceType: own["service-type"] ?? found.serviceType,
    barcodeId: own["barcode-id"] ?? found.barcodeId,
  };
}

function findLayout(
  source: YamlSource,
  host: Host,
  name: string,
  folder: string,
  layoutsFolder: string,
): string | undefined {
  const shared = isAssetName(name) ? [`${layoutsFolder}/${name}`] : [];
  const folders = [absolute(folder, name), ...shared];
  const found = folders.find((candidate) => host.exists(`${candidate}/layout.yaml`));
  if (found !== undefined) return found;
  const shipped = host
    .list(layoutsFolder)
    .filter((entry) => host.exists(`${layoutsFolder}/${entry}/layout.yaml`));
  const message = `There is no layout \`${name}\`; give a folder with a layout.yaml or a name.`;
  source.report("unknown-layout", ["layout"], message, {
    hint: nameHint(name, "layouts", shipped),
  });
  return undefined;
}

function checkedChannels(
  source: YamlSource,
  scope: Scope,
  channels: NonNullable<JobValue["channels"]>,
  plan: Pick<LayoutPlan, MessageChannel>,
): ChannelRules {
  for (const channel of MESSAGE_CHANNELS) {
    if (channels[channel] === undefined || plan[channel] !== undefined) continue;
    const message = `The layout has no \`${channel}\` section; add one there or drop this rule.`;
    source.report("no-such-channel", ["channels", channel], message, { at: "key" });
  }
  const rule = (path: readonly string[], value: string | boolean | undefined): Expr | undefined =>
    value === undefined
      ? undefined
      : checkedExpr({ source, scope }, ["channels", ...path], value, "boolean");
  const rules = MESSAGE_CHANNELS.flatMap((channel) => {
    const own = rule([channel, "when"], channels[channel]?.when);
    return own === undefined ? [] : [[channel, own] as const];
  });
  const smsBesideEmail = rule(["sms", "beside-email"], channels.sms?.["beside-email"]);
  return {
    ...Object.fromEntries(rules),
    ...(smsBesideEmail && { smsBesideEmail }),
  };
}
