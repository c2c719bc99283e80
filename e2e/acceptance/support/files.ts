// Files that a hospital sends, made from the samples.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

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

/** Files that are not what they should be, and nothing but a sentence that helps. */
export const WRONG = [
  { name: "vide.csv", mimeType: "text/csv", buffer: Buffer.from("") },
  { name: "photo.png", mimeType: "image/png", buffer: Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(200)]) },
  { name: "tableau.pdf", mimeType: "application/pdf", buffer: Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(200)]) },
  { name: "archive.xlsx", mimeType: "application/zip", buffer: Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), Buffer.alloc(200)]) },
  { name: "lettre.txt", mimeType: "text/plain", buffer: Buffer.from("Bonjour,\nvoici le fichier.\n") },
];
