/**
 * A person's name as it is compared: however it was typed, in whatever case, width and with
 * whatever blanks, it is the same person's.
 */
export function foldedName(name: string): string {
  const plain = name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
  return plain.trim().replaceAll(/\s+/gu, " ");
}
