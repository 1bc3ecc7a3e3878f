import type { Api } from '@/api/client';
import { ApiProblem } from '@/api/problems';
import type { FieldErrors } from '@/forms/submission';
import { carts } from '@/texts/carts';
import type { CartForm, CartItem } from './cart';

export type Bounds = Api['Consumable']['quantities'];

/** What is typed in for one reference. */
export interface Wanted {
  quantity: string;
  stock: string;
}

/** By reference, in the order of the form. */
export type WantedLines = Record<string, Wanted>;

const maxStock = 9999;

/** What the fields of a reference are called, wherever it stands in the request. */
export const nameOf = {
  quantity: (reference: string) => `quantity ${reference}`,
  stock: (reference: string) => `stock ${reference}`,
};

/** The fields for some references as the cart has them. */
export function wantedOf(references: string[], item: CartItem | undefined): WantedLines {
  return Object.fromEntries(
    references.map((reference) => {
      const line = item?.lines.find((one) => one.reference === reference);
      return [reference, { quantity: String(line?.quantity ?? ''), stock: String(line?.stock ?? '') }];
    }),
  );
}

/** The references with a quantity; 0 is none. */
export function referencesIn(wanted: WantedLines): string[] {
  return Object.keys(wanted).filter((reference) => !isNothing(wanted[reference]?.quantity ?? ''));
}

export function linesOf(wanted: WantedLines): CartForm['lines'] {
  return referencesIn(wanted).map((reference) => ({
    reference,
    quantity: wholeNumber(wanted[reference]?.quantity) ?? 0,
    stock: wholeNumber(wanted[reference]?.stock) ?? 0,
  }));
}

/** What is wrong with the numbers, by field. Without bounds the portal judges a quantity. */
export function checkWanted(wanted: WantedLines, boundsOf: (reference: string) => Bounds | undefined): FieldErrors {
  const errors: FieldErrors = {};
  for (const reference of referencesIn(wanted)) {
    const { quantity = '', stock = '' } = wanted[reference] ?? {};
    const { minimum, maximum, pack } = boundsOf(reference) ?? { minimum: 1, maximum: maxStock, pack: 1 };
    const wantedQuantity = within(quantity, minimum, maximum);
    if (wantedQuantity === null) errors[nameOf.quantity(reference)] = [carts.wholeNumber(minimum, maximum)];
    else if (wantedQuantity % pack !== 0) errors[nameOf.quantity(reference)] = [carts.byPack(pack)];
    if (within(stock, 0, maxStock) === null) errors[nameOf.stock(reference)] = [carts.wholeNumber(0, maxStock)];
  }
  return errors;
}

/** A refusal names a line by its place in the request (`lines[0].quantity`); here it is named by its reference. */
export function byReference(failure: unknown, references: string[]): unknown {
  if (!(failure instanceof ApiProblem)) return failure;
  const fields = Object.entries(failure.fields).map(([field, messages]) => {
    const [, index, part] = /^lines\[(\d+)\]\.(\w+)$/.exec(field) ?? [];
    const reference = references[Number(index)];
    if (reference === undefined) return [field, messages];
    return [part === 'stock' ? nameOf.stock(reference) : nameOf.quantity(reference), messages];
  });
  return new ApiProblem(failure.status, failure.message, failure.code, Object.fromEntries(fields) as FieldErrors);
}

/** The next number up or down within the bounds, by packs; empty below the least. */
export function stepped(text: string, up: boolean, { minimum, maximum, pack }: Bounds): string {
  const now = wholeNumber(text) ?? 0;
  const next = up ? (Math.floor(now / pack) + 1) * pack : (Math.ceil(now / pack) - 1) * pack;
  const least = Math.ceil(minimum / pack) * pack;
  if (next < least) return up ? String(least) : '';
  return String(Math.min(next, maximum));
}

function isNothing(text: string): boolean {
  return text.trim() === '' || wholeNumber(text) === 0;
}

function within(text: string, from: number, to: number): number | null {
  const number = wholeNumber(text);
  return number !== null && number >= from && number <= to ? number : null;
}

function wholeNumber(text = ''): number | null {
  const digits = text.replace(/\s/g, '');
  return /^\d{1,6}$/.test(digits) ? Number(digits) : null;
}
