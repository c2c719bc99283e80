// A session that ends while a page is in view leads to sign in, whatever the page.

import { expect, test } from "./support/journey.ts";
import { go, settled, signIn } from "./support/people.ts";
import { accessToken } from "./support/routes.ts";

for (const [profile, path] of [["hospital_reader", "/"], ["hospital_manager", "/postes"], ["ars_approver", "/tours"]] as const) {
  test(`a session of ${profile} that ends on ${path} leads to sign in`, async ({ page, server }) => {
    await signIn(page, profile);
    await go(page, path);
    await settled(page);
    // From another device of the same person: every other session ends, and with it the stream of this page.
    const token = await accessToken(server, profile);
    const left = await fetch(`${server.base}/api/v1/session/others`, { method: "DELETE", headers: { Authorization: `Bearer ${token}` } });
    expect(left.status).toBe(204);
    await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible({ timeout: 40_000 });
  });
}
