import { sha256 } from "../../base/hash.ts";
import type { AppendedPages, ImagePlan, LayoutPlan, NamedArea } from "../../model/layout-plan.ts";
import { isFurther } from "../../rules/sheet-plan.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import type { Path } from "../../yaml/yaml-source.ts";
import { assetFolders, findAsset } from "../art/assets.ts";
import type { LayoutCheck } from "../layout-check.ts";
import type { LayoutFiles } from "../layout-files.ts";
import { layoutSchema } from "../layout-schema.ts";
import { styleOf } from "./block-texts.ts";
import { plainTextBlock } from "./plain-text-block.ts";
import { checkedExpr } from "./texts.ts";
import { paperZones } from "./zones.ts";

const MPT_PER_PT = 1000;
/** What e-mails show in place of pages where they are to show nothing. */
const NOTHING = "nothing";

type Print = Pick<LayoutPlan, "stock" | "papers" | "masters" | "envelope">;

/** What a layout needs for the pages of other files: where they lie, and what they go on. */
export interface AppendPlaces {
  readonly files: LayoutFiles;
  readonly print: Print | undefined;
  readonly hasEmail: boolean;
}

/** Checks the section `append`; each page of a file is an image as large as the paper. */
export function checkedAppended(
  check: LayoutCheck,
  places: AppendPlaces,
  section: unknown,
): Pick<LayoutPlan, "appended"> {
  const { source } = check;
  const entries = checkAgainst(source, ["append"], layoutSchema.shape.append, section) ?? [];
  if (entries.length === 0) return {};
  if (places.print?.masters.some(({ isLast }) => isLast) === true) {
    const message =
      "The last page has a master of its own, and what is appended would be the last.";
    source.report("misplaced-key", ["append"], message, { at: "key" });
  }
  const appended = entries.map((own, index): AppendedPages => {
    const path = ["append", index];
    const when =
      own.when === undefined
        ? undefined
        : checkedExpr(check, [...path, "when"], own.when, "boolean");
    const images = pageImages(check, places, path, own.file, own.pages);
    checkEmail(check, places, path, own["in-email"]);
    const inEmail = own["in-email"] ?? NOTHING;
    if (inEmail === NOTHING) return { ...(when && { when }), images };
    const style = styleOf(check, path, undefined, ["body"]);
    const link = plainTextBlock(check, [...path, "in-email"], inEmail, style, false);
    return { ...(when && { when }), images, link };
  });
  return { appended };
}

/** An e-mail has no pages: what it has in their place is to be decided, not forgotten. */
function checkEmail(
  { source }: LayoutCheck,
  { hasEmail }: AppendPlaces,
  path: Path,
  inEmail: unknown,
): void {
  if (!hasEmail || inEmail !== undefined) return;
  const message = "E-mails cannot show these pages: say what they show instead.";
  const hint = 'such as `in-email: "[Our terms](https://...)"`, or `in-email: nothing`';
  source.report("missing-key", path, message, { hint });
}

function pageImages(
  check: LayoutCheck,
  { files, print }: AppendPlaces,
  path: Path,
  fileName: string,
  pages: number,
): number[] {
  const { source, images } = check;
  const at = [...path, "file"];
  if (!fileName.toLowerCase().endsWith(".pdf")) {
    source.report("bad-pdf", at, `\`${fileName}\` must be a .pdf file.`);
    return [];
  }
  const folders = assetFolders(source, files, at, "images");
  const asset = findAsset(source, files.host, at, fileName, folders, "image");
  if (asset === undefined || print === undefined) return [];
  const { widthMpt, heightMpt } = print.stock;
  const clear = clearAreas(print);
  return Array.from({ length: pages }, (_, index): number => {
    const plan: ImagePlan = {
      name: `append/${path[1]}/${index + 1}`,
      file: asset.file,
      hash: sha256(asset.bytes),
      kind: "pdf",
      widthPx: widthMpt / MPT_PER_PT,
      heightPx: heightMpt / MPT_PER_PT,
      page: { number: index + 1, of: pages, clear },
    };
    const known = images.items.findIndex(({ name, kind }) => kind === "pdf" && name === plan.name);
    return known >= 0 ? known : images.addUnnamed(plan);
  });
}

/** Where pages of the paper that they are printed on may have no ink. */
function clearAreas({ stock, papers = [], masters, envelope }: Print): NamedArea[] {
  if (envelope === undefined) return [];
  const rest = isFurther(masters[1]) ? undefined : masters[1];
  const master = rest ?? masters[0];
  const paper = [stock, ...papers][master?.paper ?? 0] ?? stock;
  const { widthMpt, heightMpt, noPrintEdgeMpt: edgeMpt } = paper;
  const edge = (xMpt: number, yMpt: number, width: number, height: number): NamedArea => ({
    name: "the edge that cannot be printed",
    rect: { xMpt, yMpt, widthMpt: width, heightMpt: height },
  });
  const edges = [
    edge(0, 0, widthMpt, edgeMpt),
    edge(0, heightMpt - edgeMpt, widthMpt, edgeMpt),
    edge(0, 0, edgeMpt, heightMpt),
    edge(widthMpt - edgeMpt, 0, edgeMpt, heightMpt),
  ];
  const zones = paperZones(paper).map(({ name, rect }) => ({ name, rect }));
  return [{ name: "the mark strip", rect: paper.markStrip }, ...zones, ...edges];
}
