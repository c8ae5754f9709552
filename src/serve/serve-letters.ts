import { diagnostic, UsageError } from "../base/diagnostic.ts";
import { type Letters, openLetters, type OpenLettersOptions } from "../proof/open-letters.ts";
import { composeRoute, usageFault } from "./compose-route.ts";
import { isLoopback } from "./guard.ts";
import { type HttpLimits, httpServer, type HttpServerBy } from "./http-server.ts";
import { closed, listening, urlOf } from "./listening.ts";
import { jsonAnswer, type Route } from "./route.ts";
import { Turns } from "./turns.ts";

export interface ServeOptions {
  /** How letters are composed. */
  readonly letters?: OpenLettersOptions;
  /** The address to listen at; this machine alone by default. */
  readonly host?: string;
  /** 0 for one that is free. */
  readonly port?: number;
  /** What requests must carry; needed if others than this machine reach the server. */
  readonly token?: string;
  /** How many letters may wait beside those that are composed. */
  readonly queue?: number;
  readonly limits?: Partial<HttpLimits>;
  readonly note?: HttpServerBy["note"];
  readonly failed?: HttpServerBy["failed"];
}

/** A server that is listening. */
export interface LetterServer {
  readonly url: string;
  readonly layouts: Letters["layouts"];
  /** Takes no more requests, answers those under way, and ends. */
  readonly close: () => Promise<void>;
}

const QUEUE = 256;
const TOKEN_LENGTH_MIN = 16;
const LIMITS: HttpLimits = {
  bodyBytesMax: 1024 * 1024,
  requestMsMax: 10_000,
  answerMsMax: 30_000,
  connectionsMax: 1024,
};

/** Answers `POST /compose/LAYOUT` with letters, and `GET /health` with how it is. */
export async function serveLetters(
  layouts: readonly string[],
  options: ServeOptions = {},
): Promise<LetterServer> {
  const { host = "127.0.0.1", port = 0, token, queue = QUEUE } = options;
  checkToken(host, token);
  const letters = await openLetters(layouts, options.letters);
  const turns = new Turns((options.letters?.threads ?? 1) + queue);
  const health = new Health(letters, turns);
  const server = httpServer({
    routes: [composeRoute(letters, turns), health.route],
    limits: { ...LIMITS, ...options.limits },
    token,
    faultOf: usageFault,
    note: options.note ?? ignore,
    failed: options.failed ?? ignore,
  });
  try {
    await listening(server, host, port);
  } catch (error) {
    await letters.close();
    throw error;
  }
  const close = async (): Promise<void> => {
    health.isClosing = true;
    await closed(server);
    await letters.close();
  };
  return { url: urlOf(server), layouts: letters.layouts, close };
}

/** Says whether letters can be asked for, and how many are waiting. */
class Health {
  isClosing = false;
  readonly route: Route;

  constructor({ layouts }: Letters, turns: Turns) {
    this.route = {
      method: "GET",
      path: "/health",
      answer: () => {
        const status = this.isClosing ? "closing" : "ready";
        const value = { status, layouts: [...layouts.keys()], letters: turns.taken };
        return Promise.resolve(jsonAnswer(this.isClosing ? 503 : 200, value));
      },
    };
  }
}

function checkToken(host: string, token: string | undefined): void {
  if (token === undefined && !isLoopback(host)) {
    const message = `At ${host} others reach the server, so that it needs a token.`;
    const hint = "Set NIGHTPRESS_TOKEN in its environment, or leave out the host.";
    throw new UsageError([diagnostic("serve.open-host", message, { hint })]);
  }
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw badToken("plain ASCII characters");
  if (token !== undefined && token.length < TOKEN_LENGTH_MIN)
    throw badToken(`at least ${TOKEN_LENGTH_MIN} characters`);
}

function badToken(what: string): UsageError {
  return new UsageError([diagnostic("serve.weak-token", `The token must be ${what}.`)]);
}

function ignore(): void {}
