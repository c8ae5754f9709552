export interface Mistake {
  readonly name: string;
  readonly find: string;
  readonly write: string;
  readonly code: string;
  /** A stretch of the spoiled layout that the diagnostic points to the start of. */
  readonly at: string;
  /** How far into that stretch it points. */
  readonly plus?: number;
  readonly hint?: RegExp;
  readonly message?: RegExp;
}

/** Of how text is set. */
export const TYPE_MISTAKES: readonly Mistake[] = [
  {
    name: "a paragraph with no room at its indent",
    find: "  - heading: Your **statement**",
    write: "  - { heading: Your statement, indent: 30in }",
    code: "layout.bad-length",
    at: "30in }",
  },
  {
    name: "an unknown field in a list within a list",
    find: "  - heading: Your **statement**",
    write: '  - list: ["a", { text: "b", list: ["{acount.closing}"] }]',
    code: "layout.unknown-field",
    at: "acount.closing}",
    hint: /account/,
  },
  {
    name: "a list with no room for its text",
    find: "  - heading: Your **statement**",
    write: '  - { list: ["a"], indent: 20in }',
    code: "layout.bad-length",
    at: "20in }",
  },
  {
    name: "words in a style that there is not",
    find: "{customer.name}",
    write: "{customer.name}[2](style:bodi)",
    code: "layout.unknown-style",
    at: "bodi",
    hint: /did you mean `body`\?/,
  },
  {
    name: "letters spaced too far",
    find: "  body: {",
    write: "  odd: { size: 9pt, letter-spacing: 6pt }\n  body: {",
    code: "layout.bad-length",
    at: "6pt }",
  },
  {
    name: "a feature by a name of its own",
    find: "  body: {",
    write: "  odd: { size: 9pt, features: [smallcaps] }\n  body: {",
    code: "layout.wrong-value",
    at: "smallcaps",
  },
  {
    name: "hyphens of a language that has none",
    find: "  body: {",
    write: "  odd: { size: 9pt, hyphenate: ja }\n  body: {",
    code: "layout.no-hyphenation",
    at: "ja }",
    hint: /en-US/,
  },
  {
    name: "a limit of hyphens where there are none",
    find: "  body: {",
    write: "  odd: { size: 9pt, hyphens-in-a-row: 3 }\n  body: {",
    code: "layout.idle-key",
    at: "hyphens-in-a-row",
    message: /without `hyphenate`/,
  },
  {
    name: "words for a language that has no patterns",
    find: "styles:",
    write: "hyphenation: { tlh: [Qap-la] }\nstyles:",
    code: "layout.no-hyphenation",
    at: "tlh",
  },
  {
    name: "a divided word that is none",
    find: "styles:",
    write: "hyphenation: { en-US: [two words] }\nstyles:",
    code: "layout.wrong-value",
    at: "[two words]",
  },
];
