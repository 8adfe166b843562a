// Makes the style sheets of the pages and their companions, ready to be embedded: one for every page, and one that only
// the pages of those who are logged in need besides (assets/css/inside).
//
//     node assets/bundle.mjs PACKAGES OUT [THEME]
//
// PACKAGES is the folder with node_modules, OUT an empty folder, THEME the folder of the organisation (default: theme).
// Of the component packages only rules are kept whose classes occur in the templates, and of the design tokens only
// those that a kept rule needs. Every file gets the hash of its content in its name; what compresses well also gets a
// .br and a .gz beside it.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { settle } from "./settle.mjs";
import { blocks, isGroup, parse, print } from "./sheet.mjs";

const [packages, out, theme = "theme"] = process.argv.slice(2);
const modules = join(packages, "node_modules");
const read = (...parts) => readFileSync(join(...parts), "utf8");
const filesIn = (folder, extension) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => join(folder, name));

// States and attributes of fields that matter only where a template uses them.
const OF_FIELDS = /(?<=[[:])(?:disabled|read-only|pattern|inputmode)/gi;

function keepUsed(rules, used) {
  const isUsed = (selector) =>
    (selector.match(/\.[a-zA-Z][\w-]*/g) ?? []).every((name) => used.has(name.slice(1))) &&
    (selector.match(OF_FIELDS) ?? []).every((name) => used.has(name.toLowerCase()));
  return rules.flatMap((rule) => {
    const { head, body } = rule;
    if (isGroup(rule)) return [{ head, body: keepUsed(body, used) }];
    if (head.startsWith("@")) return [{ head, body }];
    const selectors = head.split(/,(?![^(]*\))/).filter(isUsed);
    return selectors.length ? [{ head: selectors.join(","), body }] : [];
  });
}

function store(name, content, compress) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const extension = extname(name);
  const hashed = `${basename(name, extension)}.${hash}${extension}`;
  writeFileSync(join(out, hashed), content);
  if (compress) {
    const parameters = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(join(out, `${hashed}.br`), brotliCompressSync(content, { params: parameters }));
    writeFileSync(join(out, `${hashed}.gz`), gzipSync(content, { level: 9 }));
  }
  return hashed;
}

function fonts() {
  const folder = join(modules, "@fontsource-variable/source-sans-3");
  return [...read(folder, "wght.css").matchAll(/@font-face\s*\{[\s\S]*?\}/g)]
    .map(([face]) => ({ face, file: face.match(/files\/([\w-]+\.woff2)/)[1] }))
    .filter(({ file }) => /-(latin|latin-ext|vietnamese)-wght-normal/.test(file))
    .map(({ face, file }) => face.replace(`./files/${file}`, store(file, readFileSync(join(folder, "files", file)))))
    .join("\n");
}

function components() {
  const names = Object.keys(JSON.parse(read("package.json")).dependencies).filter((name) => name.startsWith("@utrecht/"));
  const templates = filesIn("templates", ".hbs").map((file) => read(file)).join("\n");
  const used = new Set(templates.match(/[a-zA-Z][\w-]*/g));
  return keepUsed(parse(names.map((name) => read(modules, name, "dist/index.css")).join("\n")), used);
}

function themeSheets() {
  const companions = readdirSync(theme).filter((name) => /\.(woff2|svg|png)$/.test(name));
  let sheet = filesIn(theme, ".css").map((file) => read(file)).join("\n");
  for (const name of companions) {
    sheet = sheet.replaceAll(`url(${name})`, `url(${store(name, readFileSync(join(theme, name)), name.endsWith(".svg"))})`);
  }
  return sheet;
}

mkdirSync(out, { recursive: true });
const inside = new Set(filesIn("assets/css/inside", ".css"));
const [ofEveryone, ofInside] = [false, true].map((within) =>
  parse(filesIn("assets/css", ".css").filter((file) => inside.has(file) === within).map((file) => read(file)).join("\n")),
);
const own = [...parse(fonts()), ...ofEveryone, ...ofInside];
const ofTheme = parse(themeSheets());
const tokens = parse(read(modules, "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"));
const root = { head: ":root", body: tokens.slice(0, 1).flatMap(({ body }) => body) };
const rest = [];
for (const rule of ofTheme) {
  if (rule.head === ":root") root.body.push(...rule.body);
  else rest.push(rule);
}
const sheet = [root, ...rest, ...components(), ...own];
const set = new Set([...blocks(sheet)].flatMap(({ rule }) => rule.body.map(([name]) => name)));
const unknown = [...blocks([...ofTheme, ...own])]
  .flatMap(({ rule }) => rule.body.flatMap(([, value]) => [...value.matchAll(/var\(\s*(--[\w-]+)\s*\)/g)].map(([, name]) => name)))
  .filter((name) => !set.has(name));
if (unknown.length) throw new Error(`assets/css or the theme refers to tokens that do not exist: ${[...new Set(unknown)].join(", ")}`);
const notice = "/*! EUPL-1.2. With parts of Utrecht and NL Design System (EUPL-1.2): see NOTICES.md */";
settle(sheet);
store("stelselwacht.css", Buffer.from(`${notice}${print(sheet.filter((rule) => !ofInside.includes(rule)))}`), true);
store("inside.css", Buffer.from(`${notice}${print(ofInside)}`), true);
for (const name of ["favicon.svg", "search.js", "passkey.js"]) store(name, readFileSync(join("assets", name)), true);
