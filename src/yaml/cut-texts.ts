import { isMap, isScalar, isSeq, type Scalar } from "yaml";

type Path = readonly (string | number)[];

/** See `YamlSource.cutTexts`. */
export function cutTextsIn(node: unknown, path: Path = []): { path: Path; comment: string }[] {
  if (isScalar(node)) return isCut(node) ? [{ path, comment: node.comment ?? "" }] : [];
  if (isSeq(node)) return node.items.flatMap((item, index) => cutTextsIn(item, [...path, index]));
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : "";
    return cutTextsIn(value, [...path, name]);
  });
}

function isCut({ type, comment, value }: Scalar): boolean {
  const isPlain = type === "PLAIN" || value === null;
  return isPlain && /^[^\s#!-]/.test(comment ?? "");
}
