import { defined } from "../../base/assert.ts";
import { SheetPlanner } from "../../model/sheet-plan.ts";
import { type Stock, trayOf } from "../../model/stock.ts";
import type { VerifiedPaper, VerifySetup } from "../../model/verification.ts";
import type { FrozenRun } from "../frozen-run.ts";
import { MoneyFields } from "../money-sums.ts";
import { serialDigitsOf } from "../reserve-serials.ts";

/** What the verifier is told of a run as a whole, from what was frozen when it began. */
export function verifySetup({ job, jobMark, plan }: FrozenRun, root: string): VerifySetup {
  const { papers, duplex } = new SheetPlanner(plan);
  const furnitureStock = job.print.furnitureStock ?? defined(papers[0], "the first paper");
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
    currency: plan.currency,
    sidesPerSheet: duplex ? 2 : 1,
    jobName: job.name,
    cycle: job.cycle,
    stockName: plan.stock.name,
    planHash: plan.hash,
    papers: papers.map(verifiedPaper),
    furniturePaper: verifiedPaper(furnitureStock),
    furnitureSides: duplex && furnitureStock.duplex ? 2 : 1,
  };
}

function verifiedPaper(stock: Stock): VerifiedPaper {
  const { name, weightGsm, thicknessMicrons } = stock;
  return { stock: name, tray: trayOf(stock), weightGsm, thicknessMicrons };
}
