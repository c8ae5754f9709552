import { projectFolder, readDocument } from "./documents.ts";

/** The layout that has an example of every kind of block, and the page that shows them. */
export const SAMPLES = "layouts/block-samples";
export const BLOCKS_PAGE = "layouts/BLOCKS.md";
export const PICTURES = "layouts/pictures/blocks";

export interface BlockExample {
  readonly name: string;
  /** What it shows, for its heading. */
  readonly caption: string;
  /** The blocks as they stand in the layout, without its indent. */
  readonly source: string;
}

const BEGIN = /^ {2}# == ([\w-]+): (.*)\n/m;

/** The examples of the layout, and what stands before them: its data, styles and paper. */
export function blockExamples(): { readonly head: string; readonly examples: BlockExample[] } {
  const [head = "", ...parts] = readDocument(`${SAMPLES}/layout.yaml`).split(BEGIN);
  const examples: BlockExample[] = [];
  for (let at = 0; at < parts.length; at += 3) {
    const [name = "", caption = "", blocks = ""] = parts.slice(at, at + 3);
    const source = blocks.trimEnd().replaceAll(/^ {2}/gm, "");
    examples.push({ name, caption, source });
  }
  return { head, examples };
}

/** A layout with the blocks of one example alone. */
export function layoutOf(head: string, { source }: BlockExample): string {
  return `${head}${source.replaceAll(/^/gm, "  ")}\n`;
}

export function sampleRecord(): unknown {
  return JSON.parse(readDocument(`${SAMPLES}/samples/record.json`));
}

/** The page: each example's picture, and its source. */
export function blocksPage(examples: readonly BlockExample[]): string {
  const parts = examples.map(({ name, caption, source }) => {
    const heading = `## ${name.split("-")[0]}: ${caption}`;
    const picture = `![${name}: ${caption}](pictures/blocks/${name}.png)`;
    return `${heading}\n\n${picture}\n\n<!-- prettier-ignore -->\n\`\`\`yaml\n${source}\n\`\`\`\n`;
  });
  return `${INTRODUCTION}\n${parts.join("\n")}`;
}

const INTRODUCTION = `# Every block, and what it looks like

Made by \`npm run pictures\` from [block-samples](block-samples/layout.yaml), whose data, colours and
styles the examples have. What each key does: [README.md](README.md#blocks).
`;

export const samplesFolder = `${projectFolder}/${SAMPLES}`;
