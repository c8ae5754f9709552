import type { LayoutPlan } from "../model/layout-plan.ts";
import type { SharedResource } from "../model/shared-resource.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { GlyphUsage } from "../font/glyph-usage.ts";
import { showCodes } from "../font/show-codes.ts";
import { subsetFont, subsetTag } from "../font/subset.ts";
import { reverseMap } from "../font/to-unicode.ts";
import { separationSpace } from "../paint/pdf/color-operators.ts";
import { Deflater } from "../pdf/deflater.ts";
import { fontMaps, fontObjects, streamBody } from "../pdf/font-objects.ts";
import type { ResourceChunk } from "../pdf/pdf-file.ts";
import { asciiBytes } from "../pdf/strings.ts";
import { addImageObjects } from "./image-objects.ts";
import { madeFont, madeForm, madeImage, madeSpace, type Separation } from "./made-resources.ts";
import { paletteOf } from "./palette.ts";
import type { Prepared, PreparedForm } from "./prepare.ts";
import type { PreparedImage } from "./prepare-images.ts";

// Fixed numbers at the head of every file: what pages and forms name, and their parts.
const RESOURCES_ID = 1;
const FONTS_ID = 2;
const XOBJECTS_ID = 3;
const SPACES_ID = 4;
/** Images alone: what forms may draw, so that no form can hold itself. Not there without forms. */
const IMAGES_ID = 5;

const FORM_RESOURCES =
  `/Resources<</Font ${FONTS_ID} 0 R/XObject ${IMAGES_ID} 0 R` + `/ColorSpace ${SPACES_ID} 0 R>>`;

/**
 * The objects that every spool of a run begins with: fonts, one subset each with the glyphs the run
 * uses, images, static forms and master art.
 */
export function buildResources(
  plan: Pick<LayoutPlan, "colors">,
  prepared: Pick<Prepared, "fonts" | "images" | "forms" | "art">,
  usage: readonly GlyphUsage[],
): RunResources {
  const hasForms = prepared.forms.length > 0 || prepared.art.some((form) => form !== undefined);
  const builder = new ResourceBuilder(hasForms);
  prepared.fonts.forEach((font, index) => builder.font(index, font, usage[index]?.glyphs() ?? []));
  prepared.images.forEach((image, index) => image && builder.image(index, image));
  prepared.forms.forEach((form, index) => builder.form(`S${index}`, form));
  prepared.art.forEach((form, index) => form && builder.form(`A${index}`, form));
  paletteOf(plan).colors.forEach((color, index) => {
    if (color.space === "separation") builder.space(`C${index}`, color);
  });
  return builder.built();
}

/** The objects, and what is written down of them. */
export interface RunResources extends ResourceChunk {
  readonly made: readonly SharedResource[];
}

class ResourceBuilder {
  readonly #bodies: Uint8Array[] = [];
  readonly #fonts: string[] = [];
  readonly #images: string[] = [];
  readonly #forms: string[] = [];
  readonly #spaces: string[] = [];
  readonly #made: SharedResource[] = [];
  readonly #deflater = new Deflater(9);
  readonly #hasForms: boolean;

  constructor(hasForms: boolean) {
    this.#hasForms = hasForms;
  }

  font(index: number, { face }: OpenFont, used: readonly number[]): void {
    if (used.length === 0) return;
    const id = this.#nextId();
    const { byteOf, twoByteBase } = showCodes(face);
    // With all of ASCII, whoever reads a spool back sees at a glance that a page's codes are there.
    const ascii = [...byteOf.keys()].filter((glyph) => byteOf[glyph] !== 0);
    const glyphs = [...new Set([0, ...used, ...ascii])].sort((a, b) => a - b);
    const program = {
      ...face,
      name: `${subsetTag(face, glyphs)}+${face.id}`,
      file: subsetFont(face, glyphs),
      glyphs,
      codePoints: reverseMap(face),
      codeOf: (glyph: number): number => byteOf[glyph] || glyph + twoByteBase,
    };
    const maps = fontMaps(program);
    this.#bodies.push(...fontObjects(program, id, (bytes) => this.#deflate(bytes), maps));
    this.#made.push(madeFont(`F${index}`, program, maps));
    this.#fonts.push(`/F${index} ${id} 0 R`);
  }

  image(index: number, image: PreparedImage): void {
    const sink = {
      add: (body: Uint8Array) => this.#add(body),
      deflate: (bytes: Uint8Array) => this.#deflate(bytes),
    };
    this.#images.push(`/I${index} ${addImageObjects(image, sink)} 0 R`);
    this.#made.push(madeImage(`I${index}`, image));
  }

  /** A form in hundredths of a point, which is what its caller's matrix is set to. */
  form(name: string, form: PreparedForm): void {
    const { widthMpt, heightMpt, content } = form;
    const box = `/BBox[0 0 ${Math.round(widthMpt / 10)} ${Math.round(heightMpt / 10)}]`;
    const entries = `/Type/XObject/Subtype/Form${box}${FORM_RESOURCES}/Filter/FlateDecode`;
    this.#made.push(madeForm(name, form));
    this.#forms.push(`/${name} ${this.#add(streamBody(entries, this.#deflate(content)))} 0 R`);
  }

  space(name: string, color: Separation): void {
    this.#spaces.push(`/${name}${separationSpace(color)}`);
    this.#made.push(madeSpace(name, color));
  }

  built(): RunResources {
    const dictionary = (entries: readonly string[]): Uint8Array =>
      asciiBytes(`<<${entries.join("")}>>`);
    const resources =
      `<</Font ${FONTS_ID} 0 R/XObject ${XOBJECTS_ID} 0 R/ColorSpace ${SPACES_ID} 0 R` +
      "/ProcSet[/PDF/Text/ImageB/ImageC]>>";
    const head = [
      asciiBytes(resources),
      dictionary(this.#fonts),
      dictionary([...this.#images, ...this.#forms]),
      dictionary(this.#spaces),
      ...(this.#hasForms ? [dictionary(this.#images)] : []),
    ];
    const bodies = [...head, ...this.#bodies];
    return { bodies, resourcesId: RESOURCES_ID, made: this.#made };
  }

  #nextId(): number {
    return (this.#hasForms ? IMAGES_ID : SPACES_ID) + 1 + this.#bodies.length;
  }

  #add(body: Uint8Array): number {
    const id = this.#nextId();
    this.#bodies.push(body);
    return id;
  }

  #deflate(bytes: Uint8Array): Uint8Array {
    return this.#deflater.deflate(bytes).slice();
  }
}
