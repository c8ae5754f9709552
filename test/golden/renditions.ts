import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RawObject } from "../../src/model/record.ts";
import { EmailPainter } from "../../src/paint/html/email-painter.ts";
import { paintSms } from "../../src/paint/sms/sms-painter.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { termsPdf } from "../kit/terms-pdf.ts";
import { valuesOf } from "./case-data.ts";
import type { GoldenCase } from "./case-file.ts";
import { prettyPage } from "./pretty-page.ts";
import { planIn, PrintShop, projectFolder } from "./print-shop.ts";
import { unicodeMaps } from "./unicode-map.ts";

/** What a case gives on every channel, as it is kept beside the case file. */
export interface Renditions {
  readonly print: string;
  readonly email: string;
  readonly sms: string;
  readonly pageCount: number;
  readonly pdf: Uint8Array;
}

const shops = new Map<string, Promise<PrintShop>>();

function shopOf({ layout, layoutYaml }: GoldenCase): Promise<PrintShop> {
  const key = layoutYaml ?? layout;
  let shop = shops.get(key);
  if (shop === undefined) {
    shop =
      layoutYaml === undefined
        ? PrintShop.open(planIn(`${projectFolder}/layouts/${layout}`))
        : ownShop(layoutYaml);
    shops.set(key, shop);
  }
  return shop;
}

/** A layout that appends `terms.pdf` finds two pages of terms in it. */
async function ownShop(yaml: string): Promise<PrintShop> {
  const folder = mkdtempSync(join(tmpdir(), "nightpress-golden-"));
  mkdirSync(join(folder, "images"));
  writeFileSync(join(folder, "layout.yaml"), yaml);
  if (yaml.includes("terms.pdf"))
    writeFileSync(join(folder, "images", "terms.pdf"), await termsPdf());
  const shop = await PrintShop.open(planIn(folder));
  rmSync(folder, { recursive: true });
  return shop;
}

export async function renditionsOf(given: GoldenCase): Promise<Renditions> {
  const shop = await shopOf(given);
  const values = valuesOf(given);
  const streams = shop.pages(values);
  const maps = unicodeMaps(shop.resources());
  const pages = streams.map(
    (stream, index) =>
      `=== page ${index + 1} of ${streams.length} ===\n${prettyPage(stream, maps)}`,
  );
  return {
    print: pages.join("\n"),
    email: emailOf(shop, values),
    sms: smsOf(shop, values),
    pageCount: streams.length,
    pdf: shop.pdf(streams),
  };
}

/** Static art and forms of a layout: what every page of it refers to by name. */
export async function staticsOf(given: GoldenCase): Promise<string> {
  const shop = await shopOf(given);
  const { prepared } = shop;
  const maps = unicodeMaps(shop.resources());
  const named = [
    ...prepared.art.map((form, index) => [`A${index}`, form] as const),
    ...prepared.forms.map((form, index) => [`S${index}`, form] as const),
  ];
  return named
    .flatMap(([name, form]) =>
      form === undefined
        ? []
        : [
            `=== ${name}, ${form.widthMpt / 1000} by ${form.heightMpt / 1000} pt ===\n` +
              prettyPage(form.content, maps),
          ],
    )
    .join("\n");
}

function emailOf({ plan, binder }: PrintShop, values: RawObject): string {
  const record = recordOf(values);
  if (plan.email === undefined) return "unsupported: the layout has no e-mail\n";
  const envelope = binder.bindEmail(record);
  if (envelope.to === undefined) return "unsupported: the record has no e-mail address\n";
  const painter = new EmailPainter(plan, new Map([[plan.email.logo, { contentId: "logo" }]]));
  const painted = painter.paint(binder.bind(record), { ...envelope, to: envelope.to });
  const faults = painted.diagnostics.map((found) => found.code).join(", ");
  if (faults !== "") return `unsupported: ${faults}\n`;
  return `To: ${painted.to}\nSubject: ${painted.subject}\n\n${painted.text.replace(/\r\n/g, "\n")}\n`;
}

function smsOf({ plan, binder }: PrintShop, values: RawObject): string {
  if (plan.sms === undefined) return "unsupported: the layout has no SMS\n";
  const { to, text } = binder.bindSms(recordOf(values));
  if (to === undefined) return "unsupported: the record has no mobile number\n";
  const { rendition, diagnostics } = paintSms(to, text, {
    segmentsMax: plan.sms.segmentsMax,
    plainTypography: true,
  });
  if (rendition === undefined)
    return `unsupported: ${diagnostics.map((found) => found.code).join(", ")}\n`;
  return `To: ${rendition.to}\n${rendition.segments} x ${rendition.encoding}\n\n${rendition.text}\n`;
}
