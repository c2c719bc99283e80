// What every journey has: a server of its own, and a page that fails the journey on anything a person would not
// see: a violation of the content policy, an error in the console, a request that leaves the loopback.

import { expect, test as base, type Browser, type Page, type Request } from "@playwright/test";

export interface Server {
  id: string;
  base: string;
  /** A command of the program on the database of this server; what it prints. */
  run(...command: string[]): Promise<string>;
  /** Moves the clock of this server that many days ahead of ours; sessions that were open are over. */
  forward(days: number): Promise<void>;
}

async function obey(method: string, path: string, body?: unknown) {
  const answer = await fetch(process.env.LOGIMEDH_STAGE + path, { method, body: body ? JSON.stringify(body) : undefined });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error);
  return told;
}

/** The requests of each page that are under way, but the stream of what changes, which has no end. */
const underWay = new WeakMap<Page, Set<Request>>();

function count(page: Page) {
  const open = new Set<Request>();
  underWay.set(page, open);
  page.on("request", (request) => {
    if (!request.url().endsWith("/api/v1/events")) open.add(request);
  });
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
}

/** Nothing has been asked of the server for half a second. */
export async function quiet(page: Page) {
  await page.waitForLoadState("load");
  let since = Date.now();
  while (Date.now() - since < 500) {
    if (underWay.get(page)?.size) since = Date.now();
    await page.waitForTimeout(50);
  }
}

/** What went wrong on a page without anybody being told. */
export function watch(page: Page, base: string): string[] {
  const wrong: string[] = [];
  count(page);
  page.on("console", (message) => {
    // The browser itself reports refused requests; those that a journey provokes are told by the page.
    const network = message.text().startsWith("Failed to load resource");
    if ((message.type() === "error" && !network) || message.type() === "warning") {
      wrong.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => wrong.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith("data:") && !url.startsWith("blob:")) {
      wrong.push(`a request leaves: ${url}`);
    }
  });
  page.on("response", (answer) => {
    if (answer.status() >= 500) wrong.push(`${answer.status()}: ${answer.url()}`);
  });
  return wrong;
}

/** Violations of the content policy, told by the page itself. */
async function listenToPolicy(page: Page) {
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`);
    });
  });
}

export const test = base.extend<{ server: Server; page: Page }>({
  server: async ({}, use, info) => {
    const told = await obey("POST", `/servers/${info.project.name}`);
    await use({
      ...told,
      run: async (...command) => (await obey("POST", `/servers/${told.id}/run`, command)).out,
      forward: async (days) => void (await obey("POST", `/servers/${told.id}/forward`, days)),
    });
    await obey("DELETE", `/servers/${told.id}`);
  },
  page: async ({ browser, server }, use, info) => {
    const { page, wrong, close } = await opened(browser, server, info.project.use as object);
    await use(page);
    await close();
    expect(wrong, "nothing goes wrong in silence").toEqual([]);
  },
});

/** Another person, in a browser of their own. */
export async function opened(browser: Browser, server: Server, options: object = {}) {
  const context = await browser.newContext({ ...options, baseURL: server.base, acceptDownloads: true });
  const page = await context.newPage();
  await listenToPolicy(page);
  const wrong = watch(page, server.base);
  return { page, wrong, close: () => context.close() };
}

export { expect };
