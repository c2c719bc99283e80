// A post in parts: divided by its manager, refused while the parts do not make it up, shown once in the staffing table, made whole.

import { asManager } from "./support/imports.ts";
import { expect, opened, test } from "./support/journey.ts";
import { accessible, atEachWidth } from "./support/axe.ts";
import { go, settled, signIn } from "./support/people.ts";
import type { Page } from "@playwright/test";

test.setTimeout(180_000);

interface Post {
  id: string;
  establishment: string;
  number: string;
  quotity: number;
  occupation: { state: string };
}

const dialog = (page: Page) => page.getByRole("dialog");
const card = (page: Page) => page.locator("section", { has: page.getByRole("heading", { name: "Parts du poste" }) });
const part = (page: Page, rank: number) => dialog(page).getByRole("group", { name: `Part ${rank}`, exact: true });
const half = (text: string) => new RegExp(`^${text} demi-journées`);

async function time(page: Page, rank: number, text: string) {
  const field = part(page, rank).getByLabel("Quotité");
  const label = await field.getByRole("option").filter({ hasText: half(text) }).first().textContent();
  await field.selectOption({ label: label! });
}

test("a post is divided between two services, then made whole", async ({ page, browser, server }) => {
  const call = await asManager(server);
  const posts: Post[] = (await call("GET", "/posts?include=occupation&limit=200")).said.items;
  const post = posts.find((one) => one.occupation.state === "occupied" && one.quotity === 10_000)!;
  await signIn(page, "hospital_manager");
  await go(page, `/postes/${post.id}`);

  await test.step("the parts must make up the post, and everybody has one", async () => {
    await page.getByRole("button", { name: "Décomposer" }).click();
    await expect(dialog(page)).toContainText("0,0 sur 10,0 ½ j");
    await expect(dialog(page).getByRole("group", { name: "Qui va sur quelle part" })).toBeVisible();
    await dialog(page).getByRole("button", { name: "Décomposer" }).click();
    await expect(part(page, 1).getByLabel("Quotité")).toBeFocused();
    await accessible(page, "a division that lacks everything");
    await time(page, 1, "5,0");
    await time(page, 2, "4,0");
    await part(page, 2).getByLabel("Structure").selectOption({ index: 3 });
    await dialog(page).getByLabel("Motif").fill("Temps partagé entre deux services");
    await expect(dialog(page)).toContainText("9,0 sur 10,0 ½ j");
    const people = dialog(page).getByRole("group", { name: "Qui va sur quelle part" }).getByRole("combobox");
    for (const one of await people.all()) await one.selectOption({ label: "Part 1" });
    await dialog(page).getByRole("button", { name: "Décomposer" }).click();
    await expect(dialog(page).getByRole("alert")).toContainText("Il manque 1,0 ½ j aux parts");
    await settled(page);
    await atEachWidth(page, "parts that do not make up their post");
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await test.step("a part is added and taken away, then the post is divided", async () => {
    await dialog(page).getByRole("button", { name: "Ajouter une part" }).click();
    await expect(part(page, 3)).toBeVisible();
    await dialog(page).getByRole("button", { name: "Retirer la part 3" }).click();
    await expect(part(page, 3)).toHaveCount(0);
    await time(page, 1, "10,0");
    await time(page, 2, "1,0");
    await expect(dialog(page)).toContainText("plus de 10 sur 10,0 ½ j");
    await time(page, 1, "9,0");
    await dialog(page).getByRole("button", { name: "Décomposer" }).click();
    // The holder has the whole time of the post: nine half-days are too few.
    await expect(dialog(page).getByRole("alert")).toContainText("dépasserait celui du poste");
    await dialog(page).getByRole("button", { name: "Annuler" }).click();
  });

  const made = await call("POST", "/posts", { establishment: post.establishment, kind: "PC", local_number: "L0900", quotity: 10_000,
    attached_to_establishment: true, effect: { valid_from: "2026-01-01" } },
    { "Idempotency-Key": crypto.randomUUID() });
  const vacant: Post = made.said;
  const reserve = page.getByRole("button", { name: "Réserver du temps" });
  await test.step("a vacant post is divided between two services", async () => {
    await go(page, `/postes/${vacant.id}`);
    await expect(reserve).toBeVisible();
    await page.getByRole("button", { name: "Décomposer" }).click();
    await time(page, 1, "6,0");
    await time(page, 2, "4,0");
    await part(page, 2).getByLabel("Structure").selectOption({ index: 3 });
    await dialog(page).getByLabel("Motif").fill("Temps partagé entre deux services");
    await dialog(page).getByRole("button", { name: "Décomposer" }).click();
    await expect(page.getByText("Poste décomposé.")).toBeVisible();
    await expect(card(page).getByRole("row")).toHaveCount(3);
    await expect(card(page)).toContainText(`${vacant.number}-B`);
    await expect(reserve, "time is reserved on the parts").toHaveCount(0);
    await settled(page);
    await atEachWidth(page, "a post in two parts");
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await test.step("a part names its post, and nothing is asked of SIGMED about it", async () => {
    await card(page).getByRole("link", { name: `${vacant.number}-A` }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(`${vacant.number}-A`);
    await expect(page.getByRole("link", { name: vacant.number, exact: true })).toBeVisible();
    await expect(reserve).toBeVisible();
    await expect(page.getByRole("button", { name: "Décomposer" })).toHaveCount(0);
    await expect(page.getByRole("link", { name: /fermeture|transformation/i })).toHaveCount(0);
  });

  await test.step("the staffing table counts the post once and shows its parts", async () => {
    await go(page, "/tableau-des-emplois");
    await page.getByRole("searchbox").first().fill(vacant.number);
    const table = page.getByRole("table");
    await expect(table).toContainText(`↳ ${vacant.number}-A (6,0 ½ j)`);
    await expect(table).toContainText("Poste décomposé");
  });

  await test.step("who may not change posts reads the parts", async () => {
    const { page: reader, wrong, close } = await opened(browser, server);
    await signIn(reader, "hospital_reader");
    await go(reader, `/postes/${vacant.id}`);
    await expect(card(reader).getByRole("row")).toHaveCount(3);
    await expect(card(reader).getByRole("button")).toHaveCount(0);
    await close();
    expect(wrong).toEqual([]);
  });

  await test.step("the post is made whole", async () => {
    await go(page, `/postes/${vacant.id}`);
    await card(page).getByRole("button", { name: "Recomposer" }).click();
    await dialog(page).getByLabel("Dernier jour des parts").fill("31/12/2027");
    await dialog(page).getByLabel("Dernier jour des parts").press("Tab");
    await dialog(page).getByLabel("Pourquoi").fill("Fin du partage");
    await dialog(page).getByRole("button", { name: "Recomposer" }).click();
    await expect(page.getByText("Poste recomposé.")).toBeVisible();
    await expect(card(page)).toBeVisible();
  });
});
