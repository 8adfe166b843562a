// A sign-in service for the tests: oidc-provider, certified by the OpenID Foundation, on a free port of this machine.
//
//     node provider.mjs PACKAGES REDIRECT-URI
//
// It says its address on the first line. Who signs in next is told by posting the claims as JSON to /wie; whoever comes then is
// that person, without a page to fill in. Everything else is the work of the package.

import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [packages, redirect] = process.argv.slice(2);
const require = createRequire(join(packages, "node_modules", "package.json"));
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);

const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const people = new Map();
let next;

const provider = new Provider(issuer, {
  clients: [{ client_id: "register", client_secret: "geheim-van-het-register", redirect_uris: [redirect] }],
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["alleen voor de tests"] },
  conformIdTokenClaims: process.env.IN_ID_TOKEN !== "yes",
  interactions: { url: (_, interaction) => `/interactie/${interaction.uid}` },
  findAccount: (_, sub) => people.has(sub) && { accountId: sub, claims: () => ({ sub, ...people.get(sub) }) },
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

const handle = provider.callback();
server.on("request", async (request, response) => {
  if (request.url === "/wie") {
    let text = "";
    for await (const part of request) text += part;
    next = JSON.parse(text);
    people.set(next.sub, next.claims);
    response.end();
  } else if (request.url.startsWith("/interactie/")) {
    await provider.interactionFinished(request, response, { login: { accountId: next.sub, amr: next.amr } });
  } else {
    handle(request, response);
  }
});
console.log(issuer);
// Nobody reads on: what the package advises is meant for those who run it in earnest.
console.info = () => {};
// The tests close our input when they are done.
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
