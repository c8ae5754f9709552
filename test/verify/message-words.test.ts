import { expect, test } from "vitest";
import { emailWords } from "../../src/verify/message-words.ts";

const wordsOf = (type: string, body: string): string[] =>
  emailWords(Buffer.from(`Content-Type: ${type}\r\n\r\n${body}`));

test("characters of HTML are read, and what is none is a sign of its own", () => {
  const html = "<p>A&#66;&#x43;&amp;&nbsp;&#9999999;&#xffffff;</p>";
  expect(wordsOf("text/html", html)).toEqual(["ABC&\ufffd\ufffd"]);
});

test("of plain text, targets of links and numbers of pages are no words", () => {
  expect(wordsOf("text/plain", "One <https://bank.example/a>\r\n   1\r\n\f two")).toEqual([
    "Onetwo",
  ]);
});
