import { sha256 } from "../../base/hash.ts";
import type { ImagePlan, LayoutPlan } from "../../model/layout-plan.ts";
import type { Stock } from "../../model/stock.ts";
import type { Path } from "../../yaml/yaml-source.ts";
import { assetFolders, findAsset } from "../art/assets.ts";
import { readImage } from "../art/images.ts";
import type { LayoutCheck } from "../layout-check.ts";
import type { LayoutFiles } from "../layout-files.ts";
import { stockPath } from "./papers.ts";

const MPT_PER_PT = 1000;
const NONE = -1;

type Papers = Pick<LayoutPlan, "stock" | "papers">;

/** Reads what is printed on papers already, for people to see beneath pages: no run prints it. */
export function readUnderlays(
  check: LayoutCheck,
  files: LayoutFiles,
  print: Papers,
  rawMasters: readonly unknown[],
): Pick<LayoutPlan, "underlays"> {
  const papers = [print.stock, ...(print.papers ?? [])];
  if (papers.every(({ underlay }) => underlay === undefined)) return {};
  const own = print.stock.name;
  const underlays = papers.map((paper) =>
    underlayOf(check, files, paper, stockPath(paper.name, own, rawMasters)),
  );
  return { underlays };
}

/** The index of the image beneath the pages of a paper; -1 if there is none. */
function underlayOf(check: LayoutCheck, files: LayoutFiles, paper: Stock, path: Path): number {
  const { underlay: file } = paper;
  if (file === undefined) return NONE;
  const { source } = check;
  const name = `underlay/${paper.name}`;
  const image = file.toLowerCase().endsWith(".pdf")
    ? pdfPage(check, files, path, { name, file, paper })
    : readImage(source, files, path, name, file);
  return image === undefined ? NONE : check.images.addUnnamed(image);
}

/** The one page of a PDF file, as large as the paper. */
function pdfPage(
  { source }: LayoutCheck,
  files: LayoutFiles,
  path: Path,
  { name, file, paper }: { name: string; file: string; paper: Stock },
): ImagePlan | undefined {
  const folders = assetFolders(source, files, path, "images");
  const asset = findAsset(source, files.host, path, file, folders, "image");
  return (
    asset && {
      name,
      file: asset.file,
      hash: sha256(asset.bytes),
      kind: "pdf",
      widthPx: paper.widthMpt / MPT_PER_PT,
      heightPx: paper.heightMpt / MPT_PER_PT,
      page: { number: 1, of: 1, clear: [] },
    }
  );
}
