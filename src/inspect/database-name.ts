import { diagnostic, UsageError } from "../base/diagnostic.ts";

const PASSWORD = /^([a-z]+:\/\/[^/?#:@]*):[^/?#]*@/i;
const PASSWORD_PARAMETER = /^(?:ssl)?password=/i;
/** Of a connection string of keywords, which is no URL and no file. */
const PASSWORD_KEYWORD = /(?:^|\s)(?:ssl)?password\s*=/i;
const AUTHORITY = /^[a-z]+:\/\/[^/?#]*/i;
/** Some servers want a user's name with theirs behind an @. */
const USER_PARAMETER = /[?&]user=[^&]*/g;

/** A database as jobs and findings name it, and as it is opened. */
export interface NamedDatabase {
  /** Without the password, which no file and no screen may have. */
  readonly name: string;
  readonly opened: string;
}

/**
 * Throws a `UsageError` for what is neither a file nor a URL of PostgreSQL, and for a URL in which
 * a password may hide where none is read.
 */
export function namedDatabase(given: string): NamedDatabase {
  const isUrl = given.includes("://");
  if (isUrl ? !isServer(given) : PASSWORD_KEYWORD.test(given)) throw notReadable();
  if (!isUrl) return { name: given, opened: given };
  const name = withoutPassword(given);
  const rest = name.replace(AUTHORITY, "").replaceAll(USER_PARAMETER, "");
  if (!rest.includes("@")) return { name, opened: given };
  const message = "The URL of the database cannot be read: an `@` stands where none belongs.";
  const hint =
    "Leave the password out, and give it in PGPASSWORD or in a passfile; or write its `/`, `?`, " +
    "`#` and `@` as %2F, %3F, %23 and %40.";
  throw new UsageError([diagnostic("input.database", message, { hint })]);
}

function notReadable(): UsageError {
  const message = "The database is neither an SQLite file nor a URL of PostgreSQL.";
  const hint =
    "Give a file, or a URL that begins with postgresql://, and its password in PGPASSWORD or in " +
    "a passfile.";
  return new UsageError([diagnostic("input.database", message, { hint })]);
}

function withoutPassword(url: string): string {
  const [address = "", ...query] = url.replace(PASSWORD, "$1@").split("?");
  const kept = query
    .join("?")
    .split("&")
    .filter((parameter) => parameter !== "" && !PASSWORD_PARAMETER.test(parameter));
  return kept.length === 0 ? address : `${address}?${kept.join("&")}`;
}

/** Whether a database is a server, and not a file. */
export function isServer(name: string): boolean {
  return /^postgres(ql)?:/.test(name);
}
