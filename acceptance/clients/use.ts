// What a program does with the client, checked by the compiler and run against a studio.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { ApiError, ConnectionLost, SignatureInvalid, StudioClient, verify } from "studio-sdk";

const url = process.env["STUDIO_URL"] ?? "";
const studio = new StudioClient({ url, key: process.env["STUDIO_API_KEY"] ?? "" });

const { project } = await studio.call("createProject", { body: { name: "From TypeScript" } });
const id: string = project.id;
const body = { type: "text", content: "Seven wells went dry in Aldermere. The eighth, forty metres deep, has not." } as const;
const { source } = await studio.call("createSource", { path: { project_id: id }, body });
await studio.wait("getSource", { path: { project_id: id, source_id: source.id } });

const { plan } = await studio.call("createPlan", {
  path: { project_id: id },
  body: {
    target: { audience: "neighbours", objective: "explain", outcome: "come" },
    artifactRequests: [{ type: "table_read", mode: "documentary", durationSeconds: 10 }],
    sourceIds: [source.id],
    autoApprove: true,
  },
});
for (;;) {
  const now = await studio.call("getPlan", { path: { plan_id: plan.id } });
  if (now.plan.status === "APPROVED") break;
  assert.ok(["PENDING", "RUNNING"].includes(now.plan.status), now.plan.status);
  await new Promise((done) => setTimeout(done, 200));
}
const { job } = await studio.call("createJob", { body: { storyPlanId: plan.id } });
const seen: string[] = [];
for await (const event of studio.events("streamJobEvents", { path: { job_id: job.id } })) seen.push(event.name);
assert.equal(seen.at(-1), "succeeded");
const stages: string[] = [];
const done = await studio.wait("getJob", { path: { job_id: job.id } }, (progress) => stages.push(progress.status));
assert.equal(done["status"], "READY");

const names: unknown[] = [];
for await (const row of studio.iterate("listProjects", { query: { limit: 1 } })) names.push(row["name"]);
assert.ok(names.includes("From TypeScript"));

await assert.rejects(studio.call("getProject", { path: { project_id: "proj_none" } }), (error: unknown) => {
  assert.ok(error instanceof ApiError);
  return error.code === "project_not_found" && !error.isSafeToRetry && error.requestId !== "";
});

// The same key over all tries; what may be done twice is not sent twice.
const keys: (string | null)[] = [];
const shaky = new StudioClient({
  url,
  key: process.env["STUDIO_API_KEY"] ?? "",
  sleep: async () => undefined,
  fetch: async (address, sent) => {
    keys.push(new Headers(sent?.headers).get("Idempotency-Key"));
    if (keys.length < 3) throw new TypeError("fetch failed");
    return fetch(address, sent);
  },
});
await shaky.call("createProject", { body: { name: "Shaky" } });
assert.equal(keys.length, 3);
assert.equal(new Set(keys).size, 1);
const away = new StudioClient({ url: "http://127.0.0.1:9", key: "sh_x", sleep: async () => undefined });
await assert.rejects(away.call("createWebhookEndpoint", { body: { url: "https://example.com" } }), (error: unknown) => {
  return error instanceof ConnectionLost && !error.isSafeToRetry;
});

const secret = Buffer.from("a secret of thirty-two bytes ...");
const stamp = String(Math.floor(Date.now() / 1000));
const text = '{"type":"video.ready"}';
const signature = createHmac("sha256", secret).update(`msg_1.${stamp}.${text}`).digest("base64");
const headers = { "webhook-id": "msg_1", "webhook-timestamp": stamp, "webhook-signature": `v1,b2xk v1,${signature}` };
const whole = `whsec_${secret.toString("base64")}`;
assert.deepEqual(await verify(whole, text, headers), { type: "video.ready" });
await assert.rejects(verify(whole, `${text} `, headers), SignatureInvalid);
await assert.rejects(verify(whole, text, headers, Date.now() / 1000 + 400), SignatureInvalid);

// @ts-expect-error - a body that the operation does not take is refused by the compiler
void (() => studio.call("createProject", { body: { nonsense: true } }));
// @ts-expect-error - there is no such operation
void (() => studio.call("deleteEverything", {}));
console.log("ok");
