// The last step of the build: what browsers get as it is, which the compiler does not know.
import { cpSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const page = fileURLToPath(new URL("./serve/preview/page", import.meta.url));
const built = fileURLToPath(new URL("../dist/src/serve/preview", import.meta.url));
const pdfjs = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

cpSync(page, `${built}/page`, {
  recursive: true,
  filter: (file) => !file.endsWith("tsconfig.json"),
});
for (const name of ["pdf.min.mjs", "pdf.worker.min.mjs"])
  cpSync(`${pdfjs}/legacy/build/${name}`, `${built}/pdfjs/${name}`);
cpSync(`${pdfjs}/LICENSE`, `${built}/pdfjs/LICENSE`);
