// The import wizard, as a person sees it: one function for each step.

import { expect, type Page } from "@playwright/test";

export interface Sent {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export async function send(page: Page, file: Sent) {
  await page.goto("/imports/nouveau");
  await expect(page.getByRole("heading", { level: 1, name: "Nouvel import" })).toBeVisible();
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(page.getByText(file.name, { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Envoyer et lire le fichier" }).click();
}

/** What a column means, chosen on its line. */
export async function mean(page: Page, heading: string, field: RegExp) {
  const line = page.getByRole("group", { name: heading }).or(page.getByRole("listitem").filter({ hasText: heading })).first();
  const choice = line.getByLabel("Sens de la colonne");
  const options = await choice.locator("option").allTextContents();
  await choice.selectOption({ label: options.find((one) => field.test(one))! });
}

/** What a code means. */
export async function answer(page: Page, local: string, national: RegExp) {
  const line = page.getByRole("group", { name: local }).or(page.getByRole("row").filter({ hasText: local }))
    .or(page.getByRole("listitem").filter({ hasText: local })).first();
  const choice = line.getByLabel("Sens national");
  const options = await choice.locator("option").allTextContents();
  await choice.selectOption({ label: options.find((one) => national.test(one))! });
}
