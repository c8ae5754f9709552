/**
 * The candidate nearest to a misspelt name, as a hint, or undefined where none is near: at most a
 * third of its letters may differ (edit distance after Levenshtein).
 */
export function didYouMean(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best === undefined ? undefined : `did you mean ${best}?`;
}

function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const replaced = (above[column - 1] as number) + (isSame ? 0 : 1);
      const added = (current[column - 1] as number) + 1;
      current.push(Math.min(replaced, added, (above[column] as number) + 1));
    }
    above = current;
  }
  return above[b.length] as number;
}
