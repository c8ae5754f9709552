import { defined } from "../base/assert.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { SharedResource } from "../model/shared-resource.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { showCodes } from "../font/show-codes.ts";
import { subsetFont, subsetTag } from "../font/subset.ts";
import { reverseMap } from "../font/to-unicode.ts";
import { separationSpace } from "../paint/pdf/color-operators.ts";
import { Deflater } from "../pdf/deflater.ts";
import { fontMaps, fontObjects } from "../pdf/font-objects.ts";
import { formBody } from "../pdf/form-body.ts";
import {
  dictionaryOf,
  type ListedResources,
  pageResourceList,
  resourceEntries,
} from "../pdf/resource-lists.ts";
import type { PageResources } from "../spool/spool-job.ts";
import { turnedImage } from "../paint/pdf/turned-image.ts";
import { addImageObjects } from "../pdf/image-objects.ts";
import {
  madeFont,
  madeForm,
  madeImage,
  madePage,
  madeSpace,
  type Separation,
} from "./made-resources.ts";
import { paletteOf } from "./palette.ts";
import type { Prepared, PreparedForm } from "./prepare.ts";
import type { PreparedImage } from "../pdf/image-objects.ts";
import type { ResourceUse } from "./resource-use.ts";

/**
 * The objects at the beginning of every spool of a run: a resource dictionary for each set of
 * drawings that some page of the run draws, then fonts, one subset each with the glyphs the run
 * uses, and those images, static forms and master art that are drawn at all.
 */
export function buildResources(
  plan: Pick<LayoutPlan, "colors">,
  prepared: Pick<Prepared, "fonts" | "images" | "forms" | "art">,
  { glyphs, drawn, subset = subsetFont, firstId = 1 }: UsedResources,
): RunResources {
  const pages = [...new Set(["", ...drawn])].sort();
  const names = allDrawn(pages, prepared);
  const builder = new ResourceBuilder(pages, subset, firstId);
  prepared.fonts.forEach((font, index) => builder.font(index, font, glyphs[index]?.glyphs() ?? []));
  prepared.images.forEach((image, index) => {
    if (image !== undefined && names.has(`I${index}`)) builder.image(index, image);
  });
  namedForms(prepared).forEach((form, name) => {
    if (names.has(name)) builder.form(name, form);
  });
  paletteOf(plan).colors.forEach((color, index) => {
    if (color.space === "separation") builder.space(`C${index}`, color);
  });
  return builder.built();
}

type UsedResources = Pick<ResourceUse, "glyphs"> & {
  readonly drawn: Iterable<string>;
  /** Reduces a font, if not `subsetFont` itself: one that keeps what it made. */
  readonly subset?: typeof subsetFont;
  /** The number of the first object; 1 if they stand at the head of their file. */
  readonly firstId?: number;
};

function namedForms({ forms, art }: Pick<Prepared, "forms" | "art">): Map<string, PreparedForm> {
  const named = new Map<string, PreparedForm>();
  forms.forEach((form, index) => named.set(`S${index}`, form));
  art.forEach((form, index) => form && named.set(`A${index}`, form));
  return named;
}

/** Names of everything that pages draw, and of the images in these forms. */
function allDrawn(
  pages: readonly string[],
  prepared: Pick<Prepared, "forms" | "art">,
): ReadonlySet<string> {
  const forms = namedForms(prepared);
  const names = new Set(pages.flatMap(namesIn));
  return new Set([
    ...names,
    ...[...names].flatMap((name) => namesIn(forms.get(name)?.drawn ?? "")),
  ]);
}

function namesIn(drawn: string): string[] {
  return drawn === "" ? [] : drawn.split(" ");
}

/** The objects, and their descriptions. */
export interface RunResources extends PageResources {
  readonly made: readonly SharedResource[];
}

/** Dictionaries of pages come first, then the list of fonts, that of colours, and the rest. */
class ResourceBuilder {
  readonly #pages: readonly string[];
  readonly #subset: typeof subsetFont;
  /** The resources of pages that draw nothing by name, such as furniture. */
  readonly #bareId: number;
  readonly #fontsId: number;
  readonly #spacesId: number;
  readonly #bodies: Uint8Array[] = [];
  readonly #fonts: string[] = [];
  readonly #spaces: string[] = [];
  readonly #xObjects = new Map<string, number>();
  readonly #made: SharedResource[] = [];
  readonly #shared = new Map<string, number>();
  readonly #deflater = new Deflater(9);

  constructor(pages: readonly string[], subset: typeof subsetFont, firstId: number) {
    this.#pages = pages;
    this.#subset = subset;
    this.#bareId = firstId;
    this.#fontsId = firstId + pages.length;
    this.#spacesId = firstId + pages.length + 1;
  }

  font(index: number, { face }: OpenFont, used: readonly number[]): void {
    if (used.length === 0) return;
    const id = this.#nextId();
    const { byteOf, twoByteBase } = showCodes(face);
    // With all of ASCII, a reader of a spool can tell at a glance that a page's codes exist.
    const ascii = [...byteOf.keys()].filter((glyph) => byteOf[glyph] !== 0);
    const glyphs = [...new Set([0, ...used, ...ascii])].sort((a, b) => a - b);
    const program = {
      ...face,
      name: `${subsetTag(face, glyphs)}+${face.id}`,
      file: this.#subset(face, glyphs),
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
      shared: this.#shared,
    };
    this.#xObjects.set(`I${index}`, addImageObjects(image, sink, turnedImage));
    this.#made.push(madeImage(`I${index}`, image));
  }

  /** A form in hundredths of a point, the unit of its caller's matrix. */
  form(name: string, form: PreparedForm): void {
    const { widthMpt, heightMpt, content, drawn } = form;
    const [width, height] = [Math.round(widthMpt / 10), Math.round(heightMpt / 10)];
    const body = formBody(
      width,
      height,
      resourceEntries(this.#listed(drawn)),
      this.#deflate(content),
    );
    this.#made.push(madeForm(name, form));
    this.#xObjects.set(name, this.#add(body));
  }

  space(name: string, color: Separation): void {
    this.#spaces.push(`/${name}${separationSpace(color)}`);
    this.#made.push(madeSpace(name, color));
  }

  built(): RunResources {
    const lists = this.#pages.map((drawn) => pageResourceList(this.#listed(drawn)));
    const byDrawn = Object.fromEntries(
      this.#pages.map((drawn, index) => [drawn, this.#bareId + index]),
    );
    const fonts = dictionaryOf(this.#fonts);
    const bodies = [...lists, fonts, dictionaryOf(this.#spaces), ...this.#bodies];
    const made = [...this.#pages.map((drawn, index) => madePage(index, drawn)), ...this.#made];
    return { bodies, resourcesId: this.#bareId, byDrawn, made };
  }

  /** What a page or form may name: all fonts and colours, and the drawings it needs. */
  #listed(drawn: string): ListedResources {
    const names = drawn === "" ? [] : namesIn(drawn);
    const xObjects = names.map(
      (name) => [name, defined(this.#xObjects.get(name), `the drawing ${name}`)] as const,
    );
    return { fontsId: this.#fontsId, spacesId: this.#spacesId, xObjects };
  }

  #nextId(): number {
    return this.#spacesId + 1 + this.#bodies.length;
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
