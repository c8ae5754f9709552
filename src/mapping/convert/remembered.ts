/** A file that is all wrong has few kinds of faults; beyond this many they are made anew. */
const ENTRIES_MAX = 256;

/** A function of a text that is not worked out again for the texts it has seen. */
export function remembered<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    if (known.size >= ENTRIES_MAX) known.clear();
    known.set(key, made);
    return made;
  };
}
