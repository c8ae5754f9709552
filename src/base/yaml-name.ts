/**
 * Whether a file is named as configuration is. Of any other nothing is shown that stands in it: a
 * file of customers' data may have been given in its place.
 */
export function isYamlName(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}
