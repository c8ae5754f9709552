import { writeFileSync } from "node:fs";
import { format } from "prettier";
import { projectFolder, readDocument } from "./documents.ts";
import { withTables } from "./key-tables.ts";

/** `npm run docs`: writes the tables of keys in `src/job/README.md` anew from the schemas. */
const PAGE = "src/job/README.md";
const text = await format(withTables(readDocument(PAGE)), { parser: "markdown", printWidth: 100 });
writeFileSync(`${projectFolder}/${PAGE}`, text);
