import { expect, test } from "vitest";
import { memberPath, textAtPath } from "../../src/intake/json/json-member.ts";

const at = (json: string, path: string): string | undefined =>
  textAtPath(Buffer.from(json), memberPath(path));

test("finds a text by the names on the way, whatever stands before it", () => {
  expect(at('{"a":[1,{"b":"x"}],"b":{"c" : "y"},"c":"z"}', "b.c")).toBe("y");
  expect(at('{"bc":"1","b":"2","bcd":"3"}', "b")).toBe("2");
  expect(at('{"größe":"1","name":"2"}', "größe")).toBe("1");
  expect(at('{"a":"\\u0041\\n"}', "a")).toBe("A\n");
});

test("knows a name that is written with escapes, and takes none for another", () => {
  expect(at('{"\\u0061b":"1"}', "ab")).toBe("1");
  expect(at('{"a\\"":"1","a":"2"}', "a")).toBe("2");
  expect(at('{"a\\\\":"1"}', "a\\")).toBe("1");
});

test("gives nothing where there is no text at the path", () => {
  for (const json of ['{"a":1}', '{"a":{"b":"x"}', '{"a":"x', "[]", "", '{"b":"x"}', '{"a" "x"}'])
    expect(at(json, "a")).toBeUndefined();
});
