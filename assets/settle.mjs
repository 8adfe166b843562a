// Settles the custom properties of a style sheet: those of the packages name each other in long chains, of which a page
// needs only the end. What has one value everywhere is written out; what nothing sets gives way to what stands behind
// the comma; what is left (colours by light and by dark, what a rule sets for what is in it) gets a short name.

import { blocks } from "./sheet.mjs";

const isOwn = (name) => name.startsWith("--");
const isRoot = ({ rule, groups }) => rule.head === ":root" && groups.length === 0;

// The longest value that is written out in more places than one.
const LONGEST_REPEATED = 24;

// The first var(…) of a value: what stands before it, its name, its fallback if it has one, and what stands behind it.
function firstVar(value) {
  const start = value.search(/\bvar\(/);
  if (start === -1) return null;
  let depth = 0;
  let comma = -1;
  for (let at = start + 3; at < value.length; at += 1) {
    if (value[at] === "(") depth += 1;
    if (value[at] === "," && depth === 1 && comma === -1) comma = at;
    if (value[at] === ")" && --depth === 0) {
      return {
        before: value.slice(0, start),
        name: value.slice(start + 4, comma === -1 ? at : comma).trim(),
        fallback: comma === -1 ? undefined : value.slice(comma + 1, at).trim(),
        after: value.slice(at + 1),
      };
    }
  }
  throw new Error(`a var() without end: ${value}`);
}

const namesIn = (value) => [...value.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name);

// What is known of each custom property: where it is set, and how often it is asked for.
function survey(rules) {
  const known = new Map();
  const of = (name) => known.get(name) ?? known.set(name, { root: undefined, elsewhere: 0, below: false, uses: 0 }).get(name);
  for (const block of blocks(rules)) {
    for (const [name, value] of block.rule.body) {
      for (const used of namesIn(value)) of(used).uses += 1;
      if (!isOwn(name)) continue;
      const property = of(name);
      if (isRoot(block)) {
        property.root = value;
      } else {
        property.elsewhere += value === "initial" ? 0 : 1;
        property.below ||= block.rule.head !== ":root" || value === "initial";
      }
    }
  }
  return known;
}

// The value with what is settled written out; null when it can never be valid.
function settleValue(value, known) {
  const found = firstVar(value);
  if (!found) return value;
  const { root, elsewhere, below, uses } = known.get(found.name);
  const fallback = found.fallback === undefined ? null : settleValue(found.fallback, known);
  let middle;
  if (root === undefined && elsewhere === 0) {
    middle = fallback;
  } else {
    const isConstant = root !== undefined && elsewhere === 0 && !below && namesIn(root).every((name) => known.get(name)?.below === false);
    const isShort = () => uses === 1 || root.length <= LONGEST_REPEATED || root.startsWith("var(");
    const isAlwaysSet = root !== undefined && !below;
    if (isConstant && isShort()) middle = root;
    else middle = fallback === null || isAlwaysSet ? `var(${found.name})` : `var(${found.name},${fallback})`;
  }
  const after = settleValue(found.after, known);
  return middle === null || after === null ? null : `${found.before}${middle}${after}`;
}

// Whatever is multiplied by nought is nought.
const withoutNought = (value) => value && value.replace(/calc\(\s*var\(\s*--[\w-]+\s*(,\s*[\d.]+)?\) \* 0(px)?\s*\)/g, "0");

function settleOnce(rules) {
  const known = survey(rules);
  let changed = false;
  for (const block of blocks(rules)) {
    const { rule } = block;
    rule.body = rule.body.flatMap(([name, value]) => {
      const settled = withoutNought(settleValue(value, known));
      changed ||= settled !== value;
      if (settled !== null) return [[name, settled]];
      // A property that cannot be valid is as if it were unset; a custom one at the root as if it were not there.
      if (isOwn(name)) return isRoot(block) ? [] : [[name, "initial"]];
      return [[name, "unset"]];
    });
    const last = new Map(rule.body.map(([name], place) => [name, place]));
    const kept = rule.body.filter(([name], place) => {
      if (!isOwn(name)) return true;
      return last.get(name) === place && (known.get(name)?.uses ?? 0) > 0;
    });
    changed ||= kept.length !== rule.body.length;
    rule.body = kept;
  }
  return changed;
}

function shorten(rules) {
  const known = survey(rules);
  const order = [...known].sort(([a, x], [b, y]) => y.uses - x.uses || (a < b ? -1 : 1)).map(([name]) => name);
  const names = new Map(order.map((name, place) => [name, `--${place.toString(36)}`]));
  const renamed = (text) => text.replace(/--[\w-]+/g, (name) => names.get(name) ?? name);
  for (const { rule } of blocks(rules)) {
    rule.body = rule.body.map(([name, value]) => [isOwn(name) ? renamed(name) : name, /var\(/.test(value) ? renamed(value) : value]);
  }
}

export function settle(rules) {
  while (settleOnce(rules));
  shorten(rules);
  return rules;
}
