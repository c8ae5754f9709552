/** Characters that no POSIX shell gives a meaning of its own. */
const PLAIN = /^[\w%+,./:=@-]+$/u;

/**
 * A text as one word of a command that people paste into a shell: in single quotes unless each of
 * its characters is plain, so that a path with blanks stays one argument.
 */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
