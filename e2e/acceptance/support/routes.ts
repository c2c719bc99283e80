// Every page of the application, by its address; `web/src/routes.rs` is compared with this list, so that a page that
// nobody walks through is seen.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { HOSPITAL, email, PASSWORD, type Profile } from "./people.ts";
import type { Server } from "./journey.ts";

/** Addresses as the application declares them. */
export function declared(): string[] {
  const source = readFileSync(resolve(import.meta.dirname, "../../../web/src/routes.rs"), "utf8");
  return [...source.matchAll(/path!\("([^"]*)"\)/g)].map((one) => one[1]).filter((path) => path.startsWith("/"));
}

export interface Place {
  route: string;
  path: string;
  /** Whether the person may see what is there. */
  found: boolean;
}

/** A path for each declared address, on real things of the demonstration. */
export async function places(server: Server, profile: Profile): Promise<Place[]> {
  const token = await accessToken(server, profile);
  const ask = (list: string) => fetch(`${server.base}/api/v1${list}`, { headers: { Authorization: `Bearer ${token}` } });
  const first = async (list: string) => {
    const answer = await ask(list);
    return answer.ok ? ((await answer.json()).items[0]?.id as string | undefined) : undefined;
  };
  const unknown = "01936f4e-7c3a-7b5e-8a1d-2f6c9e0b4d11";
  const found: Place[] = [];
  for (const route of declared()) {
    if (route === "/connexion") continue;
    const noun = { postes: "posts", praticiens: "practitioners", structures: "structures", affectations: "affectations",
      imports: "imports", journal: "journal", utilisateurs: "users", etablissements: "establishments", demandes: "requests",
      tours: "tours" }[route.split("/")[1]];
    const of = route.startsWith("/structures") ? `&establishment=${HOSPITAL}` : "";
    const opened = noun ? (await ask(`/${noun}?limit=1${of}`)).ok : route !== "/*any";
    const id = route.includes(":") ? (noun && (await first(`/${noun}?limit=1${of}`))) : undefined;
    const seen = route.endsWith("/profil") && id ? (await ask(`/posts/${id}/profile`)).ok : opened;
    const path = route.replace(":finess", HOSPITAL).replace(/:\w+/, id ?? unknown).replace("/*any", "/nulle-part");
    found.push({ route, path, found: seen && (id !== undefined || !route.includes(":")) });
  }
  return found;
}

/** As a script signs in. */
export async function accessToken(server: Server, profile: Profile): Promise<string> {
  const answer = await fetch(`${server.base}/api/v1/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-LogimedH": "1", Origin: server.base },
    body: JSON.stringify({ email: email(profile), password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${profile}: ${answer.status}`);
  return (await answer.json()).access_token;
}

export { HOSPITAL };
