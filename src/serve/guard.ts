import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { sha256 } from "../base/hash.ts";
import { httpFault, type HttpFault } from "./route.ts";

/** Names of this machine for itself, as a request's `Host` has them. */
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** Addresses that only this machine reaches. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^127(\.\d{1,3}){3}$/.test(address);
}

/**
 * Why a request is refused whatever it asks for; undefined if it is not. Without a token the server
 * is for this machine alone: a page in a browser could otherwise have its own name resolved to it.
 * Pages of the server itself may ask it.
 */
export function refusal(
  headers: IncomingHttpHeaders,
  token: string | undefined,
): HttpFault | undefined {
  if (token === undefined)
    return LOOPBACK_HOST.test(headers.host ?? "") && isOwnOrigin(headers)
      ? undefined
      : httpFault(
          403,
          "serve.foreign",
          "Without a token, only programs of this machine are served.",
        );
  const [, given = ""] = /^Bearer (\S+)$/i.exec(headers.authorization ?? "") ?? [];
  if (isEqual(given, token)) return undefined;
  const message = "The request lacks the server's token, as `Authorization: Bearer TOKEN`.";
  return httpFault(401, "serve.no-token", message, { "WWW-Authenticate": "Bearer" });
}

function isOwnOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  return origin === undefined || origin === `http://${host}`;
}

/** Hashes are of one length, and how long they are compared says nothing of what they are of. */
function isEqual(given: string, token: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(token)));
}
