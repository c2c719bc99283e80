// The tree of structures in the hands of its manager: a service is made, moved, headed, taken in by another, closed.

import { expect, opened, test } from "./support/journey.ts";
import { accessible, atEachWidth } from "./support/axe.ts";
import { go, settled, signIn } from "./support/people.ts";
import type { Page } from "@playwright/test";

test.setTimeout(180_000);

const dialog = (page: Page) => page.getByRole("dialog");
const tree = (page: Page) => page.getByRole("tree", { name: "Arbre des structures" });
const line = (page: Page, label: string) => tree(page).getByRole("treeitem").filter({ hasText: label });
const panel = (page: Page, title: string) => page.locator("section", { has: page.getByRole("heading", { name: title, exact: true }) });

async function day(page: Page, label: string, text: string) {
  await dialog(page).getByLabel(label).fill(text);
  await dialog(page).getByLabel(label).press("Tab");
}

async function make(page: Page, number: string, label: string) {
  await page.getByRole("button", { name: "Nouvelle structure" }).click();
  await dialog(page).getByLabel("Nature").selectOption("SERVICE");
  await dialog(page).getByLabel("Numéro", { exact: true }).fill(number);
  await dialog(page).getByLabel("Libellé").fill(label);
  await dialog(page).getByLabel("Placée sous").selectOption({ index: 1 });
  await dialog(page).getByRole("button", { name: "Enregistrer" }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(panel(page, label)).toContainText(number);
}

test("structures are made, moved, headed, merged and closed", async ({ page, browser, server }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/structures");

  await test.step("a service is made under a pole", async () => {
    await page.getByRole("button", { name: "Nouvelle structure" }).click();
    await dialog(page).getByRole("button", { name: "Enregistrer" }).click();
    await expect(dialog(page).getByLabel("Nature")).toBeFocused();
    await accessible(page, "a structure that lacks everything");
    await dialog(page).getByRole("button", { name: "Annuler" }).click();
    await make(page, "901", "Médecine du sport");
    await make(page, "902", "Réadaptation");
    await settled(page);
    await atEachWidth(page, "a structure that was just made");
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await test.step("its number is that of no other, and it moves from a day on", async () => {
    await page.getByRole("button", { name: "Modifier ou déplacer" }).click();
    await dialog(page).getByLabel("Numéro", { exact: true }).fill("901");
    await dialog(page).getByRole("button", { name: "Enregistrer" }).click();
    await expect(dialog(page)).toContainText("déjà utilisé");
    await dialog(page).getByLabel("Numéro", { exact: true }).fill("902");
    await dialog(page).getByLabel("Placée sous").selectOption({ label: "L’établissement lui-même" });
    await dialog(page).getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByText("Structure modifiée.")).toBeVisible();
    await expect(panel(page, "Réadaptation")).not.toContainText("Rattachée à");
  });

  await test.step("somebody heads it, for as long as the law allows", async () => {
    await page.getByRole("button", { name: "Nommer" }).click();
    await expect(dialog(page).getByLabel("Fonction")).toHaveValue("CHEF_SERVICE");
    await dialog(page).getByLabel("Chercher un praticien").fill("mar");
    await expect(dialog(page).getByLabel("Praticien", { exact: true }).getByRole("option").nth(1)).toBeAttached();
    await dialog(page).getByLabel("Praticien", { exact: true }).selectOption({ index: 1 });
    await accessible(page, "somebody is about to be named head of a service");
    await dialog(page).getByRole("button", { name: "Nommer" }).click();
    await expect(panel(page, "Responsables")).toContainText("Chef de service");
    await page.getByRole("button", { name: "Nommer" }).click();
    await dialog(page).getByLabel("Chercher un praticien").fill("mar");
    await expect(dialog(page).getByLabel("Praticien", { exact: true }).getByRole("option").nth(1)).toBeAttached();
    await dialog(page).getByLabel("Praticien", { exact: true }).selectOption({ index: 1 });
    await dialog(page).getByRole("button", { name: "Nommer" }).click();
    await expect(dialog(page).getByRole("alert")).toContainText("déjà exercée");
    await dialog(page).getByRole("button", { name: "Annuler" }).click();
  });

  await test.step("who may not change structures sees them without a button", async () => {
    const { page: reader, wrong, close } = await opened(browser, server);
    await signIn(reader, "hospital_reader");
    await go(reader, new URL(page.url()).pathname + new URL(page.url()).search);
    await expect(panel(reader, "Responsables")).toContainText("Chef de service");
    await expect(reader.getByRole("button", { name: "Nouvelle structure" })).toHaveCount(0);
    await expect(reader.getByRole("button", { name: "Fusionner" })).toHaveCount(0);
    await expect(reader.getByRole("button", { name: "Nommer" })).toHaveCount(0);
    await close();
    expect(wrong).toEqual([]);
  });

  await test.step("another takes it in: what moves is counted before", async () => {
    await page.getByRole("button", { name: "Fusionner" }).click();
    const into = dialog(page).getByLabel("Structure qui l’absorbe");
    const other = await into.getByRole("option").filter({ hasText: "Médecine du sport" }).getAttribute("value");
    await into.selectOption(other);
    await day(page, "Premier jour de la structure fusionnée", "01/01/2030");
    await dialog(page).getByLabel("Pourquoi").fill("Regroupement");
    await dialog(page).getByRole("button", { name: "Voir ce qui change" }).click();
    await expect(dialog(page).getByRole("status")).toContainText("Un mandat se termine.");
    await atEachWidth(page, "a merger that was counted");
    await page.setViewportSize({ width: 1280, height: 900 });
    await dialog(page).getByRole("button", { name: "Fusionner" }).click();
    await expect(page.getByText("Structures fusionnées.")).toBeVisible();
    await expect(panel(page, "Médecine du sport")).toBeVisible();
  });

  await test.step("what is empty closes", async () => {
    await line(page, "Réadaptation").click();
    await expect(panel(page, "Réadaptation")).toContainText("31/12/2029");
    await line(page, "Médecine du sport").click();
    await page.locator("#contenu").getByRole("button", { name: "Fermer", exact: true }).click();
    await day(page, "Dernier jour", "31/12/2031");
    await dialog(page).getByLabel("Pourquoi").fill("Fin d’activité");
    await dialog(page).getByRole("button", { name: "Fermer", exact: true }).last().click();
    await expect(page.getByText("Structure fermée.")).toBeVisible();
    await expect(panel(page, "Médecine du sport")).toContainText("31/12/2031");
  });
});
