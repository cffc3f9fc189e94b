// Builds newsroom/static/newsroom/composer.js, or the path it is given; the licences of what is inside stand on its top.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? join(here, "../../src/dateline/newsroom/static/newsroom/composer.js"));

const packagesIn = (metafile) => {
  const found = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(input);
    if (match) found.add(match[1]);
  }
  return [...found].sort();
};

const about = async (name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? (await readFile(join(folder, file), "utf8")).trim() : `(no text in the package; ${license})`;
  return { name, version, license, text };
};

const options = {
  absWorkingDir: here,
  entryPoints: ["rich-text.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  legalComments: "none",
  metafile: true,
  write: false,
};
const { metafile } = await build(options);
const packages = await Promise.all(packagesIn(metafile).map(about));
const others = packages.filter(({ license }) => license !== "MIT");
if (others.length) throw new Error(`not MIT: ${others.map(({ name }) => name)}`);
// Tells, without Node, whether the built file is that of these sources.
const sources = createHash("sha256");
for (const file of ["build.mjs", "package-lock.json", "rich-text.js"]) sources.update(await readFile(join(here, file)));
// One text once, however many packages share it.
const byText = new Map();
for (const { name, version, text } of packages) byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
const licences = [...byText].map(([text, owners]) => `${owners.join(", ")}:\n\n${text.replaceAll("*/", "* /")}\n`);
const banner = `/*! Dateline's <rich-text>, built from tools/composer, sources sha256 ${sources.digest("hex")}. Inside it:

${licences.join("\n")}*/`;
const { outputFiles } = await build({ ...options, banner: { js: banner } });
await writeFile(target, outputFiles[0].contents);
console.log(`${target}: ${outputFiles[0].contents.length} bytes, ${packages.length} packages`);
