import type { Path, YamlSource } from "./yaml-source.ts";

const SECRET_WORDS = [
  "pass(?:word|wd|phrase)?",
  "pwd",
  "secrets?",
  "token",
  "credentials?",
  "(?:api|private|access|secret)[-_]?key",
];
/** A key that is such a word, or ends in one: `ftp-password`, `api_key`. */
const SECRET_KEY = new RegExp(`(?:^|[-_])(?:${SECRET_WORDS.join("|")})$`, "i");

const SECRET_VALUES = [
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-)[A-Za-z0-9_-]{10,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\./,
];
/** In a layout these may be words of a letter, or part of a link. */
const SECRET_PAIR = /\b(?:password|passwd|pwd|secret|token|api[-_]?key)\s*[=:]\s*\S/i;

const MESSAGE =
  "This looks like a secret, which has no place in configuration; remove it, and change it where " +
  "it was used.";
const HINT =
  "Nightpress needs no secrets. Those of other programs belong in the environment, or in a " +
  "file of the operator that is not under version control.";

/** Whether a key is named like one that holds a secret. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key);
}

export function reportSecret(source: YamlSource, path: Path, at: "key" | "value"): void {
  source.report("secret", path, MESSAGE, { at, hint: HINT });
}

/** Reports every text of the file that looks like a secret. Keys are the schemas' business. */
export function reportSecretValues(source: YamlSource): void {
  visit(source, [], source.value);
}

function visit(source: YamlSource, path: Path, value: unknown): void {
  if (typeof value === "string") {
    const isPair = source.area !== "layout" && SECRET_PAIR.test(value);
    if (isPair || SECRET_VALUES.some((pattern) => pattern.test(value)))
      reportSecret(source, path, "value");
  } else if (value !== null && typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(key) : key;
      visit(source, [...path, step], inner);
    }
  }
}
