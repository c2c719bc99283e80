// The pages that come in a file of their own: fetched once, waited for with patience, missed with words.

import { expect, opened, test } from "./support/journey.ts";
import { settled, signIn } from "./support/people.ts";

const FILE = /\/assets\/pages-[0-9a-f]{16}\.wasm$/;

test("home comes without the other pages, which are fetched once while one reads it", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => FILE.test(request.url()) && asked.push(request.url()));
  await page.goto("/connexion");
  await settled(page);
  expect(asked, "signing in needs none of them").toEqual([]);
  await signIn(page, "hospital_manager");
  await settled(page);
  await expect.poll(() => asked.length).toBe(1);
  await page.getByRole("link", { name: "Postes", exact: true }).first().click();
  await expect(page).toHaveURL(/\/postes/);
  await settled(page);
  await page.getByRole("link", { name: "Structures", exact: true }).first().click();
  await expect(page).toHaveURL(/\/structures/);
  await settled(page);
  expect(asked).toHaveLength(1);
});

test("requests come when one goes there, with what it shares, once", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => /\.wasm$/.test(request.url()) && asked.push(request.url()));
  await signIn(page, "hospital_manager");
  await settled(page);
  await expect.poll(() => asked.filter((url) => FILE.test(url)).length, "what one reads comes ahead").toBe(1);
  expect(asked.filter((url) => url.includes("/requests-"))).toEqual([]);
  await page.getByRole("link", { name: "Demandes", exact: true }).click();
  await settled(page);
  await expect(page.getByRole("heading", { level: 1, name: "Demandes" })).toBeFocused();
  await page.getByRole("link", { name: "Postes", exact: true }).first().click();
  await settled(page);
  await page.getByRole("link", { name: "Demandes", exact: true }).click();
  await settled(page);
  expect(asked.filter((url) => url.includes("/requests-"))).toHaveLength(1);
  expect(new Set(asked).size, "nothing is fetched twice").toBe(asked.length);
});

test("while the file comes the page says that it loads, then its title takes the focus", async ({ page }) => {
  let let_it_come = () => {};
  const wanted = new Promise<void>((resolve) => (let_it_come = resolve));
  await page.route(FILE, async (route) => {
    await wanted;
    await route.continue();
  });
  await signIn(page, "hospital_manager");
  await page.getByRole("link", { name: "Postes", exact: true }).first().click();
  await expect(page).toHaveURL(/\/postes/);
  await expect(page.getByRole("main").getByText("Chargement")).toBeAttached();
  let_it_come();
  const title = page.getByRole("heading", { level: 1, name: "Postes" });
  await expect(title).toBeFocused();
});

test("a file that cannot come is said, and loading again shows the page", async ({ browser, server }) => {
  const { page, wrong, close } = await opened(browser, server);
  let absent = true;
  await page.route(FILE, (route) => (absent ? route.fulfill({ status: 404, body: "" }) : route.continue()));
  await signIn(page, "hospital_manager");
  await page.getByRole("link", { name: "Postes", exact: true }).first().click();
  await expect(page.getByRole("alert").getByRole("heading", { level: 1 })).toHaveText("Cette page n’a pas pu être chargée");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  absent = false;
  await page.getByRole("button", { name: "Recharger" }).click();
  await settled(page);
  await expect(page).toHaveURL(/\/postes/);
  await expect(page.getByRole("heading", { level: 1, name: "Postes" })).toBeVisible();
  await close();
  expect(wrong).toEqual([]);
});
