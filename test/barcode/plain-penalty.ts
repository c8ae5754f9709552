/** The penalty of a QR code (ISO/IEC 18004, 7.8.3), module by module, of rows of "0" and "1". */
export function plainPenalty(rows: readonly string[]): number {
  const columns = rows.map((_, x) => rows.map((row) => row[x]).join(""));
  const lines = [...rows, ...columns];
  const runs = lines.flatMap((line) => line.match(/1+|0+/g) ?? []);
  const long = runs.filter((run) => run.length >= 5);
  const ofRuns = long.reduce((sum, run) => sum + run.length - 2, 0);
  const dark = rows.join("").replaceAll("0", "").length;
  const deviation = Math.abs((dark * 100) / rows.length ** 2 - 50) / 5;
  const ofBalance = Math.max(0, Math.ceil(deviation) - 1) * 10;
  return (
    ofRuns +
    3 * squares(rows) +
    40 * lines.reduce((sum, line) => sum + finders(line), 0) +
    ofBalance
  );
}

function squares(rows: readonly string[]): number {
  let found = 0;
  for (let y = 1; y < rows.length; y += 1)
    for (let x = 1; x < rows.length; x += 1) {
      const four = `${rows[y - 1]?.slice(x - 1, x + 1)}${rows[y]?.slice(x - 1, x + 1)}`;
      if (four === "0000" || four === "1111") found += 1;
    }
  return found;
}

/** What looks like a finder pattern, with four light modules before or behind it. */
function finders(line: string): number {
  const wide = `0000${line}0000`;
  let found = 0;
  for (let at = 4; at + 7 <= wide.length - 4; at += 1) {
    if (wide.slice(at, at + 7) !== "1011101") continue;
    if (wide.slice(at - 4, at) === "0000") found += 1;
    if (wide.slice(at + 7, at + 11) === "0000") found += 1;
  }
  return found;
}
