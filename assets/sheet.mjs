// A style sheet as a list of {head, body}: body is a list of [name, value] for declarations, of rules for @media and the
// like. Read from text, and written as short as it can be.

export function parse(css) {
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
      if (isGroup({ head })) {
        list.push({ head, body: rules() });
      } else {
        const end = text.indexOf("}", at);
        list.push({ head, body: declarations(text.slice(at, end)) });
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

// Whether the rule holds rules and no declarations.
export const isGroup = ({ head }) => /^@(media|supports|layer|container)/.test(head);

// Every rule with declarations, with the heads of the groups it stands in.
export function* blocks(rules, groups = []) {
  for (const rule of rules) {
    if (isGroup(rule)) yield* blocks(rule.body, [...groups, rule.head]);
    else yield { rule, groups };
  }
}

export const print = (rules) =>
  rules
    .map((rule) => {
      if (isGroup(rule)) {
        const inner = print(rule.body);
        return inner && `${rule.head}{${inner}}`;
      }
      const lines = rule.body.map(([name, value]) => `${name}:${short(value)}`);
      return lines.length ? `${rule.head.replace(/\s*([,>~])\s*/g, "$1")}{${lines.join(";")}}` : "";
    })
    .join("");

const short = (value) =>
  /["']/.test(value) ? value : value.replace(/\s*,\s*/g, ",").replace(/\(\s+/g, "(").replace(/\s+\)/g, ")").replaceAll("rgba(0,0,0,0)", "#0000");
