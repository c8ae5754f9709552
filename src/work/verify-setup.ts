import { defined } from "../base/assert.ts";
import type { FontPlan, LayoutPlan, Master } from "../model/layout-plan.ts";
import type { SharedResource } from "../model/shared-resource.ts";
import { type Stock, trayOf } from "../model/stock.ts";
import type {
  VerifiedFont,
  VerifiedMaster,
  VerifiedPaper,
  VerifiedPrint,
  VerifySetup,
} from "../model/verification.ts";
import { fontFile } from "../rules/font-file.ts";
import { numberedTexts } from "../rules/numbered-texts.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import { MoneyFields } from "../run/sums/money-sums.ts";
import { serialDigitsOf } from "../run/serial-digits.ts";

/** What the verifier needs to know of a run as a whole, from what was frozen when it began. */
export function verifySetup(
  { job, jobMark, plan }: FrozenRun,
  root: string,
  resources?: readonly SharedResource[],
): VerifySetup {
  const papers = [plan.stock, ...(plan.papers ?? [])];
  const duplex = papers.some((paper) => paper.duplex);
  const furnitureStock = job.print.furnitureStock ?? plan.stock;
  const { barcodeId, serviceType, mailerId } = job.mail;
  return {
    root,
    mode: job.mode,
    testRecipient: job.testRecipient ?? {},
    jobMark,
    imbPrefix: `${barcodeId}${serviceType}${mailerId}`,
    imbSerialDigits: serialDigitsOf(mailerId),
    moneyFields: new MoneyFields(plan.shape, plan.currencyDigits).names,
    printedFields: plan.sums ?? [],
    required: numberedTexts(plan).map(({ name, channels, words, isOfAll }) => {
      return { name, channels, words, isOfAll };
    }),
    ...textFormatsOf(plan),
    currency: plan.currency,
    sidesPerSheet: duplex ? 2 : 1,
    jobName: job.name,
    cycle: job.cycle,
    stockName: plan.stock.name,
    planHash: plan.hash,
    asOf: job.asOf,
    language: plan.locale,
    fonts: plan.fonts.map(verifiedFont),
    ...(resources && { resources }),
    papers: papers.map(verifiedPaper),
    masters: plan.masters.map(verifiedMaster),
    appendsPages: plan.appended !== undefined,
    furniturePaper: verifiedPaper(furnitureStock),
    print: verifiedPrint(plan),
    furnitureSides: duplex && furnitureStock.duplex ? 2 : 1,
  };
}

function textFormatsOf({ plainText, braille }: LayoutPlan): Pick<VerifySetup, "textFormats"> {
  const formats = [plainText, braille].flatMap((each) => each?.format ?? []);
  return formats.length > 0 ? { textFormats: formats } : {};
}

function verifiedMaster({ paper = 0, boxes, variant, ...own }: Master): VerifiedMaster {
  const { of = 0, on, when } = variant ?? {};
  return {
    paper,
    isFrontOnly: own.frontOnly === true,
    isLast: own.isLast === true,
    isNamed: own.isNamed === true,
    isLandscape: own.isLandscape === true,
    hasArt: boxes.some(({ isStatic }) => isStatic),
    ...(variant && { variant: { of, on, isConditional: when !== undefined } }),
  };
}

function verifiedFont(font: FontPlan): VerifiedFont {
  const { file, hash } = fontFile(font);
  return { name: font.id, file, sha256: hash };
}

function verifiedPrint(plan: LayoutPlan): VerifiedPrint {
  const { markStrip, noPrintEdgeMpt } = plan.stock;
  const style = defined(plan.styles[plan.addressStyle], "the address style");
  const { fallbacks } = defined(plan.fonts[style.font], "the address font");
  return {
    markStrip,
    noPrintEdgeMpt,
    envelope: defined(plan.envelope, "the envelope of what a run mails"),
    addressFonts: [style.font, ...fallbacks],
    addressSizeMpt: style.sizeMpt,
    addressLeadingMpt: style.leadingMpt,
  };
}

function verifiedPaper(stock: Stock): VerifiedPaper {
  const { name, widthMpt, heightMpt, duplex, weightGsm, thicknessMicrons } = stock;
  const named = { stock: name, tray: trayOf(stock), weightGsm, thicknessMicrons };
  return { widthMpt, heightMpt, duplex, ...named };
}
