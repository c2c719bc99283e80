// A staffing table of more lines than a screen holds: only those in view are on the page, and each says which it is.

import { resolve } from "node:path";
import { expect, test, type Server } from "./support/journey.ts";
import { accessToken } from "./support/routes.ts";
import { go, settled, signIn } from "./support/people.ts";
import type { Page } from "@playwright/test";

test.setTimeout(120_000);

const MEDIUM = "600100713";
const DAY = "2026-06-01";
const SAMPLES = resolve(import.meta.dirname, `../../api/samples/moyen_${MEDIUM}`);

/** A hospital of several hundred posts, loaded as an operator does. */
async function load(server: Server) {
  const [of, sirh] = [["--establishment", MEDIUM], `${SAMPLES}/dialect_b`];
  await server.run("structures", "apply", `${SAMPLES}/structures.csv`, ...of);
  await server.run("sigmed", "apply", `${SAMPLES}/sigmed_posts.csv`, ...of);
  await server.run("posts", "apply", `${SAMPLES}/autres_postes.csv`, ...of);
  await server.run("attachments", "apply", `${SAMPLES}/rattachements.xlsx`, ...of);
  await server.run("sirh", "apply", `${sirh}/sirh_20260401.csv`, ...of, "--codes", `${sirh}/codes.csv`, "--confirm-closures");
}

interface Row { post: string; usual_name: string | null }

async function rowsOf(server: Server): Promise<Row[]> {
  const answer = await fetch(`${server.base}/api/v1/staffing_table?establishment=${MEDIUM}&as_of=${DAY}`,
    { headers: { Authorization: `Bearer ${await accessToken(server, "cng_manager")}` } });
  return (await answer.json()).rows;
}

/** Numbers of the lines that are on the page, in their order; the heading is the first of all. */
async function numbers(page: Page): Promise<number[]> {
  const all = await table(page).locator("tbody tr[aria-rowindex]").evaluateAll((lines) =>
    lines.map((line) => Number(line.getAttribute("aria-rowindex"))));
  expect(all, "in their order, none twice").toEqual([...new Set(all)].sort((one, other) => one - other));
  return all;
}

/** Waits until no more lines come: a few are drawn first, then those of the whole view. */
async function atRest(page: Page) {
  let before = 0;
  await expect.poll(async () => {
    const [count, same] = [(await numbers(page)).length, before];
    before = count;
    return count > 0 && count === same;
  }, { intervals: [200], message: "the lines of the view are drawn" }).toBe(true);
}

const table = (page: Page) => page.getByRole("table", { name: /^Tableau des emplois/ });
const frame = (page: Page) => page.getByRole("region", { name: /^Tableau des emplois/ });

/** The first line that is in view under the heading: its number, once the lines of that place are drawn. */
async function scrolled(page: Page, share: number): Promise<number> {
  await frame(page).evaluate((own, share) => { own.scrollTop = share * (own.scrollHeight - own.clientHeight); }, share);
  const seen = () => frame(page).evaluate((own) => {
    const top = own.querySelector("thead")!.getBoundingClientRect().bottom;
    const bottom = own.getBoundingClientRect().bottom;
    const lines = [...own.querySelectorAll("tbody tr[aria-rowindex]")].filter((line) => {
      const box = line.getBoundingClientRect();
      return box.bottom > top + 1 && box.top < bottom - 1;
    });
    return { first: Number(lines[0]?.getAttribute("aria-rowindex") ?? 0), lines: lines.length };
  });
  await expect.poll(async () => (await seen()).lines, { message: "the place in view is drawn" }).toBeGreaterThan(5);
  return (await seen()).first;
}

test("several hundred lines are read by scrolling, grouped otherwise, with other columns", async ({ page, server }) => {
  await load(server);
  const rows = await rowsOf(server);
  expect(rows.length).toBeGreaterThan(200);
  await signIn(page, "cng_manager");
  await go(page, `/tableau-des-emplois?establishment=${MEDIUM}&as_of=${DAY}`);
  await expect(page.getByText(new RegExp(`^${rows.length} lignes\\.`))).toBeVisible();
  const count = async () => Number(await table(page).getAttribute("aria-rowcount"));
  const grouped = await count();
  expect(grouped, "lines, groups and the heading").toBeGreaterThan(rows.length + 1);

  await test.step("scrolls to the end", async () => {
    await atRest(page);
    const beginning = await numbers(page);
    expect(beginning[0]).toBe(2);
    expect(beginning.length, "not all of them are on the page").toBeLessThan(grouped / 2);
    const middle = await scrolled(page, 0.5);
    expect(Math.abs(middle - grouped / 2), "half way is half of the lines").toBeLessThan(grouped / 8);
    const edges = await frame(page).evaluate((own) => {
      const [around, head, foot] = [own, own.querySelector("thead th")!, own.querySelector("tfoot th")!].map((one) => one.getBoundingClientRect());
      return { head: head.top - around.top, foot: around.bottom - foot.bottom };
    });
    expect(Math.abs(edges.head), "the heading stays in view").toBeLessThan(20);
    expect(Math.abs(edges.foot), "the totals stay in view").toBeLessThan(20);
    const there = await numbers(page);
    expect(there[0], "the first ones are on the page no more").toBeGreaterThan(beginning[beginning.length - 1]);
    await scrolled(page, 1);
    expect((await numbers(page)).at(-1), "the last line is the last").toBe(grouped);
  });

  await test.step("meets every post by scrolling from top to bottom", async () => {
    const seen = new Set<number>();
    const posts = new Set<string>();
    for (let step = 0; step <= 40; step += 1) {
      await scrolled(page, step / 40);
      for (const number of await numbers(page)) seen.add(number);
      for (const post of await table(page).locator("tbody th[scope=row] a").allInnerTexts()) posts.add(post);
    }
    expect(seen.size, "no line is jumped").toBe(grouped - 1);
    expect([...posts].sort()).toEqual([...new Set(rows.map((row) => row.post).filter(Boolean))].sort());
  });

  await test.step("keeps the line that has the focus", async () => {
    await scrolled(page, 0);
    const link = table(page).locator("tbody a").first();
    const post = await link.innerText();
    await link.focus();
    await frame(page).hover();
    await expect.poll(async () => {
      await page.mouse.wheel(0, 300);
      return frame(page).evaluate((own) => own.scrollTop);
    }, { intervals: [100] }).toBeGreaterThan(3000);
    expect((await numbers(page)).filter((number) => number < 30), "one line of the beginning is kept").toHaveLength(1);
    await expect(table(page).getByRole("link", { name: post, exact: true }).first()).toBeFocused();
    await scrolled(page, 0);
  });

  for (const [way, from, to] of [["down", 0, 1], ["up", 1, 0]] as const) {
    await test.step(`keeps the focus when the place in view is far ${way} at once`, async () => {
      await scrolled(page, from);
      const links = table(page).locator("tbody a");
      await (from === 0 ? links.first() : links.last()).focus();
      // By its place: the same name may be on several lines.
      const line = () => page.evaluate(() => document.activeElement?.closest<HTMLElement>("tr[data-index]")?.dataset.index);
      const own = await line();
      expect(own).toBeTruthy();
      await scrolled(page, to);
      await expect.poll(line).toBe(own);
      await scrolled(page, from);
      await expect.poll(line).toBe(own);
      await page.keyboard.press("Escape");
      await page.getByRole("heading", { level: 1 }).focus();
      await scrolled(page, 0);
    });
  }

  await test.step("keeps the titles of groups and of the totals in view when it is scrolled sideways", async () => {
    for (const width of [320, 1024]) {
      await page.setViewportSize({ width, height: 900 });
      await scrolled(page, 0);
      for (const share of [0, 0.5, 1]) {
        const hidden = await frame(page).evaluate((own, share) => {
          // What is under the window is seen nowhere.
          own.scrollIntoView({ block: "end" });
          own.scrollLeft = share * (own.scrollWidth - own.clientWidth);
          const around = own.getBoundingClientRect();
          const titles = [...own.querySelectorAll("tr[data-level] > th > *, tfoot th > *")].filter((title) => {
            const box = title.getBoundingClientRect();
            return box.top > own.querySelector("thead")!.getBoundingClientRect().bottom && box.bottom < around.bottom;
          });
          if (titles.length < 2) return [`only ${titles.length} titles`];
          return titles.filter((title) => {
            const box = title.getBoundingClientRect();
            // Its first letters are what is seen there, and not what slides under them.
            const seen = document.elementFromPoint(box.left + 12, (box.top + box.bottom) / 2);
            return box.left < around.left || box.left > around.left + 40 || !(seen && title.contains(seen));
          }).map((title) => title.textContent);
        }, share);
        expect(hidden, `${width} px, ${share} sideways`).toEqual([]);
      }
    }
    await frame(page).evaluate((own) => { own.scrollLeft = 0; });
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  await test.step("hides a column", async () => {
    const heading = table(page).getByRole("columnheader", { name: "Statut", exact: true });
    await expect(heading).toBeVisible();
    const columns = await table(page).getByRole("columnheader").count();
    await page.getByRole("button", { name: "Colonnes", exact: true }).click();
    await page.getByRole("checkbox", { name: "Statut", exact: true }).uncheck();
    await page.keyboard.press("Escape");
    await expect(heading).toHaveCount(0);
    await expect(table(page).getByRole("columnheader")).toHaveCount(columns - 1);
    await expect(page).toHaveURL(/columns=/);
    await page.reload();
    await settled(page);
    await expect(heading, "a column that is hidden stays so").toHaveCount(0);
    expect(await count(), "the lines stay").toBe(grouped);
  });

  await test.step("groups otherwise", async () => {
    const groups = table(page).locator("tbody tr[data-level]");
    await page.getByRole("radio", { name: "Sans groupe" }).check({ force: true });
    await expect.poll(count).toBe(rows.length + 1);
    await expect(groups).toHaveCount(0);
    await expect(page).toHaveURL(/group=/);
    await page.getByRole("radio", { name: "Par pôle" }).check({ force: true });
    await expect(groups.first()).toBeVisible();
    const poles = (await count()) - rows.length - 1;
    expect(poles).toBeGreaterThan(1);
    expect(poles, "fewer poles than poles and services").toBeLessThan(grouped - rows.length - 1);
    await expect(page.getByText(new RegExp(`^${rows.length} lignes\\.`)), "no line is lost").toBeVisible();
  });
});
