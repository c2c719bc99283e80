// Each page by the keyboard alone: every stop can be seen, is reached in order, and none is a trap.

import { expect, test } from "./support/journey.ts";
import { go, PASSWORD, email, settled, signIn, type Profile } from "./support/people.ts";
import { places } from "./support/routes.ts";
import type { Page } from "@playwright/test";

test.describe.configure({ timeout: 300_000 });

/** How everything looks before the focus comes: it is seen only by what changes. */
async function remember(page: Page) {
  await page.evaluate(() => {
    const look = (own: Element) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderTopColor, borderTopWidth, borderBottomColor,
        borderBottomWidth } = getComputedStyle(own);
      const outline = outlineStyle === "none" || parseFloat(outlineWidth) < 2 ? "none" : `${outlineWidth} ${outlineColor}`;
      return JSON.stringify([outline, boxShadow, borderTopWidth, borderTopColor, borderBottomWidth, borderBottomColor]);
    };
    const before = new WeakMap<Element, string>();
    for (const own of document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]")) before.set(own, look(own));
    Object.assign(window, { looks: { look, before } });
  });
}

/** Where the focus is: a name for it, and whether a person sees it. */
function focused(page: Page) {
  return page.evaluate(async () => {
    const own = document.activeElement as HTMLElement | null;
    if (!own || own === document.body) return null;
    const box = own.getBoundingClientRect();
    const { look, before } = (window as unknown as { looks: { look(one: Element): string; before: WeakMap<Element, string> } }).looks;
    // What came to the page since has no look without the focus yet.
    if (!before.has(own)) {
      own.blur();
      before.set(own, look(own));
      own.focus();
    }
    // A ring may take a moment to come.
    await Promise.all(own.getAnimations().map((one) => one.finished.catch(() => undefined)));
    return {
      name: `${own.tagName.toLowerCase()} ${(own.getAttribute("aria-label") ?? own.textContent ?? "").trim().slice(0, 40)}`,
      seen: look(own) !== before.get(own),
      placed: box.width > 0 && box.height > 0,
      inside: box.bottom > 0 && box.top < innerHeight,
    };
  });
}

async function walk(page: Page, where: string, most = 400) {
  const stops: string[] = [];
  const wrong: string[] = [];
  // A navigation gives the focus to the title: the walk begins again from the top of the document.
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
  await remember(page);
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (!stop) break;
    stops.push(stop.name);
    if (!stop.seen) wrong.push(`${where}: the focus is not seen on ${stop.name}`);
    if (!stop.placed || !stop.inside) wrong.push(`${where}: the focus is off the screen on ${stop.name}`);
    expect(step, `${where}: the keyboard does not come out: ${stops.slice(-5)}`).toBeLessThan(most - 1);
  }
  expect(wrong.slice(0, 10)).toEqual([]);
  return stops;
}

test("signing in by the keyboard", async ({ page }) => {
  await page.goto("/connexion");
  await settled(page);
  await page.getByLabel("Adresse électronique").focus();
  await page.keyboard.type(email("hospital_manager"));
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await settled(page);
  await expect(page).not.toHaveURL(/connexion/);
});

for (const profile of ["hospital_manager", "ars_reader"] as Profile[]) {
  test(`every page of ${profile} by the keyboard`, async ({ page, server }) => {
    await signIn(page, profile);
    for (const place of await places(server, profile)) {
      await test.step(place.path, async () => {
        await go(page, place.path);
        const stops = await walk(page, place.path);
        expect(stops.length, `${place.path}: the keyboard reaches nothing`).toBeGreaterThan(3);
        expect(stops[0]).toContain("Aller au contenu");
      });
    }
  });
}

test("a change of page puts the focus on its title and tells its name", async ({ page }) => {
  await signIn(page, "hospital_manager");
  for (const name of ["Structures", "Postes", "Praticiens", "Journal"]) {
    await page.getByRole("link", { name, exact: true }).first().click();
    await settled(page);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await expect(page).toHaveTitle(new RegExp(`^${name}.* · logimedh$`));
  }
});

test("the link to the content leads there", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/postes");
  // A navigation gives the focus to the title: the walk begins again from the top of the document.
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const inside = await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement));
  expect(inside).toBe(true);
});
