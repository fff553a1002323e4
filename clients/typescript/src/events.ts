// Server-Sent Events, as the HTML standard has them.

/** `data` as it came; `json()` reads it. */
export class StudioEvent {
  constructor(
    readonly name: string,
    readonly data: string,
    readonly id: string,
  ) {}

  json(): unknown {
    return JSON.parse(this.data);
  }
}

/** The events of a body. One that was cut off before its blank line is dropped. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StudioEvent> {
  let [name, data, id] = ["message", [] as string[], ""];
  for await (const line of lines(body)) {
    if (line === "") {
      if (data.length > 0) yield new StudioEvent(name, data.join("\n"), id);
      [name, data] = ["message", []];
      continue;
    }
    const at = line.indexOf(":");
    const field = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "event") name = value;
    else if (field === "id") id = value;
  }
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop() ?? "";
      yield* parts;
    }
  } finally {
    // Whoever stops reading leaves no connection behind.
    await reader.cancel().catch(() => undefined);
  }
}
