import type { Host } from "../base/host.ts";

/** Where files that layouts share are. Envelopes are in `envelopes` beside the stocks' folder. */
export interface SharedFolders {
  readonly fontsFolder: string;
  readonly stocksFolder: string;
}

/** The files that the check of a layout reads. */
export interface LayoutFiles extends SharedFolders {
  readonly host: Host;
  readonly folder: string;
  /** Its own and those of its parts, in which fonts, images and catalogues are looked for. */
  readonly folders?: readonly string[];
}
