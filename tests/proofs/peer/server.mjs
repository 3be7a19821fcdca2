// oidc-provider set up to do what our bench asks, with as little beside it as it can:
//   node server.mjs PORT DATABASE-FILE CALLBACK SECRET
// Its sign-in page takes any name; a form sent with the header X-Signs-In pays for a password's
// hash as a real one would, and /hash pays for that alone, so that it can be subtracted.
import { generateKeyPairSync } from "node:crypto";

import argon2 from "argon2";
import Provider from "oidc-provider";

import { storeIn } from "./store.mjs";

const [port, file, callback, secret] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const api = "urn:peer:orders";

const client = (id) => ({
  client_id: id,
  client_secret: secret,
  redirect_uris: [callback],
  grant_types: ["authorization_code", "refresh_token", "client_credentials"],
  response_types: ["code"],
  token_endpoint_auth_method: "client_secret_basic",
  id_token_signed_response_alg: "ES256",
  scope: "openid offline_access orders.read orders.write",
});

const provider = new Provider(issuer, {
  adapter: storeIn(file),
  clients: [client("shop")],
  clientBasedCORS: () => false,
  conformIdTokenClaims: true,
  cookies: { keys: ["a key of the rival"] },
  enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      // Only who names the API gets a JWT for it; everything else is opaque.
      defaultResource: () => undefined,
      getResourceServerInfo: () => ({
        scope: "orders.read orders.write",
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: "ES256" } },
      }),
    },
    userinfo: { enabled: true },
  },
  findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  issueRefreshToken: () => true,
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "peer", use: "sig", alg: "ES256" }] },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  scopes: ["openid", "offline_access", "orders.read", "orders.write"],
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 86400, IdToken: 600, Interaction: 1800,
         RefreshToken: 86400, Session: 86400, ClientCredentials: 600 },
});

const password = "a plain sentence nobody guesses";
const kept = await argon2.hash(password, { memoryCost: 19456, timeCost: 2, parallelism: 1 });

provider.use(async (ctx, next) => {
  if (ctx.path === "/hash") ctx.body = { fits: await argon2.verify(kept, password) };
  else {
    if (ctx.get("x-signs-in")) await argon2.verify(kept, password);
    await next();
  }
});

provider.listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
