import { defined } from "../base/assert.ts";
import { AddressOverlay } from "../mail/address-overlay.ts";
import type { AddressStyle } from "../mail/address-setting.ts";
import { FurnitureMaker } from "../mail/furniture.ts";
import type { OverlayFont } from "../mail/overlay-font.ts";
import { OverlayMaker } from "../mail/overlay-maker.ts";
import { Specimen } from "../mail/specimen.ts";
import type { OpenFont } from "../compose/type-style.ts";
import type { Job } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { Envelope } from "../model/stock.ts";
import { points } from "../base/units.ts";
import { paletteOf } from "./palette.ts";

const TOKEN_SIZE_MPT = points(7);

/** The parts of a run that a worker needs to make overlays. */
export interface OverlayFacts {
  readonly plan: LayoutPlan;
  readonly job: Job;
  readonly jobMark: string;
}

/** The maker of overlays, in the layout's address style and its font. */
export function overlayMaker(facts: OverlayFacts, fonts: readonly OpenFont[]): OverlayMaker {
  const { plan, job, jobMark } = facts;
  const palette = paletteOf(plan);
  const font = addressFont(plan, fonts);
  return new OverlayMaker({
    stock: plan.stock,
    envelope: envelopeOf(plan),
    address: addressStyle(plan, job, fonts),
    token: { font, sizeMpt: TOKEN_SIZE_MPT, color: palette.black },
    specimenColor: palette.specimenGray,
    mail: job.mail,
    jobMark,
    mode: job.mode,
  });
}

/**
 * The address block alone: composing needs it before a piece has its place. Pages for the screen
 * have none.
 */
export function addressOverlay(
  plan: LayoutPlan,
  job: Pick<Job, "missingGlyph">,
  fonts: readonly OpenFont[],
): AddressOverlay | undefined {
  if (plan.envelope === undefined) return undefined;
  return new AddressOverlay(plan.envelope, addressStyle(plan, job, fonts));
}

/** The word SPECIMEN alone, for pages that are no mailpiece. */
export function specimenOverlay(plan: LayoutPlan, fonts: readonly OpenFont[]): Specimen {
  const { stock, envelope } = plan;
  return new Specimen(stock, envelope, addressFont(plan, fonts), paletteOf(plan).specimenGray);
}

export function furnitureMaker(facts: OverlayFacts, fonts: readonly OpenFont[]): FurnitureMaker {
  const { plan, job, jobMark } = facts;
  const palette = paletteOf(plan);
  return new FurnitureMaker({
    stock: plan.stock,
    envelope: envelopeOf(plan),
    font: addressFont(plan, fonts),
    color: palette.black,
    specimenColor: palette.specimenGray,
    job,
    jobMark,
  });
}

/** What a job prints is mailed. */
function envelopeOf({ envelope }: LayoutPlan): Envelope {
  return defined(envelope, "the envelope of what is mailed");
}

function addressStyle(
  plan: LayoutPlan,
  { missingGlyph }: Pick<Job, "missingGlyph">,
  fonts: readonly OpenFont[],
): AddressStyle {
  const { font, sizeMpt, leadingMpt } = defined(
    plan.styles[plan.addressStyle],
    "the address style",
  );
  const fallbacks = (plan.fonts[font]?.fallbacks ?? []).map((index) =>
    defined(fonts[index], "a fallback font"),
  );
  return {
    fonts: [addressFont(plan, fonts), ...fallbacks],
    sizeMpt,
    leadingMpt,
    color: paletteOf(plan).black,
    missingGlyph,
  };
}

function addressFont(plan: LayoutPlan, fonts: readonly OpenFont[]): OverlayFont {
  const style = defined(plan.styles[plan.addressStyle], "the address style");
  return defined(fonts[style.font], "the address font");
}
