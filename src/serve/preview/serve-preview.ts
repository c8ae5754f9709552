import { commandHost } from "../../run/host/machine.ts";
import { openPreview, type PreviewOptions } from "../../proof/preview/preview.ts";
import type { PreviewState } from "../../proof/preview/preview-state.ts";
import { usageFault } from "../compose-route.ts";
import { httpServer } from "../http-server.ts";
import { closed, listening, urlOf } from "../listening.ts";
import { pageRoutes } from "./page-files.ts";
import { previewRoutes } from "./preview-routes.ts";

export interface ServePreviewOptions extends PreviewOptions {
  /** 0 for one that is free. */
  readonly port?: number;
  /** Told of faults of the program, for whoever runs it. */
  readonly failed?: (error: unknown) => void;
}

/** A preview that is being served, to this machine alone. */
export interface PreviewServer {
  readonly url: string;
  readonly state: PreviewState;
  readonly close: () => Promise<void>;
}

const LIMITS = {
  bodyBytesMax: 1024,
  requestMsMax: 10_000,
  answerMsMax: 60_000,
  connectionsMax: 64,
};
const HOST = "127.0.0.1";

/** Serves a page that shows a layout on all channels, and follows its files as they change. */
export async function servePreview(
  folderOrName: string,
  options: ServePreviewOptions = {},
): Promise<PreviewServer> {
  const { port = 0, failed = ignore, ...previewed } = options;
  const preview = await openPreview(folderOrName, previewed);
  const stop = new AbortController();
  // Some shared drives tell of no change: who loads the page again sees the files as they are.
  const opening = (): Promise<void> => preview.reload().catch(failed);
  const server = httpServer({
    routes: [...previewRoutes(preview, stop.signal), ...pageRoutes(commandHost(), opening)],
    limits: LIMITS,
    token: undefined,
    faultOf: usageFault,
    note: ignore,
    failed,
  });
  await listening(server, HOST, port);
  preview.watch(failed);
  const close = async (): Promise<void> => {
    preview.close();
    stop.abort();
    await closed(server);
  };
  return { url: urlOf(server), state: preview.state(), close };
}

function ignore(): void {}
