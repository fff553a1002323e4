// The client of Studio: `new StudioClient({ url, key })`, and every operation of the API by its name.

import type { operations } from "./api.js";
import { ApiError, ConnectionLost, JobFailed } from "./errors.js";
import { type StudioEvent, readEvents } from "./events.js";
import { OPERATIONS, type OperationName } from "./operations.js";

export type { operations, paths, components } from "./api.js";
export { ApiError, ConnectionLost, JobFailed, SignatureInvalid, StudioError } from "./errors.js";
export { StudioEvent } from "./events.js";
export type { OperationName } from "./operations.js";
export { TOLERANCE_S, verify } from "./webhooks.js";

type Given<T> = T extends Record<string, unknown> ? T : Record<string, never>;
type Part<O, K extends string> = O extends { parameters: Record<K, infer P> } ? P : undefined;
type Optional<O, K extends string> = O extends { parameters: { [key in K]?: infer P } } ? P : undefined;
type Body<O> = O extends { requestBody: { content: infer C } }
  ? C[keyof C]
  : O extends { requestBody?: { content: infer C } }
    ? C[keyof C] | undefined
    : undefined;
type Ok<O> = O extends { responses: { 200: { content: infer C } } } ? C[keyof C] : unknown;
type Field<K extends string, T> = undefined extends T ? { [key in K]?: Exclude<T, undefined> } : { [key in K]: T };

/** What an operation takes: `path`, `query` and `body`, each as the API has it. */
export type Arguments<N extends OperationName> = Field<"path", Part<operations[N], "path">> &
  Field<"query", Optional<operations[N], "query"> | undefined> &
  Field<"body", Body<operations[N]>> & { idempotencyKey?: string; signal?: AbortSignal };

/** What an operation answers with. */
export type Answer<N extends OperationName> = Ok<operations[N]>;

export interface Options {
  url: string;
  key: string;
  /** How often a request is sent again; 4 by default. */
  retries?: number;
  /** The most seconds that a limit is waited for; 60 by default. */
  longestWaitS?: number;
  /** Wanted by the external family. */
  organizationId?: string;
  fetch?: typeof fetch;
  sleep?: (seconds: number) => Promise<void>;
}

/** How far a job is. `fraction` is 0 to 1, undefined where the studio does not say. */
export interface Progress {
  status: string;
  stage: string;
  fraction: number | undefined;
}

// What the server could not do now but may do in a moment.
const PASSING = [429, 502, 503, 504];
const SAFE = ["GET", "HEAD", "PUT", "DELETE"];
const DONE = ["READY", "completed"];
const FAILED = ["FAILED", "CANCELED", "failed", "canceled", "REJECTED", "SUPERSEDED"];

export class StudioClient {
  readonly url: string;
  readonly #options: Required<Omit<Options, "url">>;

  constructor(options: Options) {
    this.url = options.url.replace(/\/+$/, "");
    this.#options = {
      key: options.key,
      retries: options.retries ?? 4,
      longestWaitS: options.longestWaitS ?? 60,
      organizationId: options.organizationId ?? "",
      fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
      sleep: options.sleep ?? ((seconds) => new Promise((done) => setTimeout(done, seconds * 1000))),
    };
  }

  /** Call an operation by its name: `studio.call("createProject", { body: { name: "Harbour" } })`. */
  async call<N extends OperationName>(name: N, given: Arguments<N>): Promise<Answer<N>> {
    const answer = await this.#send(name, given as Loose);
    const isJson = (answer.headers.get("content-type") ?? "").includes("json");
    return (isJson ? await answer.json() : await answer.text()) as Answer<N>;
  }

  /** Call an operation that answers with a file. */
  async download<N extends OperationName>(name: N, given: Arguments<N>): Promise<Blob> {
    return (await this.#send(name, given as Loose)).blob();
  }

  /** The events of an operation that streams. One that is read (GET) goes on after the last when the line breaks. */
  async *events<N extends OperationName>(name: N, given: Arguments<N>): AsyncGenerator<StudioEvent> {
    const [method] = OPERATIONS[name];
    const loose = given as Loose;
    let [last, failures] = ["", 0];
    for (;;) {
      try {
        const headers = { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": last } : {}) };
        const answer = await this.#fetch(name, loose, headers);
        if (!answer.ok) throw await ApiError.of(answer);
        for await (const event of readEvents(answer.body as ReadableStream<Uint8Array>)) {
          last = event.id || last;
          failures = 0;
          yield event;
        }
        return;
      } catch (error) {
        if (error instanceof ApiError || loose.signal?.aborted) throw error;
        failures += 1;
        if (method !== "GET" || failures > this.#options.retries) throw lost(name, error, true);
        await this.#options.sleep(pause(failures));
      }
    }
  }

  /** Every item of a list, page by page as they are wanted. */
  async *iterate<N extends OperationName>(name: N, given: Arguments<N>): AsyncGenerator<Record<string, unknown>> {
    let cursor: string | undefined;
    for (;;) {
      const query = { ...(given as Loose).query, ...(cursor ? { cursor } : {}) };
      const answer = (await this.call(name, { ...given, query } as Arguments<N>)) as Record<string, unknown>;
      const inner = answer["data"];
      const told = isRecord(inner) ? inner : answer;
      yield* (Object.values(told).find(Array.isArray) ?? []) as Record<string, unknown>[];
      cursor = (told["nextCursor"] ?? told["next_cursor"] ?? undefined) as string | undefined;
      if (!cursor) return;
    }
  }

  /**
   * Read a job by an operation until it has ended: `studio.wait("getJob", { path: { job_id } })`. A workflow that waits
   * for its review has ended too. Whoever stops waiting cancels nothing.
   * @throws JobFailed
   */
  async wait<N extends OperationName>(
    name: N,
    given: Arguments<N>,
    onProgress: (progress: Progress) => void = () => undefined,
  ): Promise<Record<string, unknown>> {
    let pauseS = 0.25;
    let told = "";
    for (;;) {
      const job = jobOf((await this.call(name, given)) as Record<string, unknown>);
      const progress = progressOf(job);
      if (JSON.stringify(progress) !== told) onProgress(progress);
      told = JSON.stringify(progress);
      if (DONE.includes(progress.status) || progress.status === "suspended") return job;
      if (FAILED.includes(progress.status)) throw new JobFailed(why(job), job);
      (given as Loose).signal?.throwIfAborted();
      await this.#options.sleep(pauseS);
      pauseS = Math.min(3, pauseS * 1.4);
    }
  }

  async #send(name: OperationName, given: Loose): Promise<Response> {
    const [method, , idempotency] = OPERATIONS[name];
    const hasKey = idempotency !== "none";
    const mayRepeat = hasKey || SAFE.includes(method);
    // The same key over all tries, so that nothing is done twice.
    const headers = hasKey ? { "Idempotency-Key": given.idempotencyKey ?? crypto.randomUUID() } : {};
    for (let attempt = 0; ; attempt += 1) {
      const isLast = attempt >= this.#options.retries;
      let answer: Response;
      try {
        answer = await this.#fetch(name, given, headers);
      } catch (error) {
        if (given.signal?.aborted) throw error;
        if (isLast || !mayRepeat) throw lost(name, error, mayRepeat);
        await this.#options.sleep(pause(attempt));
        continue;
      }
      if (answer.ok) return answer;
      const refusal = await ApiError.of(answer);
      const waitS = this.#waitFor(refusal, attempt);
      // A limit refuses before anything is done, so that any request may be sent again.
      if (waitS === undefined || isLast || (refusal.status !== 429 && !mayRepeat)) throw refusal;
      await this.#options.sleep(waitS);
    }
  }

  #waitFor(refusal: ApiError, attempt: number): number | undefined {
    const isPassing = PASSING.includes(refusal.status) || (refusal.status === 409 && refusal.isSafeToRetry);
    const waitS = refusal.retryAfterS === undefined ? pause(attempt) : refusal.retryAfterS + Math.random() * 0.2;
    return isPassing && waitS <= this.#options.longestWaitS ? waitS : undefined;
  }

  #fetch(name: OperationName, given: Loose, headers: Record<string, string>): Promise<Response> {
    const [method, path] = OPERATIONS[name];
    const address = new URL(
      this.url + path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(given.path?.[key] ?? ""))),
    );
    for (const [key, value] of Object.entries(given.query ?? {})) {
      if (value !== undefined) address.searchParams.set(key, String(value));
    }
    const isForm = given.body instanceof FormData;
    const sent: RequestInit = {
      method,
      headers: {
        ...(this.#options.key ? { Authorization: `Bearer ${this.#options.key}` } : {}),
        ...(this.#options.organizationId ? { "X-External-Org-Id": this.#options.organizationId } : {}),
        ...(given.body !== undefined && !isForm ? { "Content-Type": "application/json" } : {}),
        ...headers,
      },
      ...(given.body !== undefined ? { body: isForm ? (given.body as FormData) : JSON.stringify(given.body) } : {}),
      ...(given.signal ? { signal: given.signal } : {}),
    };
    return this.#options.fetch(address, sent);
  }
}

interface Loose {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

function lost(name: string, error: unknown, isSafe: boolean): ConnectionLost {
  return new ConnectionLost(`${name}: ${error instanceof Error ? error.message : String(error)}`, isSafe);
}

/** Full jitter: many clients that failed together do not come back together. */
function pause(attempt: number): number {
  return 0.1 + Math.random() * (Math.min(8, 0.5 * 2 ** attempt) - 0.1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A job in an answer: under its name, under `data`, or the answer itself. */
function jobOf(answer: Record<string, unknown>): Record<string, unknown> {
  return [answer["job"], answer["plan"], answer["source"], answer["data"]].find(isRecord) ?? answer;
}

function progressOf(job: Record<string, unknown>): Progress {
  const told = isRecord(job["progress"]) ? job["progress"] : { fraction: job["progress"] };
  const value = told["fraction"];
  const stage = told["stage"] ?? job["stage"] ?? job["step"] ?? told["message"] ?? job["message"] ?? "";
  // The workflows family tells whole percents.
  const fraction = typeof value === "number" ? ("step" in job ? value / 100 : value) : undefined;
  return { status: String(job["status"] ?? ""), stage: String(stage ?? ""), fraction };
}

function why(job: Record<string, unknown>): string {
  const error = job["error"];
  const told = isRecord(error) ? error["message"] : error;
  return String(told || job["failureMessage"] || `The job is ${String(job["status"])}.`);
}
