// A page used without a mouse: the Tab key from one control to the next, the arrows in a list of choices.

import { expect, type Locator, type Page } from "@playwright/test";

/** Goes to a control with the Tab key, and says how many times it was pressed. */
export async function reach(page: Page, target: Locator, most = 150): Promise<number> {
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed < most; pressed += 1) {
    if (await target.evaluate((own) => own === document.activeElement)) return pressed;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${target}`);
}

/** Goes to a control and presses it. */
export async function press(page: Page, target: Locator, key = "Enter") {
  await reach(page, target);
  await page.keyboard.press(key);
}

/** Goes to a list of choices, to its first one, then down to the one wanted. */
export async function choose(page: Page, target: Locator, value: string, most = 30) {
  await reach(page, target);
  await page.keyboard.press("Home");
  for (let moved = 0; moved < most && (await target.inputValue()) !== value; moved += 1) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(target).toHaveValue(value);
}

/** From now on the mouse is put away: pressing it anywhere is remembered. */
export async function withoutMouse(page: Page) {
  const presses: string[] = [];
  await page.exposeFunction("mousePressed", (what: string) => void presses.push(what));
  const watch = () => {
    document.addEventListener("pointerdown", (event) =>
      (window as unknown as { mousePressed(what: string): void }).mousePressed(String((event.target as Element).outerHTML).slice(0, 80)), true);
  };
  await page.addInitScript(watch);
  await page.evaluate(watch);
  return presses;
}
