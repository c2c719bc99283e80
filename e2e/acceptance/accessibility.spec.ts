// Every page × three profiles × three widths, full, empty, in error and with its dialogs: axe finds nothing, contrast
// included, and nothing scrolls sideways.

import { expect, test } from "./support/journey.ts";
import { accessible, atEachWidth } from "./support/axe.ts";
import { go, settled, signIn, type Profile } from "./support/people.ts";
import { declared, places } from "./support/routes.ts";

const PROFILES: Profile[] = ["hospital_manager", "ars_reader", "cng_admin"];

/** What a page says of a thing that is not there, and of one that the rights do not open. */
const ABSENT = "Ce que vous cherchez n’existe pas, n’existait pas à la date affichée, ou n’est pas dans votre périmètre.";
const CLOSED = "Cette page ne vous est pas ouverte";

test.describe.configure({ timeout: 300_000 });

test("sign in, as one finds it and refused", async ({ page }) => {
  await page.goto("/connexion");
  await settled(page);
  await atEachWidth(page, "sign in");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByText("Écrivez votre adresse électronique.")).toBeVisible();
  await atEachWidth(page, "sign in, fields missing");
  await page.getByLabel("Adresse électronique").fill("personne@demo.example");
  await page.getByLabel("Mot de passe", { exact: true }).fill("mauvais mot de passe");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await atEachWidth(page, "sign in, refused");
});

for (const profile of PROFILES) {
  test(`pages of ${profile}`, async ({ page, server }) => {
    await signIn(page, profile);
    for (const place of await places(server, profile)) {
      await test.step(place.path, async () => {
        await go(page, place.path);
        // Neither an address that leads nowhere nor a thing that is absent passes for the page that was meant.
        const lost = page.getByRole("heading", { level: 1, name: "Page introuvable" })
          .or(page.getByText(ABSENT)).or(page.getByText(CLOSED));
        if (place.found) await expect(lost, place.path).toHaveCount(0);
        else await expect(lost.first(), place.path).toBeVisible();
        await atEachWidth(page, `${profile} ${place.path}`);
      });
    }
  });

  test(`pages of ${profile} when the server fails`, async ({ page, server }) => {
    await signIn(page, profile);
    for (const place of await places(server, profile)) {
      await test.step(place.path, async () => {
        // Everything but the session is refused as an overloaded server does.
        await page.route(/\/api\/v1\/(?!session|me)/, (route) => route.fulfill({
          status: 429, contentType: "application/problem+json",
          body: JSON.stringify({ type: "#quota.exceeded", code: "quota.exceeded", status: 429, title: "Trop de demandes",
            detail: "Réessayez dans un instant.", request_id: "01936f4e-7c3a-7b5e-8a1d-2f6c9e0b4d11" }),
        }));
        await go(page, place.path);
        await accessible(page, `${profile} ${place.path} in error`);
        await page.unroute(/\/api\/v1\/(?!session|me)/);
      });
    }
  });

  test(`pages of ${profile} with nothing in them`, async ({ page, server }) => {
    await signIn(page, profile);
    const lists = /\/api\/v1\/(posts|structures|practitioners|affectations|imports|journal|users|establishments|sites)(\?|$)/;
    await page.route(lists, async (route) => {
      if (route.request().method() !== "GET") return route.continue();
      await route.fulfill({ contentType: "application/json", body: JSON.stringify({ items: [], next: null, limit: 50, total: 0 }) });
    });
    for (const place of await places(server, profile)) {
      await test.step(place.path, async () => {
        await go(page, place.path);
        await accessible(page, `${profile} ${place.path} empty`);
      });
    }
  });
}

test("a page that nobody walks through is seen", () => {
  // The list above comes from the routes of the application: this only guards against reading nothing.
  expect(declared().length).toBeGreaterThan(10);
});
