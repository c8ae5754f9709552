import type { Diagnostic } from "../../base/diagnostic.ts";
import { makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import { keysOf } from "../../base/keys-of.ts";
import { storedSamples, usualFirst } from "../../layout/stored-samples.ts";
import { openLayout } from "../../proof/open-layout.ts";
import type { ComposedLetter } from "../../proof/opened-layout.ts";
import { ProofMask } from "../../proof/proof-set/proof-mask.ts";
import { layoutFolder } from "../../run/folder/layout-folder.ts";
import { commandHost } from "../../run/host/machine.ts";
import { pagePictures } from "../../work/raster/page-pictures.ts";
import { jsonContent, told, type ToolContent, usage } from "./tool-content.ts";

export interface ShownRequest {
  readonly sample?: string | undefined;
  readonly record?: Readonly<Record<string, unknown>> | undefined;
  /** From 1. */
  readonly page?: number | undefined;
  readonly save?: string | undefined;
}

/** Fine enough to be read, and a few hundred kilobytes. */
const PAGE_DPI = 100;
/** Cases are made as of this day, so that the same question has the same answer. */
const USUAL_DAY = "2026-10-31";

/** Composes a record and shows it masked; throws a `UsageError` for a request that is wrong. */
export async function composeShown(
  folderOrName: string,
  request: ShownRequest,
  out: string | undefined,
): Promise<readonly ToolContent[]> {
  const layout = await openLayout(folderOrName, { asOf: USUAL_DAY });
  const record = request.record ?? sampleOf(folderOrName, request.sample);
  const mask = new ProofMask(layout.plan);
  const letter = mask.letter(layout.compose(record), record);
  const messages = keysOf(letter.messages).map((channel) => {
    const message = letter.messages[channel];
    const text = mask.text(message?.text ?? "", record);
    const subject = message?.subject && mask.text(message.subject, record);
    return { channel, subject, text, diagnostics: (message?.diagnostics ?? []).map(told) };
  });
  const saved = saveTo(out, request.save, letter.pdf);
  const { page = 1 } = request;
  const facts = {
    pages: letter.pages,
    shown: letter.pages === 0 ? undefined : Math.min(page, letter.pages),
    diagnostics: letter.diagnostics.map(shownFault),
    messages,
    ...(saved && { saved }),
  };
  return [jsonContent(facts), ...(await pictureOf(letter, page))];
}

/** A fault of a record: the field that it is about, and what of the layout it does not fit. */
function shownFault(fault: Diagnostic) {
  const field = fault.data?.field;
  return { ...told(fault), ...(field && { field }), ...(fault.block && { block: fault.block }) };
}

function sampleOf(folderOrName: string, name: string | undefined): unknown {
  const host = commandHost();
  const samples = usualFirst(storedSamples(host, layoutFolder(host, folderOrName)));
  const wanted = name === undefined ? undefined : `${name.replace(/\.json$/, "")}.json`;
  const sample = wanted === undefined ? samples[0] : samples.find((one) => one.name === wanted);
  const names = samples.map((one) => one.name).join(", ");
  if (sample === undefined)
    throw usage(
      names === ""
        ? "The layout has no samples; give a record."
        : `There is no sample ${wanted}; the layout's samples are ${names}.`,
    );
  if (sample.value === undefined) throw usage(`The sample ${sample.name} is no JSON.`);
  return sample.value;
}

async function pictureOf({ pdf, pages }: ComposedLetter, page: number): Promise<ToolContent[]> {
  if (pdf === undefined || pages === 0) return [];
  const wanted = Math.min(page, pages) - 1;
  const pictures = await pagePictures(pdf, PAGE_DPI, (index) => index === wanted);
  return pictures.map(({ png }) => {
    return { type: "image", data: Buffer.from(png).toString("base64"), mimeType: "image/png" };
  });
}

function saveTo(
  out: string | undefined,
  name: string | undefined,
  pdf: Uint8Array | undefined,
): string | undefined {
  if (name === undefined || pdf === undefined) return undefined;
  if (out === undefined) throw usage("The server writes nothing; start it with --out FOLDER.");
  const host = commandHost();
  const file = `${out}/${name}.pdf`;
  if (host.exists(file)) throw usage(`There is a file ${name}.pdf already; choose another name.`);
  makeDurableFolder(host, out);
  writeFileAtomic(host, file, pdf);
  return file;
}
