// Imports as a script makes them: what a journey needs behind it before it begins.

import { readFileSync } from "node:fs";
import { NEXT } from "./files.ts";
import { HOSPITAL } from "./people.ts";
import { accessToken } from "./routes.ts";
import type { Server } from "./journey.ts";

/** The next extract of the demonstration with some words changed on every line. */
export function extract(...changes: [string, string][]): string {
  return changes.reduce((text, [from, to]) => text.replaceAll(from, to), readFileSync(NEXT, "utf8"));
}

/** A file for the page. */
export function sent(name: string, text: string) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(text) };
}

interface Import {
  id: string;
  state: string;
  working: boolean;
}

/** Calls the interface as the manager of the hospital. */
export async function asManager(server: Server) {
  const token = await accessToken(server, "hospital_manager");
  return async (method: string, path: string, body?: FormData | object, headers: Record<string, string> = {}) => {
    const json = body && !(body instanceof FormData);
    const answer = await fetch(`${server.base}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(json && { "Content-Type": "application/json" }), ...headers },
      body: json ? JSON.stringify(body) : (body as FormData | undefined),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(said)}`);
    return { said, etag: answer.headers.get("etag") ?? "" };
  };
}

/** Sends a file, waits for its plan, applies it; the id of the import. */
export async function applied(server: Server, name: string, text: string): Promise<string> {
  const call = await asManager(server);
  const form = new FormData();
  form.set("establishment", HOSPITAL);
  form.set("kind", "sirh");
  form.set("file", new Blob([text], { type: "text/csv" }), name);
  const made = (await call("POST", "/imports", form, { "Idempotency-Key": crypto.randomUUID() })).said as Import;
  const settled = async (wanted: RegExp) => {
    for (let look = 0; look < 300; look += 1) {
      const { said, etag } = await call("GET", `/imports/${made.id}`);
      if (!said.working) {
        if (!wanted.test(said.state)) throw new Error(`${name}: ${JSON.stringify(said)}`);
        return etag;
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`${name} is still worked on`);
  };
  const etag = await settled(/^(planned|awaiting_confirmation)$/);
  await call("POST", `/imports/${made.id}/apply`, { confirm: true }, { "If-Match": etag });
  await settled(/^applied$/);
  return made.id;
}
