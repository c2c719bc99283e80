import { defineConfig } from "@playwright/test";

// One project for each database: the same journeys must hold on both.
const databases = process.env.LOGIMEDH_TEST_DATABASES === "sqlite" || !process.env.LOGIMEDH_TEST_POSTGRES
  ? ["sqlite"]
  : ["sqlite", "postgres"];

const OF_PAGES_ALONE = ["accessibility.spec.ts", "apart.spec.ts", "keyboard.spec.ts", "reading.spec.ts"];

export default defineConfig({
  testDir: ".",
  globalSetup: "./support/stage.ts",
  outputDir: "results",
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["./support/brief.ts"]],
  use: {
    browserName: "chromium",
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"],
    },
  },
  // What a page looks like, how it is read, printed and fetched, does not depend on the database: it is looked at once.
  projects: databases.map((database) => ({
    name: database,
    metadata: { database },
    testIgnore: database === "sqlite" ? [] : OF_PAGES_ALONE,
  })),
});
