import { once } from "node:events";
import type { Server } from "node:http";
import { assert } from "../base/assert.ts";
import { diagnostic, UsageError } from "../base/diagnostic.ts";

/** How long what is under way may take when a server is stopped. */
const CLOSING_MS_MAX = 30_000;

/** Listens; a `UsageError` says why it cannot. */
export async function listening(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "";
    const message = `The server cannot listen at ${host}, port ${port}: ${reason}.`;
    throw new UsageError([diagnostic("serve.no-port", message)]);
  }
}

export function urlOf(server: Server): string {
  const bound = server.address();
  assert(bound !== null && typeof bound === "object", "a server that listens has a port");
  const { address, port, family } = bound;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** Takes no more requests, and waits for those under way. */
export async function closed(server: Server): Promise<void> {
  const ended = once(server, "close");
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSING_MS_MAX);
  await ended;
  clearTimeout(timer);
}
