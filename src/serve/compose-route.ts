import { UsageError } from "../base/diagnostic.ts";
import type { LetterLayout, Letters } from "../proof/open-letters.ts";
import type { LetterRequest } from "../proof/opened-layout.ts";
import { chosenFormat, FORMATS, type Format, isOn } from "./answer-format.ts";
import { letterAnswer } from "./letter-answer.ts";
import type { Turns } from "./turns.ts";
import { httpFault, HttpFault, type Route, type RouteRequest } from "./route.ts";

/** What may stand in the query, each once. */
const PARAMETERS = ["format", "locale", "profile", "key", "as-of", "show"];
const KEY_LENGTH_MAX = 200;

/** `POST /compose/LAYOUT`: a record in, its letter out. */
export function composeRoute(letters: Letters, turns: Turns): Route {
  return {
    method: "POST",
    path: "/compose/",
    answer: async (request) => {
      const layout = layoutOf(letters, request);
      const { format, showsFaults, ...asked } = askedFor(request, layout);
      const json = await request.body();
      const letter = await turns.take(request.signal, () =>
        letters.composeJson(layout.name, json, { ...asked, signal: request.signal }),
      );
      const answer = letterAnswer(letter, format, showsFaults);
      return { ...answer, noted: [layout.name, format, ...(answer.noted ?? [])] };
    },
  };
}

function layoutOf({ layouts }: Letters, { name, contentType }: RouteRequest): LetterLayout {
  const layout = layouts.get(name);
  if (layout === undefined) {
    const known = [...layouts.keys()].join(", ");
    throw httpFault(404, "serve.not-found", `There is no layout of that name here, but ${known}.`);
  }
  if (/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType)) return layout;
  const message = "The record must come as `Content-Type: application/json`, in UTF-8.";
  throw httpFault(415, "serve.not-json", message);
}

type Asked = Pick<LetterRequest, "channels" | "locale" | "profile" | "key" | "asOf"> & {
  readonly format: Format;
  readonly showsFaults: boolean;
};

function askedFor({ query, accept }: RouteRequest, layout: LetterLayout): Asked {
  const names = [...query.keys()];
  if (names.some((name) => !PARAMETERS.includes(name)) || new Set(names).size < names.length)
    throw badQuery(`The query may have, each once, ${PARAMETERS.join(", ")}.`);
  const format = chosenFormat(query.get("format"), accept, layout.channels);
  const { channel } = FORMATS[format];
  if (!isOn(layout.channels, format)) {
    const has = layout.channels.join(", ");
    const message = `The layout ${layout.name} has no ${channel}, but ${has}.`;
    throw httpFault(406, "serve.not-acceptable", message);
  }
  const show = oneOf(query, "show", ["faults"]);
  const profile = oneOf(query, "profile", ["letter", "specimen"] as const);
  const key = query.get("key") ?? "";
  if (key.length > KEY_LENGTH_MAX) throw badQuery(`\`key\` may have ${KEY_LENGTH_MAX} characters.`);
  const [locale, asOf] = [query.get("locale"), query.get("as-of")];
  return {
    format,
    showsFaults: show !== undefined,
    channels: channel === undefined ? layout.channels : [channel],
    key,
    ...(profile !== undefined && { profile }),
    ...(locale !== null && { locale }),
    ...(asOf !== null && { asOf }),
  };
}

function oneOf<const T extends string>(
  query: URLSearchParams,
  name: string,
  values: readonly T[],
): T | undefined {
  const given = query.get(name);
  const found = values.find((value) => value === given);
  if (given !== null && found === undefined)
    throw badQuery(`\`${name}\` may be ${values.join(" or ")}.`);
  return found;
}

function badQuery(message: string): HttpFault {
  return httpFault(400, "serve.bad-query", message);
}

/** What a thrown error is answered with; undefined for a fault of the program. */
export function usageFault(error: unknown): HttpFault | undefined {
  if (error instanceof HttpFault) return error;
  return error instanceof UsageError ? new HttpFault(400, error.diagnostics) : undefined;
}
