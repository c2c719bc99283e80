// Accessibility of what is on the page, contrast included: nothing is left out.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export const WIDTHS = [320, 768, 1440];

export async function accessible(page: Page, where: string) {
  // Colours that are still moving have no contrast yet; what turns for ever is not waited for.
  await page.evaluate(() => Promise.all(document.getAnimations()
    .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
    .map((one) => one.finished.catch(() => undefined))));
  const found = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const told = found.violations.map((one) => `${one.id} (${one.impact}): ${one.help}\n    ` +
    one.nodes.slice(0, 5).map((node) => `${node.target} ${node.any[0]?.message ?? ""}`).join("\n    "));
  // The journey goes on: one run tells everything.
  expect.soft(told, where).toEqual([]);
}

/** At 320 px nothing but tables and code scrolls sideways. */
export async function fits(page: Page, where: string) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(over, `${where} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** The page at each width. */
export async function atEachWidth(page: Page, where: string, work = async () => {}) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await work();
    await accessible(page, `${where} at ${width} px`);
    await fits(page, `${where} at ${width} px`);
  }
}
