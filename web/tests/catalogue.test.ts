import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { common } from '@/texts/common';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(vue|ts)$/.test(file) && !/^texts|\.test\.ts$|schema\.d\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(join('src', file), 'utf8') }));

const catalogue = import.meta.glob('@/texts/*.ts', { eager: true });

describe('the catalogue', () => {
  it('holds every French text: elsewhere no accent stands outside a comment', () => {
    const found = sources.flatMap(({ file, text }) =>
      withoutComments(text)
        .split('\n')
        .filter((line) => /[À-ÖØ-öø-ÿŒœ«»’]/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );

    expect(found).toEqual([]);
  });

  it('has the labels of the manual to the letter, each a text of its own', () => {
    const texts = new Set(Object.values(catalogue).flatMap(textsIn));

    expect(manual.filter((label) => !texts.has(label))).toEqual([]);
    expect(Object.values(common.menus)).toEqual([
      'Accueil',
      'PARC',
      'INTERVENTIONS',
      'FACTURES',
      'CONTACTER',
      'MON PANIER',
    ]);
  });
});

// In the order of its chapters; each chapter adds its own.
const manual = [
  'PARC',
  'Déclencher une intervention',
  "Nature de l'intervention",
  'Code erreur',
  'Détail de la demande',
  "Degré d'urgence",
  'Pièces jointes',
  'INTERVENTIONS',
  'En attente de validation / A planifier',
  "Commentaire d'annulation",
  'COMMANDER DES CONSOMMABLES',
  'MON PANIER',
  'Quantité',
  'Stock actuel',
  'Commentaire',
  'Référence interne de commande client',
  'VALIDER LE PANIER',
  'Suivi des commandes',
  'Saisie externe',
  'Livrable en totalité',
  'Livré en totalité',
  'Transporteur',
  'SAISIR LES RELEVÉS COMPTEURS',
  'Saisir les relevés compteurs',
  'FACTURES',
  'CONTACTER',
];

/** Every text in a part of the catalogue; those that are made of something are none of the manual's. */
function textsIn(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(textsIn) : [];
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<=^|\s)\/\/.*$/gm, '');
}
