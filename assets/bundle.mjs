// Makes the one style sheet of the pages and its companions, ready to be embedded:
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

const [packages, out, theme = "theme"] = process.argv.slice(2);
const modules = join(packages, "node_modules");
const read = (...parts) => readFileSync(join(...parts), "utf8");
const filesIn = (folder, extension) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => join(folder, name));

// A style sheet as a list of {head, body}: body is text for declarations, a list for nested rules (@media).
function parse(css) {
  const text = css.replace(/\/\*[\s\S]*?\*\//g, "");
  let at = 0;
  const rules = () => {
    const list = [];
    while (at < text.length) {
      const open = text.indexOf("{", at);
      const close = text.indexOf("}", at);
      if (open === -1 || (close !== -1 && close < open)) {
        at = close === -1 ? text.length : close + 1;
        return list;
      }
      const head = text.slice(at, open).replace(/@charset[^;]*;|@import[^;]*;/g, "").trim().replace(/\s+/g, " ");
      at = open + 1;
      if (/^@(media|supports|layer|container)/.test(head)) {
        list.push({ head, body: rules() });
      } else {
        const end = text.indexOf("}", at);
        list.push({ head, body: text.slice(at, end) });
        at = end + 1;
      }
    }
    return list;
  };
  return rules();
}

const declarations = (body) =>
  body
    .split(/;(?![^(]*\))/)
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter(Boolean)
    .map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    });

const print = (rules) =>
  rules
    .map(({ head, body }) => {
      if (Array.isArray(body)) {
        const inner = print(body);
        return inner && `${head}{${inner}}`;
      }
      const lines = declarations(body).map(([name, value]) => `${name}:${value}`);
      return lines.length ? `${head.replace(/\s*([,>~])\s*/g, "$1")}{${lines.join(";")}}` : "";
    })
    .join("");

function keepUsed(rules, used) {
  const isUsed = (selector) => (selector.match(/\.[a-zA-Z][\w-]*/g) ?? []).every((name) => used.has(name.slice(1)));
  return rules.flatMap(({ head, body }) => {
    if (Array.isArray(body)) return [{ head, body: keepUsed(body, used) }];
    if (head.startsWith("@")) return [{ head, body }];
    const selectors = head.split(/,(?![^(]*\))/).filter(isUsed);
    return selectors.length ? [{ head: selectors.join(","), body }] : [];
  });
}

// The tokens that the sheet refers to, and those that these refer to in turn.
function neededTokens(sheet, tokens) {
  const needed = new Map();
  const visit = (text) => {
    for (const [, name] of text.matchAll(/var\(\s*(--[\w-]+)/g)) {
      if (!needed.has(name) && tokens.has(name)) {
        needed.set(name, tokens.get(name));
        visit(tokens.get(name));
      }
    }
  };
  visit(sheet);
  return [...needed].map(([name, value]) => `${name}:${value}`).join(";");
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
const own = print(parse(fonts() + filesIn("assets/css", ".css").map((file) => read(file)).join("\n")));
const ofComponents = print(components());
const ofTheme = print(parse(themeSheets()));
const [{ body: allTokens }] = parse(read(modules, "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"));
const known = new Map(declarations(allTokens));
const set = new Set([...`${ofTheme}${ofComponents}${own}`.matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name));
const unknown = [...`${ofTheme}${own}`.matchAll(/var\(\s*(--[\w-]+)\s*\)/g)]
  .map(([, name]) => name)
  .filter((name) => !known.has(name) && !set.has(name));
if (unknown.length) throw new Error(`assets/css or the theme refers to tokens that do not exist: ${[...new Set(unknown)].join(", ")}`);
const tokens = neededTokens(ofComponents + ofTheme + own, known);
const notice = "/*! EUPL-1.2. With parts of Utrecht and NL Design System (EUPL-1.2): see NOTICES.md */";
store("stelselwacht.css", Buffer.from(`${notice}:root{${tokens}}${ofTheme}${ofComponents}${own}`), true);
store("favicon.svg", readFileSync("assets/favicon.svg"), true);
