import { sha256 } from "../base/hash.ts";
import type { Color } from "../model/geometry.ts";
import type { SharedResource } from "../model/shared-resource.ts";
import { codeWidths, type FontMaps, type FontProgram } from "../pdf/font-objects.ts";
import { TURNS } from "../pdf/image-objects.ts";
import { type ImportedPage, importedText } from "../pdf/imported-page.ts";
import type { Prepared, PreparedForm } from "./prepare.ts";
import type { PreparedImage } from "../pdf/image-objects.ts";

export type Separation = Extract<Color, { space: "separation" }>;

/**
 * The record of static art and images as they are prepared. Everything here describes what was made
 * from its sources; the verifier derives the same text from what it reads in a spool.
 */
export function madeArt({
  images,
  forms,
  art,
}: Pick<Prepared, "images" | "forms" | "art">): SharedResource[] {
  return [
    ...images.flatMap((image, index) => (image ? [madeImage(`I${index}`, image)] : [])),
    ...forms.map((form, index) => madeForm(`S${index}`, form)),
    ...art.flatMap((form, index) => (form === undefined ? [] : [madeForm(`A${index}`, form)])),
  ];
}

/** A resource dictionary of pages, by what these draw. */
export function madePage(index: number, drawn: string): SharedResource {
  return { name: `R${index}`, entries: drawn === "" ? "page" : `page ${drawn}`, sha256: {} };
}

export function madeForm(
  name: string,
  { widthMpt, heightMpt, content }: PreparedForm,
): SharedResource {
  const entries = `form ${Math.round(widthMpt / 10)} ${Math.round(heightMpt / 10)}`;
  return { name, entries, sha256: { content: sha256(content) } };
}

export function madeImage(name: string, image: PreparedImage): SharedResource {
  const size = `${image.widthPx} ${image.heightPx}`;
  if (image.kind === "drawing")
    return { name, entries: `drawing ${size}`, sha256: { content: sha256(image.content) } };
  if (image.kind === "page") {
    const { page } = image;
    const sha = { content: sha256(page.content), resources: importedDigest(page) };
    return { name, entries: `page ${page.widthPt} ${page.heightPt}`, sha256: sha };
  }
  if (image.kind === "jpeg") {
    const { components, isInverted, orientation, bytes } = image;
    const decode = isInverted ? " inverted" : "";
    const turn = orientation === 1 ? "" : ` turned ${TURNS[orientation - 1]}`;
    const entries = `jpeg ${size} ${spaceOf(components)}${decode}${turn}`;
    return { name, entries, sha256: { content: sha256(bytes) } };
  }
  const { channels, samples, mask } = image;
  const masked = mask && { mask: sha256(mask) };
  const entries = `image ${size} ${spaceOf(channels)}`;
  return { name, entries, sha256: { content: sha256(samples), ...masked } };
}

/** Of all that an imported page draws with: each object by what it says and what it names. */
function importedDigest({ objects, resources }: ImportedPage): string {
  const digests: string[] = [];
  const digestOf = (object: number): string => `(${digests[object] ?? ""})`;
  for (const { value, data, isJpeg } of objects) {
    const packed =
      data === undefined ? "" : `${isJpeg === true ? "jpeg" : "flate"} ${sha256(data)}`;
    digests.push(sha256(`${importedText(value, digestOf)} ${packed}`));
  }
  return sha256(importedText(resources, digestOf));
}

function spaceOf(components: number): string {
  return `Device${{ 1: "Gray", 3: "RGB", 4: "CMYK" }[components] ?? ""}`;
}

export function madeFont(name: string, font: FontProgram, maps: FontMaps): SharedResource {
  const { ascentUnits, descentUnits, capHeightUnits, stemV, flags } = font;
  const angle = Math.round(font.italicAngle * 1000) / 1000;
  const widths = codeWidths(font).map(([code, width]) => `${code} ${width}\n`);
  return {
    name,
    entries:
      `font ${font.name} ${font.isCff ? "CFF" : "TrueType"} flags ${flags} ` +
      `box ${font.bbox.map(Math.round).join(" ")} angle ${angle} ascent ${ascentUnits} ` +
      `descent ${descentUnits} cap ${capHeightUnits} stem ${stemV}`,
    sha256: {
      program: sha256(font.file),
      widths: sha256(widths.join("")),
      toUnicode: sha256(maps.toUnicode),
      ...(maps.codes && { codes: sha256(maps.codes) }),
      ...(maps.glyphIds && { glyphIds: sha256(maps.glyphIds) }),
    },
  };
}

export function madeSpace(name: string, { name: ink, alternate }: Separation): SharedResource {
  const process = alternate.map((value) => value / 1000).join(" ");
  return { name, entries: `separation ${ink} ${process}`, sha256: {} };
}
