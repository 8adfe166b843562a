// Lints the description of the API with Spectral: its own rules for OpenAPI, and the NL API Design Rules 2.2 (Logius) in
// our words, some of them sharper. Usage: node design-rules.mjs PACKAGES < DOCUMENT; prints each fault on a line.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const require = createRequire(join(resolve(process.argv[2]), "package.json"));
const { Spectral } = require("@stoplight/spectral-core");
const { casing, pattern, schema, truthy } = require("@stoplight/spectral-functions");
const { oas } = require("@stoplight/spectral-rulesets");

const answered = "$.paths.*.*.responses[?(@property.match(/^[23]/))]";
const refused = "$.paths.*.*.responses[?(@property.match(/^[45]/))]";
const must = (given, then, message) => ({ given, then, message, severity: "error" });
const has = (required) => ({ function: schema, functionOptions: { schema: { type: "object", required } } });
const members = (names) => ({ allOf: names.map((name) => ({ contains: { const: name } })) });
const matches = (field, match) => ({ field, function: pattern, functionOptions: { match } });

const rules = {
  "core/doc-openapi": must("$", matches("openapi", "^3\\.1\\."), "the document is OpenAPI 3.1"),
  "core/doc-openapi-contact": must("$.info.contact", has(["name", "url", "email"]), "say whom to turn to"),
  "core/semver": must("$.info", matches("version", "^\\d+\\.\\d+\\.\\d+$"), "{{value}} is no semantic version"),
  "core/uri-version": must("$.servers[*]", matches("url", "/v\\d+$"), "{{value}} does not end on the major version"),
  "core/transport/tls": must("$.servers[*]", matches("url", "^https://"), "{{value}} is not secure"),
  "core/version-header": must(answered, { field: "headers.API-Version", function: truthy }, "{{path}} has no API-Version"),
  "core/publish-openapi": must("$.paths", has(["/openapi.json"]), "the document is no resource"),
  "core/no-trailing-slash": must("$.paths[*]~", { function: pattern, functionOptions: { notMatch: "/$" } }),
  "core/path-segments-kebab-case": must(
    "$.paths[*]~",
    { function: pattern, functionOptions: { match: "^(/openapi\\.json|(/([a-z]+(-[a-z]+)*|\\{[a-z][A-Za-z]*\\}))+)$" } },
    "{{value}} is not in kebab-case",
  ),
  "core/query-keys-camel-case": must(
    "$.paths.*.*.parameters[?(@.in === 'query')]",
    { field: "name", function: casing, functionOptions: { type: "camel" } },
  ),
  "attributes-camel-case": must(
    "$.components.schemas..properties[?(@property !== '_links')]~",
    { function: casing, functionOptions: { type: "camel" } },
  ),
  "core/http-methods": must("$.paths.*[*]~", { function: pattern, functionOptions: { match: "^(get|put|post)$" } }, "{{property}} is not taken"),
  "core/error-handling/problem-details": must(
    refused,
    has(["content"]),
    "{{path}} does not say what it answers",
  ),
  "core/error-handling/problem-members": must(
    `${refused}.content`,
    {
      function: schema,
      functionOptions: {
        schema: {
          required: ["application/problem+json"],
          properties: {
            "application/problem+json": {
              properties: {
                schema: { properties: { required: members(["status", "title", "detail"]) }, required: ["required"] },
              },
              required: ["schema"],
            },
          },
        },
      },
    },
  ),
  "core/error-handling/invalid-input": must("$.paths.*.*.responses", has(["400"]), "{{path}} takes any question"),
  "core/date-time/format": must(
    "$.components.schemas..properties[?(@property.match(/(Op|Van|Tot|TotEnMet|sinds|peildatum)$/))]",
    { field: "format", function: pattern, functionOptions: { match: "^date(-time)?$" } },
    "{{path}} is a day without its format",
  ),
  "doc-of-attributes": must("$.components.schemas..properties[*]", {
    function: schema,
    functionOptions: { schema: { anyOf: [{ required: ["description"] }, { required: ["$ref"] }, { required: ["oneOf"] }] } },
  }, "{{path}} is not described"),
  "doc-of-parameters": must("$.paths.*.*.parameters[*]", { field: "description", function: truthy }),
};

const spectral = new Spectral();
spectral.setRuleset({ extends: [[oas, "all"]], rules });
for await (const document of createInterface({ input: process.stdin })) {
  const faults = await spectral.run(document);
  const told = faults.map(({ code, message, path }) => `${code} at ${path.join("/")}: ${message}`);
  console.log(JSON.stringify(told));
}
