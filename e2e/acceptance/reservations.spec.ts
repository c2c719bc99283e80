// Time of a post kept for somebody to come: refused without room, kept, let go; seen by who may not reserve.

import { asManager } from "./support/imports.ts";
import { expect, opened, test } from "./support/journey.ts";
import { accessible, atEachWidth } from "./support/axe.ts";
import { go, settled, signIn } from "./support/people.ts";
import type { Page } from "@playwright/test";

test.setTimeout(180_000);

interface Post {
  id: string;
  number: string;
  occupation: { state: string };
}

const dialog = (page: Page) => page.getByRole("dialog");
const card = (page: Page) => page.locator("section", { has: page.getByRole("heading", { name: "Réservations" }) });

async function day(page: Page, label: string, text: string) {
  await dialog(page).getByLabel(label).fill(text);
  await dialog(page).getByLabel(label).press("Tab");
}

async function write(page: Page, time: string, from: string, last: string) {
  await dialog(page).getByLabel("Temps réservé").selectOption({ label: time });
  await day(page, "Premier jour", from);
  await day(page, "Dernier jour", last);
  await dialog(page).getByLabel("Motif").selectOption("RES_CONTRACTUEL");
}

test("time of a vacant post is kept for somebody, then let go", async ({ page, browser, server }) => {
  const call = await asManager(server);
  const posts: Post[] = (await call("GET", "/posts?include=occupation&limit=200")).said.items;
  const vacant = posts.find((one) => one.occupation.state === "vacant")!;
  const held = posts.find((one) => one.occupation.state === "occupied")!;
  await signIn(page, "hospital_manager");

  await test.step("a post that is held has no room", async () => {
    await go(page, `/postes/${held.id}`);
    await expect(card(page)).toContainText("Aucun temps de ce poste n’est réservé.");
    await page.getByRole("button", { name: "Réserver du temps" }).click();
    await dialog(page).getByRole("button", { name: "Réserver", exact: true }).click();
    await expect(dialog(page).getByLabel("Temps réservé")).toBeFocused();
    await accessible(page, "a reservation that lacks everything");
    await write(page, "10,0 demi-journées (100\u202f%)", "01/03/2027", "31/08/2027");
    await dialog(page).getByRole("button", { name: "Réserver", exact: true }).click();
    await expect(dialog(page).getByRole("alert")).toContainText("n’a pas la place");
    await atEachWidth(page, "a reservation without room");
    await page.setViewportSize({ width: 1280, height: 900 });
    await dialog(page).getByRole("button", { name: "Annuler" }).click();
  });

  await test.step("a vacant one keeps it, and says so", async () => {
    await go(page, `/postes/${vacant.id}`);
    await page.getByRole("button", { name: "Réserver du temps" }).click();
    await write(page, "5,0 demi-journées (50\u202f%)", "01/11/2026", "31/08/2027");
    await dialog(page).getByLabel("Chercher un praticien").fill("mar");
    await expect(dialog(page).getByLabel("Personne attendue").getByRole("option").nth(1)).toBeAttached();
    await dialog(page).getByLabel("Personne attendue").selectOption({ index: 1 });
    await dialog(page).getByRole("button", { name: "Réserver", exact: true }).click();
    await expect(card(page)).toContainText("Active");
    await expect(card(page)).toContainText("Recrutement d’un praticien contractuel");
    await expect(page.getByText("Vacant, réservé").first()).toBeVisible();
    await settled(page);
    await atEachWidth(page, "a post with a reservation");
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await test.step("who may not reserve reads it", async () => {
    const { page: reader, wrong, close } = await opened(browser, server);
    await signIn(reader, "hospital_reader");
    await go(reader, `/postes/${vacant.id}`);
    await expect(card(reader)).toContainText("Active");
    await expect(reader.getByRole("button", { name: "Réserver du temps" })).toHaveCount(0);
    await expect(card(reader).getByRole("button")).toHaveCount(0);
    await close();
    expect(wrong).toEqual([]);
  });

  await test.step("nobody has come yet; then it is let go", async () => {
    await card(page).getByRole("button", { name: "La personne est arrivée" }).click();
    await dialog(page).getByRole("button", { name: "La personne est arrivée" }).click();
    await expect(dialog(page).getByRole("alert")).toContainText("n’a pas d’affectation sur ce poste");
    await dialog(page).getByRole("button", { name: "Annuler" }).click();
    await card(page).getByRole("button", { name: "Terminer" }).click();
    await day(page, "Dernier jour réservé", "31/12/2026");
    await dialog(page).getByLabel("Pourquoi").fill("Désistement du candidat");
    await accessible(page, "the end of a reservation");
    await dialog(page).getByRole("button", { name: "Terminer" }).click();
    await expect(card(page)).toContainText("Terminée");
    await expect(card(page)).toContainText("Désistement du candidat");
  });
});
