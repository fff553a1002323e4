// Verifying what the studio sends to an endpoint, by the rules of Standard Webhooks.

import { SignatureInvalid } from "./errors.js";

/** A message older or newer than this may be a recording that somebody plays again. */
export const TOLERANCE_S = 300;

type Headers_ = Headers | Record<string, string | string[] | undefined>;

/**
 * The event of a signed message; `body` has to be the text as it came.
 *
 * A message may arrive more than once: keep its `webhook-id` and do nothing the second time.
 * @throws SignatureInvalid
 */
export async function verify(
  secret: string,
  body: string,
  headers: Headers_,
  nowS = Date.now() / 1000,
): Promise<Record<string, unknown>> {
  const id = header(headers, "webhook-id");
  const stamp = header(headers, "webhook-timestamp");
  const given = header(headers, "webhook-signature");
  if (!id || !stamp || !given) throw new SignatureInvalid("The message carries no readable signature.");
  if (!(Math.abs(nowS - Number(stamp)) <= TOLERANCE_S)) {
    throw new SignatureInvalid("The message is more than five minutes off. Check this machine's clock.");
  }
  const key = await crypto.subtle.importKey(
    "raw",
    bytes(secret.replace(/^whsec_/, "")),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  const text = new TextEncoder().encode(`${id}.${stamp}.${body}`);
  // Several while a secret is being rotated. WebCrypto compares in constant time.
  for (const part of given.split(" ")) {
    const [version, value] = part.split(",", 2);
    if (version === "v1" && value && (await crypto.subtle.verify("HMAC", key, bytes(value), text))) {
      return JSON.parse(body) as Record<string, unknown>;
    }
  }
  throw new SignatureInvalid("The signature is of another secret or another body.");
}

function header(headers: Headers_, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return Array.isArray(found) ? found[0] : found;
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    throw new SignatureInvalid("The message carries no readable signature.");
  }
}
