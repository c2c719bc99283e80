// Accounts and their rights: what is given is chosen among what there is, and nobody is put out by one click.

import { expect, test } from "./support/journey.ts";
import { accessible } from "./support/axe.ts";
import { go, signIn } from "./support/people.ts";
import type { Page } from "@playwright/test";

const dialog = (page: Page) => page.getByRole("dialog");

async function creating(page: Page) {
  await go(page, "/utilisateurs");
  await page.getByRole("button", { name: "Créer un compte" }).first().click();
  await dialog(page).getByLabel("Profil").selectOption({ label: "Lecteur ARS" });
  return dialog(page).getByLabel("Région");
}

test("the region of an account is chosen by its name", async ({ page }) => {
  await signIn(page, "cng_admin");
  const region = await creating(page);
  await expect(region.locator("option").nth(15), "all the regions are there").toBeAttached();
  await dialog(page).getByRole("button", { name: "Créer un compte" }).click();
  await expect(region, "the code of the establishment in view is not that of a region").toHaveValue("");
  await expect(region).toHaveAttribute("aria-invalid", "true");
  await region.selectOption({ label: "Bretagne" });
  await dialog(page).getByLabel("Nom", { exact: true }).fill("Lectrice de Bretagne");
  await dialog(page).getByLabel("Adresse électronique").fill("lectrice.bretagne@demo.example");
  await dialog(page).getByLabel("Premier mot de passe").fill("un-premier-mot-2026");
  await dialog(page).getByLabel("Motif").fill("Nouvelle arrivée");
  await accessible(page, "an account of a region");
  await dialog(page).getByRole("button", { name: "Créer un compte" }).click();
  await expect(page.getByText("Le compte est créé.")).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "lectrice.bretagne@demo.example" });
  await expect(row.getByText("Bretagne", { exact: true })).toBeVisible();
});

test("who holds one region gives that one", async ({ page }) => {
  await signIn(page, "ars_approver");
  const region = await creating(page);
  await expect(region.locator("option")).toHaveCount(2);
  await expect(region, "one is no choice").not.toHaveValue("");
  await expect(region.locator("option:checked")).toHaveText("Auvergne-Rhône-Alpes");
});

test("an account is disabled once that is confirmed", async ({ page }) => {
  await signIn(page, "cng_admin");
  await go(page, "/utilisateurs");
  const row = page.getByRole("row").filter({ hasText: "auditor@demo.example" });
  await row.getByRole("button").click();
  await dialog(page).getByRole("button", { name: "Désactiver le compte" }).click();
  await test.step("is told what it does, and may go back", async () => {
    await expect(dialog(page).getByText(/^La personne est déconnectée aussitôt/)).toBeVisible();
    await expect(dialog(page).getByRole("heading", { level: 2 }), "the focus is where one reads").toBeFocused();
    await accessible(page, "disabling an account");
    await dialog(page).getByRole("button", { name: "Annuler" }).click();
    await expect(dialog(page).getByRole("button", { name: "Ajouter des droits" })).toBeVisible();
    await expect(row.getByText("Actif")).toBeVisible();
  });
  await dialog(page).getByRole("button", { name: "Désactiver le compte" }).click();
  await dialog(page).getByRole("button", { name: "Désactiver le compte" }).click();
  await expect(page.getByText("Le compte est désactivé.")).toBeVisible();
  await expect(row.getByText("Désactivé")).toBeVisible();
});
