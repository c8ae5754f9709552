/**
 * Whether a file is named like configuration. Nothing in any other file is shown: a file of
 * customers' data may have been given in its place.
 */
export function isYamlName(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}
