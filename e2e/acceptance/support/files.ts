// Files that a hospital sends, made from the samples.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Sent } from "./wizard.ts";

export const SAMPLES = resolve(import.meta.dirname, "../../../api/samples/petit_690780044");
export const NEXT = resolve(SAMPLES, "next/sirh_20261001.csv");

// What the file of the main job hides: two headings that say nothing, three codes that nobody knows.
export const HEADINGS: Record<string, string> = { service: "zone_s4", affectation_debut: "zone_k7" };
export const CODES = [
  { column: "statut", national: "PH", local: "XPH" },
  { column: "statut", national: "PA", local: "XPA" },
  { column: "position", national: "ACTIVITE", local: "EN_POSTE" },
];

/** The next extract of the demonstration, as a hospital with its own habits would send it. */
export function hardFile(headings = HEADINGS, codes = CODES) {
  const [first, ...rows] = readFileSync(NEXT, "utf8").trimEnd().split("\n");
  const heading = first.split(";");
  const lines = rows.map((row) => {
    const cells = row.split(";");
    for (const code of codes) {
      const at = heading.indexOf(code.column);
      if (cells[at] === code.national) cells[at] = code.local;
    }
    return cells.join(";");
  });
  const renamed = heading.map((name) => headings[name] ?? name).join(";");
  return { name: "sirh_20261001.csv", mimeType: "text/csv", buffer: Buffer.from(`${[renamed, ...lines].join("\n")}\n`) };
}

/** Files that are not what they should be, by the name under which `e2e/cli/test_malformed.py` makes them. */
export const WRONG = {
  empty: "vide.csv",
  png: "photo.png",
  pdf: "tableau.pdf",
  half_a_workbook: "archive.xlsx",
  macro: "macros.xlsm",
  encrypted_excel: "protege.xlsx",
  old_excel: "ancien.xls",
  zip_bomb: "gonfle.xlsx",
  prose: "lettre.txt",
  html_without_table: "page.xls",
  nul_bytes: "nuls.csv",
  word_document: "lettre.docx",
  tar: "extraction.tar",
};

/** A number of social security whose key is right, of nobody: that of `e2e/cli/wrong_file.py`. */
export const NIR = "285047500033389";

/** One of these files, made as the tests of the command line make it. */
export function wrong(kind: string): Sent {
  const maker = resolve(import.meta.dirname, "../../cli/wrong_file.py");
  const buffer = execFileSync("python3", [maker, kind], { maxBuffer: 1 << 26 });
  return { name: (WRONG as Record<string, string>)[kind] ?? `${kind}.csv`, mimeType: "application/octet-stream", buffer };
}
