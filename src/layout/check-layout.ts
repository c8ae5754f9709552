import { byPlace, type Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { ObjectShape } from "../model/data-shape.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { Parameters } from "../model/parameter.ts";
import { readColors } from "./art/colors.ts";
import { isMapping, readShape, type ShapeReading } from "./data-declaration.ts";
import {
  anyParameters,
  isScalar,
  PARAMETERS_ROOT,
  takenParameters,
} from "./expression/expression-parameters.ts";
import { recordScope, type Scope } from "./expression/expression-scope.ts";
import { readFootnoteNames } from "./blocks/footnotes.ts";
import { readFonts } from "./blocks/font-families.ts";
import { checkedRoom } from "./blocks/block-room.ts";
import { checkedLocaleOf, type Formats, readFormats } from "./blocks/formats.ts";
import { readImages } from "./art/images.ts";
import type { LayoutCheck, LayoutParts } from "./layout-check.ts";
import type { LayoutFiles, SharedFolders } from "./layout-files.ts";
import { layoutSchema, printSchema } from "./layout-schema.ts";
import { checkBodyWidths, flowOf } from "./blocks/body-widths.ts";
import { checkedAddress } from "./blocks/mailed-keys.ts";
import { checkMasterOrder } from "./blocks/master-kinds.ts";
import { checkedMaster } from "./blocks/masters.ts";
import { checkedSender, type SenderLine, withSender } from "./blocks/sender-line.ts";
import { papersOfPlan, readPapers } from "./paper/papers.ts";
import { readUnderlays } from "./paper/underlays.ts";
import { blockPlaces } from "./block-places.ts";
import { planHash } from "./plan-hash.ts";
import { checkAgainst, reportMissing, reportUnknownKey } from "../yaml/schema-issues.ts";
import { checkPrintedSums, readSums } from "./proven-sums.ts";
import { assetName } from "../yaml/schema-values.ts";
import { reportSecretValues } from "../yaml/secret-scan.ts";
import { checkedPreferences } from "./preferences.ts";
import { readHyphenation } from "./blocks/paragraph-style.ts";
import {
  checkedContent,
  checkedTranslations,
  namedScope,
  withCommonBoxes,
} from "./check-content.ts";
import { compareCatalogues } from "./messages/compare-catalogues.ts";
import { readCatalogues } from "./messages/read-catalogues.ts";
import { readLayout, type ReadLayout } from "./parts/read-layout.ts";
import { nameHint } from "../yaml/suggest.ts";
import { adviseTexts } from "./advice/written-mistakes.ts";
import { advisePlan } from "./advice/advise-plan.ts";
import { adviseUnseen } from "./advice/unseen-texts.ts";
import { adviseUnused, letNames, namedSections, type NamedSection } from "./advice/unused-names.ts";
import { readLocaleStyles } from "./blocks/locale-styles.ts";
import { StyleTable } from "./blocks/style-table.ts";
import { readStyles } from "./blocks/styles.ts";
import { withoutNotes } from "./blocks/note-marks.ts";
import { readRules } from "./layout-rules.ts";
import type { YamlSource } from "../yaml/yaml-source.ts";

/** The plan if the layout has no error; there may be warnings. */
export interface LayoutResult {
  readonly plan?: LayoutPlan;
  readonly diagnostics: readonly Diagnostic[];
  /** Warnings of what is right but hardly meant: for those who write the layout. */
  readonly advice: readonly Diagnostic[];
}

type Sections = Readonly<Record<string, unknown>>;

/**
 * Checks the layout in `folder` (its `layout.yaml`, fonts, images, stock and envelope) and gives
 * its plan, or every error in it at once, each with its place, in file order. Parameters have the
 * values of the job; in a layout that is checked by itself, any.
 */
export function checkLayout(
  host: Host,
  folder: string,
  shared: SharedFolders,
  job?: Parameters,
): LayoutResult {
  const read = readLayout(host, folder, shared);
  const { source } = read;
  const sections = sectionsOf(source);
  const files = { host, folder, folders: read.folders, ...shared };
  const checked = sections && checkSections(read, files, sections, job);
  const plan = checked?.plan;
  reportSecretValues(source);
  const sources = [source, read, ...(checked?.sources ?? [])];
  const found = sources.flatMap(({ diagnostics: own }) => own);
  const diagnostics = found.toSorted(byPlace);
  const hasErrors = diagnostics.some((found) => found.severity === "error");
  if (checked === undefined || plan === undefined || hasErrors) return { diagnostics, advice: [] };
  const advice = adviceOn(read, checked, plan);
  const places = blockPlaces(source, plan);
  const hash = planHash({ ...plan, hash: "" });
  return { plan: { ...plan, places, hash }, diagnostics, advice };
}

/** What lint says beside the errors of a layout, all of it in the layout's own files. */
function adviceOn(
  { source }: ReadLayout,
  { names, scope }: CheckedSections,
  plan: Omit<LayoutPlan, "hash">,
): Diagnostic[] {
  const before = source.diagnostics.length;
  adviseUnused(source, names);
  adviseTexts(source, scope);
  advisePlan(source, plan);
  adviseUnseen(source, plan);
  return source.diagnostics.slice(before).toSorted(byPlace);
}

function sectionsOf(source: YamlSource): Sections | undefined {
  if (source.diagnostics.length > 0) return undefined;
  const { value } = source;
  if (!isMapping(value)) {
    source.report("wrong-value", [], "A layout is a mapping that starts with `layout: name`.");
    return undefined;
  }
  const known = Object.keys(layoutSchema.shape);
  for (const key of Object.keys(value))
    if (!known.includes(key)) reportUnknownKey(source, [key], known);
  for (const [key, schema] of Object.entries(layoutSchema.shape))
    if (value[key] === undefined && !schema.safeParse(undefined).success)
      reportMissing(source, [key]);
  return value;
}

function checkSections(
  { source, lists, files: partFiles }: ReadLayout,
  files: LayoutFiles,
  sections: Sections,
  job: Parameters | undefined,
): CheckedSections {
  const formats = sections.format === undefined ? undefined : readFormats(source, sections.format);
  const catalogues = readCatalogues(source, files, formats?.locales ?? []);
  const catalogue = formats && catalogues.byLocale.get(formats.locale);
  const data = scopeOf(source, sections, formats, job);
  const scope = namedScope({ source, ...(catalogue && { catalogue }) }, data, sections);
  const looks = readLooks(source, files, sections);
  const { families, colors, styles, images } = looks;
  const sums = readSums(source, scope, sections.sums);
  const base = {
    source,
    scope,
    colors,
    styles,
    images,
    sums,
    counter: { count: 0 },
    hasPages: false,
    ground: -1,
    ...(catalogue && { catalogue }),
    parts: { lists, fill: mappingOf(source, sections, "fill"), slots: new Set<string>() },
  };
  const faults = source.diagnostics.length;
  const print = checkPrint({ ...base, widthMpt: Number.MAX_SAFE_INTEGER }, files, sections);
  const notes = readFootnoteNames(source, mappingOf(source, sections, "footnotes"));
  const check: LayoutCheck = { ...base, ...print.flow, notes };
  const name = checkAgainst(source, ["layout"], assetName.optional(), sections.layout);
  const places = { files, print: print.plan };
  const content = checkedContent(check, sections, places);
  const room = checkedPlaces(check, sections, content.blocks, print.plan?.masters, faults);
  const localeStyles = readLocaleStyles(looks.reading, sections, formats);
  const texts = { catalogues, localeStyles, rawMasters: print.rawMasters, places };
  const translations = checkedTranslations(check, data, sections, texts);
  reportUnknownSlots(source, base.parts);
  compareCatalogues(catalogues.byLocale.values());
  const ofCustomers = checkedOfCustomers(check, formats, sections);
  const rules = readRules(withoutNotes(check), sections, { catalogues, locales: formats?.locales });
  const { plan } = print;
  const tables = { fonts: families, colors, styles, images, footnotes: notes };
  const names = [...namedSections(tables), letNames(scope)];
  const found = { names, scope, sources: catalogues.sources };
  if (formats === undefined || plan === undefined || name === undefined) return found;
  const { locale, locales, currency, currencyDigits } = formats;
  const sourceFiles = [...partFiles, ...catalogues.files];
  const planned = {
    name,
    shape: scope.record,
    ...(scope.parameters && { parameters: scope.parameters.shape }),
    ...(scope.lets.length > 0 && { lets: scope.lets }),
    ...(sums.size > 0 && { sums: [...sums.values()].map(({ field }) => field) }),
    locale,
    locales,
    ...ofCustomers,
    currency,
    currencyDigits,
    ...looksOfPlan(looks),
    ...plan,
    ...content,
    ...room,
    ...rules,
    ...withSender(withCommonBoxes(plan.masters, translations), print.sender),
    ...(sourceFiles.length > 0 && { sources: sourceFiles }),
  };
  return { ...found, plan: planned };
}

/** What the layout takes from a customer's wishes: the language, large print, text alone. */
function checkedOfCustomers(
  check: LayoutCheck,
  formats: Formats | undefined,
  sections: Sections,
): Partial<Pick<LayoutPlan, "localeOf">> & ReturnType<typeof checkedPreferences> {
  const localeOf = formats && checkedLocaleOf(check, formats);
  return { ...localeOf, ...checkedPreferences(check, sections) };
}

/** What texts and pictures look like. */
function readLooks(source: YamlSource, files: LayoutFiles, sections: Sections) {
  const { families, fonts } = readFonts(source, files, mappingOf(source, sections, "fonts"));
  const colors = readColors(source, mappingOf(source, sections, "colors"));
  const reading = {
    source,
    styles: new StyleTable(),
    families,
    colors,
    scale: scaleOf(source, sections),
    unscaled: addressStyleOf(sections),
  };
  const styles = readStyles(reading, mappingOf(source, sections, "styles"));
  const hyphenation = readHyphenation(source, mappingOf(source, sections, "hyphenation"));
  const images = readImages(source, files, mappingOf(source, sections, "images"));
  return { families, fonts, colors, styles, hyphenation, images, reading };
}

type Looks = ReturnType<typeof readLooks>;

function looksOfPlan({ fonts, styles, colors, images, hyphenation, reading }: Looks) {
  const { scale } = reading;
  return {
    ...(scale > 100 && { percentMin: Math.floor(10_000 / scale) }),
    fonts,
    styles: styles.items,
    colors: colors.items,
    images: images.items,
    ...(Object.keys(hyphenation).length > 0 && { hyphenation }),
  };
}

function scaleOf(source: YamlSource, sections: Sections): number {
  const schema = layoutSchema.shape["style-scale"];
  return checkAgainst(source, ["style-scale"], schema, sections["style-scale"]) ?? 100;
}

/** The style that addresses have, as far as the section of print says. */
function addressStyleOf({ print }: Sections): string {
  const named = isMapping(print) ? print["address-style"] : undefined;
  return typeof named === "string" ? named : "address";
}

/** Checks where blocks stand and, unless what is printed is not known, that all sums are. */
function checkedPlaces(
  { source, sums }: LayoutCheck,
  sections: Sections,
  blocks: LayoutPlan["blocks"],
  masters: LayoutPlan["masters"] = [],
  faultsBefore: number,
): Pick<LayoutPlan, "zones"> {
  const isKnown = source.diagnostics.length === faultsBefore;
  const room = checkedRoom(source, sections.zones, blocks);
  if (isKnown) checkPrintedSums(source, sums, masters, blocks, room.zones);
  return room;
}

interface CheckedSections {
  readonly plan?: Omit<LayoutPlan, "hash">;
  /** What the layout declares by name. */
  readonly names: readonly NamedSection[];
  readonly scope: Scope;
  /** Further files, with what was found in them. */
  readonly sources: readonly YamlSource[];
}

function scopeOf(
  source: YamlSource,
  sections: Sections,
  formats: Formats | undefined,
  job: Parameters | undefined,
): Scope {
  const faulty = new Set<string>();
  const moneyDigits = formats?.currencyDigits ?? 2;
  const shape =
    sections.data === undefined
      ? { kind: "object" as const, fields: {} }
      : readShape({ source, moneyDigits, faulty }, ["data"], sections.data);
  const taken = readTaken(source, { moneyDigits, faulty }, sections);
  const faultyNames = new Set([...faulty].map((path) => path.slice(path.lastIndexOf(".") + 1)));
  const parameters = taken && (job ? takenParameters(taken, job) : anyParameters(taken));
  return recordScope(shape, moneyDigits, faultyNames, parameters);
}

/** What the layout takes from its job: single values, beside the data and not of it. */
function readTaken(
  source: YamlSource,
  reading: Omit<ShapeReading, "source">,
  { parameters, data }: Sections,
): ObjectShape | undefined {
  if (parameters === undefined) return undefined;
  if (isMapping(data) && Object.hasOwn(data, PARAMETERS_ROOT)) {
    const message = "`params` is what parameters are called; give the field another name.";
    source.report("bad-field-name", ["data", PARAMETERS_ROOT], message, { at: "key" });
  }
  const shape = readShape({ source, ...reading }, ["parameters"], parameters);
  const fields = Object.entries(shape.fields).filter(([name, field]) => {
    if (isScalar(field)) return true;
    source.report("bad-kind", ["parameters", name], "A parameter is one value, such as a date.");
    return false;
  });
  return { kind: "object", fields: Object.fromEntries(fields) };
}

function reportUnknownSlots(source: YamlSource, { fill, slots }: LayoutParts): void {
  for (const name of Object.keys(fill)) {
    if (slots.has(name)) continue;
    const message = `The layout has no slot \`${name}\` to fill.`;
    const hint = nameHint(name, "slots", slots);
    source.report("unknown-part", ["fill", name], message, { at: "key", hint });
  }
}

/** A section of named things; an absent one is empty, and any other value is reported. */
function mappingOf(source: YamlSource, sections: Sections, key: string): Sections {
  const value = sections[key];
  if (isMapping(value)) return value;
  if (value !== undefined)
    source.report("wrong-value", [key], "This must be a mapping of names to their definitions.");
  return {};
}

type PrintPlan = ReturnType<typeof papersOfPlan> &
  Pick<LayoutPlan, "address" | "addressStyle" | "masters" | "underlays">;

interface CheckedPrint {
  /** Undefined if the section is faulty. */
  readonly plan?: PrintPlan;
  readonly sender?: SenderLine;
  /** What blocks have to fit. */
  readonly flow: Pick<LayoutCheck, "widthMpt" | "pages">;
  readonly rawMasters: readonly unknown[];
}

function checkPrint(check: LayoutCheck, files: LayoutFiles, sections: Sections): CheckedPrint {
  const { source } = check;
  const unbounded = { flow: { widthMpt: check.widthMpt }, rawMasters: [] };
  if (sections.print === undefined) return unbounded;
  const raw = isMapping(sections.print) ? sections.print : {};
  const rawMasters: readonly unknown[] = Array.isArray(raw.masters) ? raw.masters : [];
  const shallow = { ...raw, masters: rawMasters.map(() => ({ name: "-", body: [0, 0, 1, 1] })) };
  const written = Array.isArray(raw.masters) ? shallow : sections.print;
  const own = checkAgainst(source, ["print"], printSchema, written);
  const papers = own && readPapers(source, files, own, rawMasters);
  checkMasterOrder(source, rawMasters);
  const masters = rawMasters.flatMap(
    (master, index) =>
      checkedMaster(check, ["print", "masters", index], master, papers, rawMasters) ?? [],
  );
  checkBodyWidths(source, masters, sections["footnotes"]);
  const { widthMpt, pages } = flowOf(masters, check.widthMpt);
  const address = own && checkedAddress(check, own);
  const style = own?.["address-style"] ?? (check.styles.has("address") ? "address" : "body");
  const addressStyle = own && check.styles.indexOf(source, ["print", "address-style"], style);
  if (papers === undefined || address === undefined || addressStyle === undefined)
    return { flow: { widthMpt }, rawMasters };
  const stocks = papersOfPlan(papers);
  const underlays = readUnderlays(check, files, stocks, rawMasters);
  const plan = { ...stocks, ...underlays, ...address, addressStyle, masters };
  const sender = own && checkedSender(check, own, papers);
  return { plan, flow: { widthMpt, pages }, rawMasters, ...(sender && { sender }) };
}
